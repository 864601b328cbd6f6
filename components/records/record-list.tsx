'use client'

import {
  type CSSProperties,
  type Dispatch,
  type KeyboardEvent,
  type MouseEvent,
  type PointerEvent,
  type ReactNode,
  type RefObject,
  useEffect,
  useId,
  useMemo,
  useRef,
  useState,
} from 'react'
import type { RecordPlace } from '#lib/client/record-address.ts'
import { fieldOfColumn, type RecordColumn } from '#lib/client/record-columns.ts'
import type { RecordRow as Row } from '#lib/client/record-stream/protocol.ts'
import type { RecordStream } from '#lib/client/record-stream/record-stream.ts'
import { useStreamView } from '#lib/client/record-stream/use-record-stream.ts'
import type { TimeStyle } from '#lib/client/time-style.ts'
import { columnTracks, rowWidth } from './column-look.ts'
import type { FollowAction, FollowState } from './follow-state.ts'
import { ListHead } from './list-head.tsx'
import { RecordRow } from './record-row.tsx'
import { timeWords } from './record-time.ts'
import { useListScroll } from './use-list-scroll.ts'
import { useSize } from './use-size.ts'

const WIDE_ROW = 28
/** Two lines, and large enough for a finger. */
const NARROW_ROW = 48
const HEAD = 32
/** Pixels; a narrower list, on a phone or beside others, has two lines a record. */
const WIDE_FROM = 560
/** Ages are told in seconds at best. */
const AGE_TICK_MS = 1000

export interface RecordListProps {
  grid: RefObject<HTMLDivElement | null>
  stream: RecordStream | null
  state: FollowState
  dispatch: Dispatch<FollowAction>
  selected: RecordPlace | null
  /** The selected row's number, when it was chosen in this list. */
  cursor: number | null
  onSelect: (sequence: number) => void
  /** Enter on a row: go to its details. */
  onOpen: () => void
  onLeave: () => void
  times: TimeStyle
  columns: readonly RecordColumn[]
  onColumns: (columns: readonly RecordColumn[]) => void
  mayFollow: boolean
  /** Stands in the list while it has no row. */
  empty: ReactNode
}

/** RecordList shows the rows of a stream that are in sight, however many there are, and moves through them by keys. */
export function RecordList(props: RecordListProps) {
  const { grid, stream, state, dispatch, selected, cursor, times, onColumns, mayFollow, empty } = props
  const { onSelect, onOpen, onLeave } = props
  const [drawn, setDrawn] = useState<readonly RecordColumn[] | null>(null)
  const columns = drawn ?? props.columns
  const names = useNames(columns)
  const view = useStreamView(stream)
  const scroller = useRef<HTMLDivElement>(null)
  const size = useSize(scroller)
  const wide = size.width >= WIDE_FROM
  const rowHeight = wide ? WIDE_ROW : NARROW_ROW
  const { base, rows, page, topInSight, onScroll, reveal } = useListScroll({
    scroller,
    height: Math.max(0, size.height - HEAD),
    stream,
    state,
    dispatch,
    view,
    rowHeight,
    headHeight: HEAD,
    mayFollow,
  })
  const now = useSeconds(times === 'relative')
  const id = useId()
  const isSelected = (row: Row) => row.offset === selected?.offset && row.partition === selected.partition
  const active = view.rows.find(isSelected)
  const [top] = view.rows

  useEffect(() => {
    stream?.showFields(names.filter((name) => fieldOfColumn(name) !== null))
  }, [stream, names])

  // Whoever chooses a row, in the list or by a key of the page, sees it.
  // biome-ignore lint/correctness/useExhaustiveDependencies: only another choice moves the list, not what arrives
  useEffect(() => {
    if (cursor !== null) reveal(cursor, base)
  }, [cursor])

  function move(to: number) {
    onSelect(Math.min(Math.max(to, view.first), view.end - 1))
  }

  function onClick({ target }: MouseEvent) {
    const clicked = target instanceof Element ? target.closest<HTMLElement>('[data-sequence]') : null
    if (clicked !== null) move(Number(clicked.dataset['sequence']))
  }

  /** A time's other ways to be written are put behind it when somebody points at it: most rows go by unread. */
  function onPointerOver({ target }: PointerEvent) {
    if (!(target instanceof HTMLElement) || target.dataset['time'] === undefined) return
    target.title = timeWords(Number(target.dataset['time']), times, Date.now())
  }

  function onKeyDown(event: KeyboardEvent) {
    const own = event.target === event.currentTarget || isRow(event.target)
    if (event.ctrlKey || event.metaKey || event.altKey || !own || view.rows.length === 0) return
    const at = cursor ?? active?.sequence
    const start = state.following ? view.end : topInSight
    const steps: Record<string, number> = {
      ArrowDown: at === undefined ? start : at + 1,
      ArrowUp: at === undefined ? start : at - 1,
      PageDown: (at ?? start) + page,
      PageUp: (at ?? start) - page,
      Home: view.first,
      End: view.end - 1,
    }
    steps['j'] = steps['ArrowDown'] ?? start
    steps['k'] = steps['ArrowUp'] ?? start
    const to = steps[event.key]
    if (to !== undefined) move(to)
    else if (event.key === 'Enter') onOpen()
    else if (event.key === 'Escape') onLeave()
    else return
    event.preventDefault()
  }

  return (
    <>
      <div
        ref={grid}
        role="grid"
        aria-label="Records"
        aria-rowcount={rows + 1}
        aria-activedescendant={active === undefined ? undefined : `${id}-${active.sequence}`}
        tabIndex={0}
        onClick={onClick}
        onKeyDown={onKeyDown}
        onPointerOver={onPointerOver}
        className="flex min-h-0 flex-1 flex-col focus-visible:outline-offset-[-2px]"
        style={
          {
            '--record-columns': columnTracks(columns, times),
            '--record-width': `${wide ? rowWidth(columns, times) : 0}px`,
          } as CSSProperties
        }
      >
        <div
          ref={scroller}
          role="presentation"
          onScroll={onScroll}
          className="relative min-h-0 flex-1 overflow-auto overscroll-contain [contain:strict] [overflow-anchor:none]"
        >
          <div role="rowgroup" className="sticky top-0 z-10 min-w-(--record-width)">
            <ListHead columns={columns} wide={wide} times={times} onColumns={onColumns} onDraw={setDrawn} />
          </div>
          <div role="presentation" style={{ height: rows * rowHeight }} />
          {view.rows.length > 0 && (
            <div
              role="rowgroup"
              className="absolute inset-x-0 top-8 min-w-(--record-width) will-change-transform"
              style={{ transform: `translateY(${((top?.sequence ?? 0) - base) * rowHeight}px)` }}
            >
              {view.rows.map((row, index) => (
                <RecordRow
                  // While following, the same few elements get new words; else each row keeps its own.
                  key={state.following ? index : row.sequence}
                  row={row}
                  id={`${id}-${row.sequence}`}
                  index={row.sequence - base + 2}
                  selected={isSelected(row)}
                  height={rowHeight}
                  names={names}
                  wide={wide}
                  times={times}
                  now={now}
                />
              ))}
            </div>
          )}
        </div>
      </div>
      {/* Beside the grid, which may hold nothing but rows. */}
      {view.end === view.first && (
        <div className="absolute inset-x-0 top-8 bottom-0 overflow-y-auto">{empty}</div>
      )}
    </>
  )
}

/** The head has buttons, whose keys are their own. */
function isRow(target: EventTarget): boolean {
  return target instanceof HTMLElement && target.dataset['sequence'] !== undefined
}

/** The same array as long as the names are the same, so that another width draws no row anew. */
function useNames(columns: readonly RecordColumn[]): readonly string[] {
  const text = columns.map((each) => each.name).join('\n')
  return useMemo(() => text.split('\n'), [text])
}

/** The present time, every second while it is needed. */
function useSeconds(needed: boolean): number {
  const [now, setNow] = useState(() => Date.now())
  useEffect(() => {
    if (!needed) return
    const timer = setInterval(() => setNow(Date.now()), AGE_TICK_MS)
    return () => clearInterval(timer)
  }, [needed])
  return now
}

'use client'

import { type Dispatch, type KeyboardEvent, type ReactNode, useEffect, useId, useState } from 'react'
import { classNames } from '#components/ui/class-names.ts'
import type { RecordPlace, TimeStyle } from '#lib/client/record-address.ts'
import type { RecordRow as Row } from '#lib/client/record-stream/protocol.ts'
import type { RecordStream } from '#lib/client/record-stream/record-stream.ts'
import { useStreamView } from '#lib/client/record-stream/use-record-stream.ts'
import type { FollowAction, FollowState } from './follow-state.ts'
import { RecordRow, rowGrid } from './record-row.tsx'
import { useListScroll } from './use-list-scroll.ts'
import { useMedia } from './use-media.ts'

const WIDE_ROW = 28
/** Two lines, and large enough for a finger. */
const NARROW_ROW = 48
/** Ages are told in seconds at best. */
const AGE_TICK_MS = 1000

export interface RecordListProps {
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
  mayFollow: boolean
  /** Stands in the list while it has no row. */
  empty: ReactNode
}

/** RecordList shows the rows of a stream that are in sight, however many there are, and moves through them by keys. */
export function RecordList(props: RecordListProps) {
  const { stream, state, dispatch, selected, cursor, onSelect, onOpen, onLeave, times, mayFollow, empty } =
    props
  const view = useStreamView(stream)
  const wide = useMedia('(min-width: 640px)')
  const rowHeight = wide ? WIDE_ROW : NARROW_ROW
  const { scroller, base, rows, page, topInSight, onScroll, reveal } = useListScroll({
    stream,
    state,
    dispatch,
    view,
    rowHeight,
    mayFollow,
  })
  const now = useSeconds(times === 'relative')
  const id = useId()
  const isSelected = (row: Row) => row.offset === selected?.offset && row.partition === selected.partition
  const active = view.rows.find(isSelected)
  const [top] = view.rows
  function move(to: number) {
    const sequence = Math.min(Math.max(to, view.first), view.end - 1)
    dispatch({ type: 'pause', first: view.first, end: view.end })
    reveal(sequence, base)
    onSelect(sequence)
  }

  function onKeyDown(event: KeyboardEvent) {
    if (event.ctrlKey || event.metaKey || event.altKey || view.rows.length === 0) return
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
    const to = steps[event.key]
    if (to !== undefined) move(to)
    else if (event.key === 'Enter') onOpen()
    else if (event.key === 'Escape') onLeave()
    else return
    event.preventDefault()
  }

  return (
    <div
      role="grid"
      aria-label="Records"
      aria-rowcount={rows + 1}
      aria-activedescendant={active === undefined ? undefined : `${id}-${active.sequence}`}
      tabIndex={0}
      onKeyDown={onKeyDown}
      className="flex min-h-0 flex-1 flex-col focus-visible:outline-offset-[-2px]"
    >
      <ListHead />
      <div
        ref={scroller}
        role="rowgroup"
        onScroll={onScroll}
        className="relative min-h-0 flex-1 overflow-x-hidden overflow-y-auto overscroll-contain [contain:strict] [overflow-anchor:none]"
      >
        <div role="presentation" style={{ height: rows * rowHeight }} />
        {view.rows.length > 0 && (
          <div
            role="presentation"
            className="absolute inset-x-0 top-0 will-change-transform"
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
                times={times}
                now={now}
                onSelect={() => move(row.sequence)}
              />
            ))}
          </div>
        )}
      </div>
      {view.end === view.first && (
        <div className="absolute inset-x-0 top-8 bottom-0 overflow-y-auto">{empty}</div>
      )}
    </div>
  )
}

const columns = ['P', 'Offset', 'Time', 'Key', 'Value', 'Size'] as const

function ListHead() {
  return (
    <div
      role="row"
      aria-rowindex={1}
      className={classNames(rowGrid, 'h-8 shrink-0 items-center border-b border-line text-xs text-muted')}
    >
      {columns.map((name) => (
        <div
          key={name}
          role="columnheader"
          title={name === 'P' ? 'Partition' : undefined}
          className={classNames(
            'font-medium',
            (name === 'Offset' || name === 'Size') && 'sm:text-right',
            name !== 'Value' && name !== 'Size' && 'max-sm:sr-only',
          )}
        >
          {name === 'P' ? (
            <abbr title="Partition" className="no-underline">
              P
            </abbr>
          ) : (
            name
          )}
        </div>
      ))}
    </div>
  )
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

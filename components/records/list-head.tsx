'use client'

import { ArrowLeft, ArrowRight, ChevronDown, Undo2, X } from 'lucide-react'
import { type KeyboardEvent, memo, type PointerEvent, useRef } from 'react'
import { classNames } from '#components/ui/class-names.ts'
import { Menu, MenuItem } from '#components/ui/menu.tsx'
import {
  MAX_COLUMN_WIDTH,
  MIN_COLUMN_WIDTH,
  moveColumn,
  type RecordColumn,
  removeColumn,
  resizeColumn,
} from '#lib/client/record-columns.ts'
import type { TimeStyle } from '#lib/client/time-style.ts'
import { columnLabel, columnName, columnWidth, isRightAligned } from './column-look.ts'
import { narrowGrid, wideGrid } from './record-row.tsx'

/** Pixels by which an arrow key widens or narrows; with Shift it is more. */
const STEP = 8
const LARGE_STEP = 40

export interface ListHeadProps {
  columns: readonly RecordColumn[]
  wide: boolean
  times: TimeStyle
  /** Other columns, for good. */
  onColumns: (columns: readonly RecordColumn[]) => void
  /** Other widths while the hand still draws; null when it lets go. */
  onDraw: (columns: readonly RecordColumn[] | null) => void
}

/**
 * ListHead names the columns; each name opens what can be done with its column, and its edge can be drawn. It is drawn
 * anew for other columns only: a scroll has a frame's time for the rows.
 */
export const ListHead = memo(function ListHead(props: ListHeadProps) {
  const { columns, wide } = props
  return (
    <div
      role="row"
      aria-rowindex={1}
      className={classNames(
        wide ? wideGrid : narrowGrid,
        'h-8 items-center border-b border-line bg-surface text-xs font-medium text-muted',
      )}
    >
      {wide ? columns.map((column) => <Head key={column.name} {...props} column={column} />) : <NarrowHead />}
    </div>
  )
})

function NarrowHead() {
  return (
    <>
      <div role="columnheader">Record</div>
      <div role="columnheader">Size</div>
      <div role="columnheader" className="sr-only">
        Key and value
      </div>
    </>
  )
}

function Head(props: ListHeadProps & { column: RecordColumn }) {
  const { columns, column, onColumns } = props
  const { name } = column
  const label = columnLabel(name)
  const change = (next: readonly RecordColumn[]) => onColumns(next)
  return (
    <div
      role="columnheader"
      className={classNames('relative flex min-w-0', isRightAligned(name) && 'justify-end')}
    >
      <Menu
        align="start"
        trigger={
          <button
            type="button"
            title={columnName(name)}
            aria-label={label === columnName(name) ? undefined : `${label}, ${columnName(name)}`}
            className="group flex h-6 min-w-0 items-center gap-0.5 rounded hover:text-ink data-[state=open]:text-ink"
          >
            <span className={classNames('truncate', name !== label && name.includes('.') && 'font-mono')}>
              {label}
            </span>
            <ChevronDown
              aria-hidden
              className="size-3 shrink-0 opacity-0 group-hover:opacity-100 group-focus-visible:opacity-100 group-data-[state=open]:opacity-100"
            />
          </button>
        }
      >
        <MenuItem disabled={columns[0] === column} onSelect={() => change(moveColumn(columns, name, -1))}>
          <ArrowLeft aria-hidden />
          Move left
        </MenuItem>
        <MenuItem disabled={columns.at(-1) === column} onSelect={() => change(moveColumn(columns, name, 1))}>
          <ArrowRight aria-hidden />
          Move right
        </MenuItem>
        <MenuItem disabled={column.width === null} onSelect={() => change(resizeColumn(columns, name, null))}>
          <Undo2 aria-hidden />
          Its own width
        </MenuItem>
        <MenuItem disabled={columns.length < 2} onSelect={() => change(removeColumn(columns, name))}>
          <X aria-hidden />
          Remove the column
        </MenuItem>
      </Menu>
      <Edge {...props} />
    </div>
  )
}

function Edge({ columns, column, times, onColumns, onDraw }: ListHeadProps & { column: RecordColumn }) {
  const drawn = useRef<{ from: number; width: number; next: readonly RecordColumn[] } | null>(null)
  const { name } = column
  const edge = useRef<HTMLDivElement>(null)
  // The value's width follows the window: what it is now is measured.
  const present = () => edge.current?.parentElement?.offsetWidth ?? columnWidth(column, times)

  function begin(event: PointerEvent) {
    if (event.button !== 0) return
    event.preventDefault()
    edge.current?.setPointerCapture(event.pointerId)
    drawn.current = { from: event.clientX, width: present(), next: columns }
  }

  function draw(event: PointerEvent) {
    if (drawn.current === null) return
    const { from, width } = drawn.current
    drawn.current.next = resizeColumn(columns, name, width + event.clientX - from)
    onDraw(drawn.current.next)
  }

  function end() {
    if (drawn.current === null) return
    const { next } = drawn.current
    drawn.current = null
    onDraw(null)
    if (next !== columns) onColumns(next)
  }

  function cancel() {
    drawn.current = null
    onDraw(null)
  }

  function onKeyDown(event: KeyboardEvent) {
    // The list has other uses for these keys.
    event.stopPropagation()
    const way = event.key === 'ArrowRight' ? 1 : event.key === 'ArrowLeft' ? -1 : 0
    if (way !== 0) {
      const width = present() + way * (event.shiftKey ? LARGE_STEP : STEP)
      onColumns(resizeColumn(columns, name, width))
    } else if (event.key === 'Home') onColumns(resizeColumn(columns, name, MIN_COLUMN_WIDTH))
    else if (event.key === 'Enter') onColumns(resizeColumn(columns, name, null))
    else return
    event.preventDefault()
  }

  return (
    <div
      ref={edge}
      role="separator"
      aria-orientation="vertical"
      aria-label={`Width of ${columnName(name)}`}
      aria-valuenow={columnWidth(column, times)}
      aria-valuemin={MIN_COLUMN_WIDTH}
      aria-valuemax={MAX_COLUMN_WIDTH}
      tabIndex={0}
      title="Draw to widen; double-click for its own width"
      onPointerDown={begin}
      onPointerMove={draw}
      onPointerUp={end}
      onPointerCancel={cancel}
      onDoubleClick={() => onColumns(resizeColumn(columns, name, null))}
      onKeyDown={onKeyDown}
      className="absolute inset-y-0 -right-3 z-10 flex w-3 cursor-col-resize touch-none justify-center rounded after:my-1 after:w-px after:bg-line hover:after:w-0.5 hover:after:bg-accent focus-visible:after:w-0.5 focus-visible:after:bg-accent"
    />
  )
}

import { memo } from 'react'
import { classNames } from '#components/ui/class-names.ts'
import { plainColumns } from '#lib/client/record-columns.ts'
import type { RecordRow as Row } from '#lib/client/record-stream/protocol.ts'
import type { TimeStyle } from '#lib/client/time-style.ts'
import { columnLabel, isRightAligned } from './column-look.ts'
import { Content, Field, RecordCell, RowSize, RowValue } from './record-cell.tsx'
import { formatRecordTime } from './record-time.ts'

/** One line on a wide screen, its tracks set once for all rows; on a narrow one, place and size above, contents below. */
export const wideGrid = 'grid gap-x-3 px-3 grid-cols-(--record-columns) items-center'
export const narrowGrid = 'grid gap-x-3 px-3 grid-cols-[minmax(0,1fr)_auto]'

export interface RecordRowProps {
  row: Row
  id: string
  index: number
  selected: boolean
  height: number
  /** Names of the columns; the same array as long as they are the same. */
  names: readonly string[]
  wide: boolean
  times: TimeStyle
  now: number
}

/** RecordRow shows one record of the list in a line. It is drawn anew only for another record: the list hears the clicks. */
export const RecordRow = memo(function RecordRow(props: RecordRowProps) {
  const { row, id, index, selected, height, wide } = props
  return (
    <div
      id={id}
      role="row"
      tabIndex={-1}
      aria-rowindex={index}
      aria-selected={selected}
      data-sequence={row.sequence}
      style={{ height }}
      className={classNames(
        wide ? wideGrid : narrowGrid,
        'cursor-default content-center [contain:strict] [text-rendering:optimizeSpeed] border-b border-line/60 font-mono text-xs',
        selected ? 'bg-accent-soft' : 'hover:bg-hover',
      )}
    >
      {wide ? <WideCells {...props} /> : <NarrowCells {...props} />}
    </div>
  )
})

function WideCells({ row, names, times, now }: RecordRowProps) {
  return names.map((name) => (
    <div key={name} role="gridcell" className={classNames('truncate', isRightAligned(name) && 'text-right')}>
      <RecordCell row={row} name={name} times={times} now={now} />
    </div>
  ))
}

/** On a phone the place, time and size are always there; chosen fields stand with their names before the value. */
function NarrowCells({ row, names, times, now }: RecordRowProps) {
  const fields = names.filter((name) => !plainColumns.some((plain) => plain === name))
  return (
    <>
      <div role="gridcell" className="truncate">
        <span className="text-muted">{row.partition}:</span>
        {row.offset}
        <span className="ml-3 text-muted">{formatRecordTime(row.timestamp, times, now)}</span>
      </div>
      <div role="gridcell" className="truncate text-right">
        <RowSize row={row} />
      </div>
      <div role="gridcell" className="col-span-2 truncate">
        {row.key !== null && row.key.text !== '' && names.includes('key') && (
          <span className="mr-2 text-muted">
            <Content content={row.key} missing="" />
          </span>
        )}
        {fields.map((name) => (
          <span key={name} className="mr-2">
            <span className="text-muted">{columnLabel(name)} </span>
            <Field cell={row.cells[name]} />
          </span>
        ))}
        {(names.includes('value') || fields.length === 0) && <RowValue row={row} />}
      </div>
    </>
  )
}

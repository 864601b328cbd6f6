import { Lock, Trash2 } from 'lucide-react'
import { memo } from 'react'
import { classNames } from '#components/ui/class-names.ts'
import { formatBytes } from '#components/ui/format.ts'
import type { TimeStyle } from '#lib/client/record-address.ts'
import type { RecordRow as Row, RowText } from '#lib/client/record-stream/protocol.ts'
import { formatRecordTime } from './record-time.ts'

/** One line on a wide screen; on a narrow one, place and size above, key and value below. */
export const rowGrid =
  'grid gap-x-3 px-3 grid-cols-[minmax(0,1fr)_auto] sm:grid-cols-[2rem_6.5rem_10.5rem_minmax(4rem,10rem)_minmax(0,1fr)_4.5rem] sm:items-center'

export interface RecordRowProps {
  row: Row
  id: string
  index: number
  selected: boolean
  height: number
  times: TimeStyle
  now: number
  onSelect: (row: Row) => void
}

/** RecordRow shows one record of the list in a line. */
export const RecordRow = memo(function RecordRow(props: RecordRowProps) {
  const { row, id, index, selected, height, times, now, onSelect } = props
  const size = (row.keySize ?? 0) + (row.valueSize ?? 0)
  return (
    <div
      id={id}
      role="row"
      tabIndex={-1}
      aria-rowindex={index}
      aria-selected={selected}
      onClick={() => onSelect(row)}
      style={{ height }}
      className={classNames(
        rowGrid,
        'cursor-default content-center border-b border-line/60 font-mono text-xs',
        selected ? 'bg-accent-soft' : 'hover:bg-hover',
      )}
    >
      <div role="gridcell" className="text-muted max-sm:hidden">
        {row.partition}
      </div>
      <div role="gridcell" className="truncate text-right max-sm:text-left">
        <span className="text-muted sm:hidden">{row.partition}:</span>
        {row.offset}
        <span className="ml-3 text-muted sm:hidden">{formatRecordTime(row.timestamp, times, now)}</span>
      </div>
      <div role="gridcell" className="truncate text-muted max-sm:hidden">
        {formatRecordTime(row.timestamp, times, now)}
      </div>
      <div role="gridcell" className="truncate max-sm:hidden">
        <Content content={row.key} missing="no key" />
      </div>
      <div role="gridcell" className="truncate max-sm:order-last max-sm:col-span-2">
        {row.key !== null && row.key.text !== '' && (
          <span className="mr-2 text-muted sm:hidden">
            <Content content={row.key} missing="" />
          </span>
        )}
        <RowValue row={row} />
      </div>
      <div role="gridcell" className="truncate text-right text-muted">
        {formatBytes(size)}
      </div>
    </div>
  )
})

function RowValue({ row }: { row: Row }) {
  if (row.control !== null) {
    return (
      <span className="inline-flex items-center gap-1 font-sans text-muted">
        <Lock aria-hidden className="size-3" />
        transaction {row.control === 'commit' ? 'committed' : 'aborted'}
      </span>
    )
  }
  if (row.value === null) {
    return (
      <span className="inline-flex items-center gap-1 font-sans text-warn">
        <Trash2 aria-hidden className="size-3" />
        tombstone
      </span>
    )
  }
  return <Content content={row.value} missing="" />
}

function Content({ content, missing }: { content: RowText | null; missing: string }) {
  if (content === null) return <span className="font-sans text-faint">{missing}</span>
  if (content.text === '') return <span className="font-sans text-faint">empty</span>
  return (
    <>
      {content.binary && <span className="mr-1.5 font-sans text-faint">hex</span>}
      {content.text}
      {content.cut && <span className="text-faint">…</span>}
    </>
  )
}

import { ArrowRightLeft, Lock, Trash2 } from 'lucide-react'
import { classNames } from '#components/ui/class-names.ts'
import { formatBytes } from '#components/ui/format.ts'
import type { RecordRow as Row, RowCell, RowText } from '#lib/client/record-stream/protocol.ts'
import type { TimeStyle } from '#lib/client/time-style.ts'
import { formatRecordTime } from './record-time.ts'

export interface RecordCellProps {
  row: Row
  /** The column's name. */
  name: string
  times: TimeStyle
  now: number
}

/** RecordCell shows what one column says of a record. */
export function RecordCell({ row, name, times, now }: RecordCellProps) {
  switch (name) {
    case 'partition':
      return <span className="text-muted">{row.partition}</span>
    case 'offset':
      return row.offset
    case 'time':
      return (
        <span data-time={row.timestamp} className="text-muted">
          {formatRecordTime(row.timestamp, times, now)}
        </span>
      )
    case 'key':
      return <Content content={row.key} missing="no key" />
    case 'value':
      return <RowValue row={row} />
    case 'size':
      return <RowSize row={row} />
    default:
      return <Field cell={row.cells[name]} />
  }
}

/** RowValue shows a record's value, or what it means that there is none. */
export function RowValue({ row }: { row: Row }) {
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

/** From here on a record is larger than most brokers take by default. */
const LARGE_BYTES = 1024 * 1024
/** From here on a list shows only its beginning. */
const NOTABLE_BYTES = 20 * 1024

/** RowSize shows how large a record is, and how it came: compressed, in a transaction. */
export function RowSize({ row }: { row: Row }) {
  const size = (row.keySize ?? 0) + (row.valueSize ?? 0)
  return (
    <span className="inline-flex max-w-full items-center justify-end gap-1.5">
      {row.transactional && row.control === null && (
        <span title="In a transaction" className="inline-flex text-muted">
          <ArrowRightLeft aria-hidden className="size-3" />
          <span className="sr-only">in a transaction, </span>
        </span>
      )}
      {row.compression !== 'none' && (
        <span title={`Compressed with ${row.compression}`} className="font-sans text-[11px] text-faint">
          <span className="sr-only">compressed with </span>
          {row.compression}
        </span>
      )}
      <span
        className={classNames(
          size >= LARGE_BYTES ? 'text-warn' : size >= NOTABLE_BYTES ? 'text-ink' : 'text-muted',
        )}
      >
        {formatBytes(size)}
      </span>
    </span>
  )
}

/** Field shows a field of a record; that there is none, and that it is null, look different and read different. */
export function Field({ cell }: { cell: RowCell | undefined }) {
  if (cell === undefined) return null
  switch (cell.type) {
    case 'missing':
      return (
        <span className="text-faint" title="This record has no such field.">
          <span aria-hidden>–</span>
          <span className="sr-only">no such field</span>
        </span>
      )
    case 'beyond':
      return (
        <span
          className="font-sans text-faint"
          title="The list has only the beginning of this value, and the field is not in it."
        >
          open it
        </span>
      )
    case 'null':
      return <span className="text-warn">null</span>
    case 'bytes':
    case 'string':
      return <Content content={cell.content} missing="" />
    default:
      return (
        <span className={cell.type === 'branch' ? 'text-muted' : 'text-accent'}>
          <Content content={cell.content} missing="" />
        </span>
      )
  }
}

/** Content shows a row's text; `missing` is said where there are no bytes at all. */
export function Content({ content, missing }: { content: RowText | null; missing: string }) {
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

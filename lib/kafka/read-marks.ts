import type { FetchedRecords } from './fetch-lane.ts'
import { MalformedRecordError, RecordCursor } from './record-batch.ts'
import { readRecordSet } from './record-set.ts'
import type { Isolation } from './requests/list-offsets.ts'
import type { RoundTripMark, RoundTripRecords } from './round-trip-record.ts'

/**
 * readMarks looks at every record of one fetch: `visit` gets its offset and, when it is of the run, its mark, which is
 * valid until it returns. Gives the number of records that could not be unpacked.
 */
export function readMarks(
  item: FetchedRecords,
  { records, isolation }: { readonly records: RoundTripRecords; readonly isolation: Isolation },
  visit: (offset: number, mark: RoundTripMark | null) => void,
): number {
  const cursor = new RecordCursor()
  const mark: RoundTripMark = { sequence: 0, key: 0, keySequence: 0 }
  let unreadable = 0
  for (const batch of readRecordSet(item, isolation)) {
    const { header } = batch
    if ('unreadable' in batch) {
      unreadable += Math.max(0, header.count)
      continue
    }
    if (batch.marker !== null) continue
    cursor.reset(batch.body, 0, batch.body.length)
    let read = 0
    try {
      while (cursor.next()) {
        read++
        const offset = header.baseOffset + cursor.offsetDelta
        if (offset < item.from) continue
        visit(offset, records.read(cursor.buffer, cursor.valueStart, cursor.valueEnd, mark) ? mark : null)
      }
    } catch (error) {
      if (!(error instanceof MalformedRecordError)) throw error
      unreadable += Math.max(0, header.count - read)
    }
  }
  return unreadable
}

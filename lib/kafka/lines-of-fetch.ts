import { BatchScanner } from './batch-scanner.ts'
import type { ConsumeEvent } from './consume-event.ts'
import type { FetchedRecords } from './fetch-lane.ts'
import { RecordLines } from './record-lines.ts'

/** linesOfFetch gives the records of one fetch as NDJSON, at most `limit` of them, and what of it can't be read. */
export function* linesOfFetch(
  item: FetchedRecords,
  { maxValueBytes, limit }: { readonly maxValueBytes: number; readonly limit: number },
): Generator<ConsumeEvent> {
  const lines = new RecordLines(maxValueBytes)
  const scanner = new BatchScanner({ filter: null, lines, isolation: 'committed', limit })
  for (const found of scanner.scan(item)) {
    if ('lines' in found) yield { type: 'records', ...found }
    // Without a decoder no schema is asked for.
    else if (found.type === 'unreadable')
      yield { type: 'warning', message: `${found.count} records can’t be read: ${found.reason}.` }
  }
  const rest = lines.flush()
  if (rest) yield { type: 'records', ...rest }
}

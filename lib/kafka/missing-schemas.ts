import type { FetchedRecords } from './fetch-lane.ts'
import { MalformedRecordError, RecordCursor } from './record-batch.ts'
import type { RecordDecoder } from './record-decoder.ts'
import { readRecordSet } from './record-set.ts'

/**
 * missingSchemas gives the ids of a registry's schemas that the records of a fetch name and nobody has asked for. Of a
 * record whose key and value both name one, the key's comes first: call until there are none.
 */
export function missingSchemas(
  item: FetchedRecords,
  decoders: readonly RecordDecoder[],
): ReadonlySet<number> {
  const missing = new Set<number>()
  if (decoders.length === 0) return missing
  const cursor = new RecordCursor()
  for (const batch of readRecordSet(item, 'uncommitted')) {
    if ('unreadable' in batch || batch.marker) continue
    cursor.reset(batch.body, 0, batch.body.length)
    try {
      for (let index = 0; index < batch.header.count && cursor.next(); index++) {
        for (const decoder of decoders) {
          const id = decoder.missing(cursor)
          if (id !== null) missing.add(id)
        }
      }
    } catch (error) {
      // Who looks at the batch says so.
      if (!(error instanceof MalformedRecordError)) throw error
    }
  }
  return missing
}

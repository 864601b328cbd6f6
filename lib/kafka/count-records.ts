import type { FetchedRecords } from './fetch-lane.ts'
import { MalformedRecordError, RecordCursor } from './record-batch.ts'
import { readRecordSet } from './record-set.ts'

export interface CountedRecords {
  readonly count: number
  /** Offsets of the first and the last counted record; null when there is none. */
  readonly first: number | null
  readonly last: number | null
  /** The next offset to read: after everything that was looked at. */
  readonly next: number
}

/**
 * countRecords counts the visible records of one fetched partition, at most `limit` of them. What can't be decoded
 * counts too: it was delivered. Aborted transactions and markers do not.
 */
export function countRecords(item: FetchedRecords, limit: number): CountedRecords {
  const cursor = new RecordCursor()
  let count = 0
  let first: number | null = null
  let last: number | null = null
  for (const batch of readRecordSet(item, 'committed')) {
    const { header } = batch
    if ('unreadable' in batch) {
      count += Math.max(0, header.count)
      continue
    }
    cursor.reset(batch.body, 0, batch.body.length)
    try {
      while (cursor.next()) {
        const offset = header.baseOffset + cursor.offsetDelta
        if (offset < item.from) continue
        count++
        first ??= offset
        last = offset
        if (count >= limit) return { count, first, last, next: offset + 1 }
      }
    } catch (error) {
      if (!(error instanceof MalformedRecordError)) throw error
    }
  }
  return { count, first, last, next: item.next }
}

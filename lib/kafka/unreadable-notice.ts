import type { UnreadableRecords } from './batch-scanner.ts'
import type { ReadEvent } from './read-event.ts'

/** unreadableNotice says which records nobody can decode, and why. */
export function unreadableNotice({
  partition,
  count,
  firstOffset,
  reason,
}: UnreadableRecords): Extract<ReadEvent, { type: 'partition-error' }> {
  const message = `${count} records from offset ${firstOffset} can't be read: ${reason}.`
  return { type: 'partition-error', partition, code: 'broker_error', message, retriable: false }
}

import type { RecordEvent } from '#lib/shared/record.ts'

/** RecordsEvent carries records as NDJSON, ready to be sent on: `count` lines of `{"type":"record",…}`. */
export interface RecordsEvent {
  readonly type: 'records'
  readonly count: number
  readonly lines: Uint8Array<ArrayBuffer>
}

/** ReadEvent is what readRecords gives. The last one is `ended`; a failure is thrown instead. */
export type ReadEvent =
  | Extract<RecordEvent, { type: 'started' | 'progress' | 'skipped' | 'partition-error' | 'ended' }>
  | RecordsEvent

export type EndReason = Extract<RecordEvent, { type: 'ended' }>['reason']

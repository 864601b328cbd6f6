import type { RecordEvent } from '#lib/shared/record.ts'

/** RecordsEvent carries records as NDJSON, ready to be sent on: `count` lines of `{"type":"record",…}`. */
export interface RecordsEvent {
  readonly type: 'records'
  readonly count: number
  readonly lines: Uint8Array<ArrayBuffer>
}

/**
 * ReadyEvents gives what comes without a promise for each: for a reading of which there are a thousand beside it. What
 * it has not given, the reading's own iteration gives.
 */
export interface ReadyEvents {
  /** The next event, or null while there is none. */
  take(): ReadEvent | null
  /** Nothing more comes by `take`; how it ended is told by the iteration. */
  readonly over: boolean
  /** Calls back, once, when `take` gives something or it is over; at once when that is so now. */
  whenReady(wake: () => void): void
}

/**
 * JoinedEvent: the reading has caught up and shares what is read for others from here on. `counts` is what it read alone.
 * It concerns whoever runs the reading, not its viewer.
 */
export interface JoinedEvent {
  readonly type: 'joined'
  readonly counts: Pick<
    Extract<RecordEvent, { type: 'progress' }>,
    'read' | 'matched' | 'bytes' | 'skipped' | 'undecodable' | 'filterErrors' | 'filterErrorSample'
  >
  /** What comes from here on, for who would rather take it than iterate. Given by the thread's owner alone. */
  readonly ready?: ReadyEvents
}

/** ReadEvent is what readRecords gives. The last one is `ended`; a failure is thrown instead. */
export type ReadEvent =
  | Extract<RecordEvent, { type: 'started' | 'progress' | 'skipped' | 'partition-error' | 'ended' }>
  | RecordsEvent
  | JoinedEvent

export type EndReason = Extract<RecordEvent, { type: 'ended' }>['reason']

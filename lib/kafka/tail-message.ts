import type { JoinedEvent, ReadEvent, RecordsEvent } from './read-event.ts'
import type { ErrorMessage } from './reader-message.ts'

export type Progress = Extract<ReadEvent, { type: 'progress' }>
/** What is not a record and concerns everybody who reads the topic. */
export type TailNotice = Extract<ReadEvent, { type: 'skipped' | 'partition-error' }>

/** How much was read so far. */
export type TailCounts = JoinedEvent['counts']

/**
 * TailMessage is what a worker thread says about the tails it reads: in one sequence for the whole thread, so that
 * nobody's records come in another order than they were read in. A lens is one way to look at a tail; readings with
 * equal filters and limits share it, and its lines come once for all of them.
 */
export type TailMessage =
  /** Lines for one reading alone, until it can share a lens. */
  | { readonly type: 'own'; readonly reading: number; readonly records: RecordsEvent }
  /** From here on the lens's lines are the reading's. `own`: what it read alone by the tail; `base`: the lens's counts. */
  | {
      readonly type: 'joined'
      readonly reading: number
      readonly lens: number
      readonly own: TailCounts
      readonly base: TailCounts
    }
  | {
      readonly type: 'lines'
      readonly lens: number
      readonly records: RecordsEvent
      /** After these lines. */
      readonly counts: TailCounts
    }
  | { readonly type: 'progress'; readonly lens: number; readonly progress: Progress }
  | { readonly type: 'notice'; readonly readings: readonly number[]; readonly event: TailNotice }
  | { readonly type: 'broken'; readonly readings: readonly number[]; readonly error: ErrorMessage }

/** What the pool answers: the lines were passed on, more may come. */
export interface TailTaken {
  readonly type: 'taken'
  readonly lens: number
  readonly bytes: number
}

import type { MessagePort } from 'node:worker_threads'
import type { ErrorCode } from '#lib/shared/error-code.ts'
import type { ReadEvent } from './read-event.ts'
import type { ReadingTask } from './reading-task.ts'
import type { TailTaken } from './tail-message.ts'
import type { TargetMessage } from './target-message.ts'

/** What the pool says to a worker thread. Each reading talks over a port of its own. */
export type PoolMessage =
  | {
      readonly type: 'read'
      /** Names the reading in what the thread says about shared tails. */
      readonly reading: number
      readonly target: TargetMessage
      readonly options: ReadingTask
      readonly port: MessagePort
    }
  | { readonly type: 'warm'; readonly target: TargetMessage; readonly keepMs: number }
  | TailTaken

/** What a reader says over its port. `taken` gives credit back; a closed port cancels too. */
export type ReaderMessage = { readonly type: 'taken'; readonly bytes: number } | { readonly type: 'cancel' }

export interface ErrorMessage {
  readonly code: ErrorCode
  readonly message: string
  readonly retriable: boolean
  readonly advice?: string
  readonly command?: string
  readonly broker?: string
  readonly topic?: string
  readonly partition?: number
  readonly protocolCode?: number
}

/** What comes back. After `failed`, or an `ended` event, nothing more comes. */
export type WorkerMessage =
  | { readonly type: 'event'; readonly event: ReadEvent }
  | { readonly type: 'failed'; readonly error: ErrorMessage }

/** How many bytes of lines may be under way to a reader: enough to keep both sides busy, little enough to stop soon. */
export const CREDIT_BYTES = 1024 * 1024

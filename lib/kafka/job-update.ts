import type { ConsumeSpec } from '#lib/shared/consume-spec.ts'
import type { CopySpec } from '#lib/shared/copy-spec.ts'
import type { ApiError } from '#lib/shared/error-code.ts'
import type { JobProgress, JobResult } from '#lib/shared/job.ts'
import type { ProduceSpec } from '#lib/shared/produce-spec.ts'
import type { RoundTripSpec } from '#lib/shared/round-trip-spec.ts'
import type { KafkaError } from './kafka-error.ts'

/** JobUpdate is what a running job tells. The last one is `ended`, always, whatever happened. */
export type JobUpdate =
  | { readonly type: 'note'; readonly message: string }
  | { readonly type: 'warning'; readonly message: string; readonly advice?: string }
  | { readonly type: 'progress'; readonly progress: JobProgress }
  | { readonly type: 'ended'; readonly result: JobResult; readonly error: ApiError | null }

/** RunnableCopy is a copy with both its topics, and with its group when it reads in one. */
export type RunnableCopy = Omit<CopySpec, 'target' | 'group'> & {
  readonly topic: string
  readonly target: CopySpec['target'] & { readonly topic: string }
  readonly group?: { readonly id: string; readonly idleSeconds?: number | undefined } | undefined
}

/** RunnableSpec is a job's specification with nothing left to choose. */
export type RunnableSpec =
  | (ProduceSpec & { readonly topic: string })
  | (ConsumeSpec & { readonly topic: string; readonly groupId: string })
  | (RoundTripSpec & { readonly topic: string; readonly groupId: string })
  | RunnableCopy

/** Often enough for a chart that moves, rarely enough for a journal. */
export const PROGRESS_EVERY_MS = 250

/** publicError gives what may be shown of a KafkaError. */
export function publicError({
  code,
  message,
  advice,
  command,
}: Pick<KafkaError, 'code' | 'message' | 'advice' | 'command'>): ApiError {
  return {
    code,
    message,
    ...(advice === undefined ? {} : { advice }),
    ...(command === undefined ? {} : { command }),
  }
}

/** RateMeter tells the records a second since it was last asked. */
export class RateMeter {
  #at = performance.now()
  #count = 0

  rate(count: number): number {
    const now = performance.now()
    const seconds = (now - this.#at) / 1000
    const rate = seconds > 0 ? Math.round((count - this.#count) / seconds) : 0
    this.#at = now
    this.#count = count
    return rate
  }
}

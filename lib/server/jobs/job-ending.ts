import 'server-only'
import type { JobUpdate } from '#lib/kafka/job-update.ts'
import { publicErrorOf } from '#lib/server/base/public-error.ts'
import type { ApiError } from '#lib/shared/error-code.ts'
import type { JobResult, JobState } from '#lib/shared/job.ts'

/** StopWord is why a job that runs is told to stop. */
export type StopWord = 'cancelled' | 'interrupted' | 'revoked'

/** Ending is how a job ended. */
export interface Ending {
  readonly state: JobState
  readonly result: JobResult | null
  readonly error: ApiError | null
}

/** interrupted says that a job ended because its server did. */
export const interrupted = (): ApiError => ({
  code: 'interrupted',
  message: 'The server stopped while this job ran.',
  advice: 'What was acknowledged or committed until then holds. Start the job again for the rest.',
})

/** stopped gives the ending of a job that was told to stop, by why it was; null when it was not. */
export function stopped(signal: AbortSignal): Ending | null {
  if (!signal.aborted) return null
  const word: unknown = signal.reason
  return stoppedBy(word === 'interrupted' || word === 'revoked' ? word : 'cancelled')
}

/** stoppedBy gives the ending of a job that was stopped before it told of anything. */
export function stoppedBy(word: StopWord): Ending {
  if (word === 'interrupted') return { state: 'interrupted', result: null, error: interrupted() }
  return { state: 'cancelled', result: null, error: word === 'revoked' ? revoked() : null }
}

const revoked = (): ApiError => ({
  code: 'forbidden',
  message: 'Who started this job may no longer use the profile, or the profile was deleted.',
  advice: 'What was acknowledged or committed until then holds.',
})

/** endingOf gives the ending of a job that told its result. */
export function endingOf(
  { result, error }: Extract<JobUpdate, { type: 'ended' }>,
  signal: AbortSignal,
): Ending {
  const stop = stopped(signal)
  if (stop?.state === 'interrupted') return { ...stop, result: { ...result, stopReason: 'interrupted' } }
  if (stop) return { ...stop, result }
  if (error) return { state: 'failed', result, error }
  if (result.failed === 0) return { state: 'succeeded', result, error: null }
  const message = `${result.failed} of ${result.done + result.failed} records were refused.`
  return {
    state: 'failed',
    result,
    error: {
      code: 'broker_record_rejected',
      message,
      advice: 'The journal names the first of them, and why.',
    },
  }
}

/** errorOf gives what is told of a failure of the job's own work; what is not made to be shown stays inside. */
export function errorOf(error: unknown): ApiError {
  return publicErrorOf(error) ?? { code: 'internal', message: 'The job failed for a reason that is ours.' }
}

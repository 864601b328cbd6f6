import { z } from 'zod'
import { type ApiError, ApiErrorSchema } from '#lib/shared/error-code.ts'
import { type JobEvent, JobEventSchema } from '#lib/shared/job-event.ts'
import { ApiFailure, apiErrorOf } from './api.ts'
import { mayPass, retryPause } from './record-stream/retry-policy.ts'
import { readNdjson } from './stream.ts'

/** A stream that fails says so in a line of its own shape. */
const LineSchema = z.union([JobEventSchema, z.object({ type: z.literal('failed'), error: ApiErrorSchema })])

export interface FollowJobOptions {
  /** The job's events in the API, without a query. */
  path: string
  signal: AbortSignal
  take: (event: JobEvent) => void
  /** The sequence number of the last event taken: each stream goes on after it. */
  position: () => number
  /** The journal's end was taken. */
  done: () => boolean
  /** A stream broke; another attempt follows in a moment. */
  broken: () => void
}

/**
 * followJob reads a job's journal until its end, taking the stream up again when it breaks. Gives the failure that
 * ended it before, or null at a good end or an abort. It does not throw.
 */
export async function followJob(options: FollowJobOptions): Promise<ApiError | null> {
  let attempt = 0
  for (;;) {
    const before = options.position()
    const failure = await followOnce(options)
    if (options.signal.aborted || options.done()) return null
    attempt = options.position() > before ? 1 : attempt + 1
    const pause = failure === null || mayPass(failure) ? retryPause(attempt) : null
    if (pause === null)
      return failure ?? { code: 'interrupted', message: 'The job’s events ended before the job.' }
    options.broken()
    await sleep(pause, options.signal)
  }
}

async function followOnce({ path, signal, take, position }: FollowJobOptions): Promise<ApiError | null> {
  try {
    for await (const line of readNdjson(`${path}?after=${position()}`, { schema: LineSchema, signal })) {
      if ('type' in line) throw new ApiFailure(line.error, 200)
      take(line)
    }
    return null
  } catch (caught) {
    return apiErrorOf(caught)
  }
}

/** Ends early, without an error, when the signal aborts: whoever waits looks at it next. */
function sleep(milliseconds: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const timer = setTimeout(resolve, milliseconds)
    signal.addEventListener('abort', () => {
      clearTimeout(timer)
      resolve()
    })
  })
}

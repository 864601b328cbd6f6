import { useQueryClient } from '@tanstack/react-query'
import { useEffect, useRef, useState } from 'react'
import { z } from 'zod'
import { type ApiError, ApiErrorSchema } from '#lib/shared/error-code.ts'
import type { Job } from '#lib/shared/job.ts'
import { JobEventSchema } from '#lib/shared/job-event.ts'
import { ApiFailure, apiErrorOf } from './api.ts'
import { applyJobEvent, isOver, type JobLog, jobLogOf } from './job-log.ts'
import { jobPath, jobsKey } from './queries/jobs.ts'
import { mayPass, retryPause } from './record-stream/retry-policy.ts'
import { readNdjson } from './stream.ts'
import { withStreamSlot } from './stream-slot.ts'
import { usePageVisible } from './use-page-visible.ts'

const LineSchema = z.union([JobEventSchema, z.object({ type: z.literal('failed'), error: ApiErrorSchema })])

export interface UseJobLog {
  log: JobLog
  /** What the page waits for, when it does not follow the job. */
  waiting: 'other-tabs' | 'reconnecting' | null
  error: ApiError | null
  retry: () => void
}

/** useJobLog follows a job's journal from its first event to its end, over reloads, breaks and hidden times. */
export function useJobLog(team: string, job: Job): UseJobLog {
  const [log, setLog] = useState(() => jobLogOf(job))
  const [waiting, setWaiting] = useState<UseJobLog['waiting']>(null)
  const [error, setError] = useState<ApiError | null>(null)
  const [attempts, setAttempts] = useState(0)
  const client = useQueryClient()
  const visible = usePageVisible()
  // The journal as far as it was followed; kept over hidden times, so that the stream goes on after the last event.
  const current = useRef({ job: job.id, log, done: false })

  // biome-ignore lint/correctness/useExhaustiveDependencies: each attempt follows anew
  useEffect(() => {
    if (current.current.job !== job.id) current.current = { job: job.id, log: jobLogOf(job), done: false }
    const held = current.current
    if (!visible || held.done) return
    const abort = new AbortController()
    const { signal } = abort
    const take = async () => {
      setWaiting(null)
      const path = `${jobPath(team, job.id)}/events?after=${held.log.sequence}`
      for await (const event of readNdjson(path, { schema: LineSchema, signal })) {
        if ('error' in event && 'type' in event) throw new ApiFailure(event.error, 200)
        if (!('sequence' in event)) continue
        held.log = applyJobEvent(held.log, event)
        setLog(held.log)
        if (event.body.type === 'ended') held.done = true
      }
      if (held.done) await client.invalidateQueries({ queryKey: jobsKey(team) })
    }
    const follow = async () => {
      for (let attempt = 1; !signal.aborted && !held.done; attempt += 1) {
        const before = held.log.sequence
        const failure = await take().then(
          () => null,
          (caught: unknown) => apiErrorOf(caught),
        )
        if (signal.aborted || held.done) return
        if (held.log.sequence > before) attempt = 1
        const pause = failure !== null && !mayPass(failure) ? null : retryPause(attempt)
        if (pause === null) return setError(failure)
        setWaiting('reconnecting')
        await sleep(pause, signal)
      }
    }
    withStreamSlot({ signal, waiting: () => setWaiting('other-tabs') }, follow).catch(() => undefined)
    return () => abort.abort()
  }, [team, job.id, visible, attempts, client])

  const shown = current.current.job === job.id ? log : jobLogOf(job)
  return {
    log: isOver(job.state) && !isOver(shown.state) ? { ...shown, ...jobEnd(job) } : shown,
    waiting,
    error,
    retry: () => {
      setError(null)
      setAttempts((count) => count + 1)
    },
  }
}

/** The API's answer may know of the end before the journal has come that far. */
function jobEnd({ state, result, error }: Job): Pick<JobLog, 'state' | 'result' | 'error'> {
  return { state, result, error }
}

function sleep(milliseconds: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const timer = setTimeout(resolve, milliseconds)
    signal.addEventListener('abort', () => {
      clearTimeout(timer)
      resolve()
    })
  })
}

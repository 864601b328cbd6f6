import { useQueryClient } from '@tanstack/react-query'
import { useEffect, useRef, useState } from 'react'
import type { ApiError } from '#lib/shared/error-code.ts'
import type { Job } from '#lib/shared/job.ts'
import type { JobEvent } from '#lib/shared/job-event.ts'
import { followJob } from './follow-job.ts'
import { applyJobEvent, isOver, type JobLog, jobLogOf } from './job-log.ts'
import { jobPath, jobsKey } from './queries/jobs.ts'
import { withStreamSlot } from './stream-slot.ts'
import { usePageVisible } from './use-page-visible.ts'

export interface UseJobLog {
  log: JobLog
  /** What the page waits for, when it does not follow the job. */
  waiting: 'other-tabs' | 'reconnecting' | null
  error: ApiError | null
  retry: () => void
}

/**
 * useJobLog follows a job's journal from its first event to its end, over reloads, breaks and hidden times.
 * It belongs to one job for its life: give the component that uses it the job's id as its key.
 */
export function useJobLog(team: string, job: Job): UseJobLog {
  const [log, setLog] = useState(() => jobLogOf(job))
  const [waiting, setWaiting] = useState<UseJobLog['waiting']>(null)
  const [error, setError] = useState<ApiError | null>(null)
  const [attempts, setAttempts] = useState(0)
  const client = useQueryClient()
  const visible = usePageVisible()
  const path = `${jobPath(team, job.id)}/events`
  // The journal as far as it was followed; kept over hidden times, so that the stream goes on after the last event.
  const followed = useRef(log)

  // biome-ignore lint/correctness/useExhaustiveDependencies: each attempt follows anew
  useEffect(() => {
    if (!visible || isDone(followed.current)) return
    const abort = new AbortController()
    const { signal } = abort
    const take = (event: JobEvent) => {
      followed.current = applyJobEvent(followed.current, event)
      setWaiting(null)
      setLog(followed.current)
    }
    const follow = async () => {
      setWaiting(null)
      const failure = await followJob({
        path,
        signal,
        take,
        position: () => followed.current.sequence,
        done: () => isDone(followed.current),
        broken: () => setWaiting('reconnecting'),
      })
      if (signal.aborted) return
      setWaiting(null)
      setError(failure)
      await client.invalidateQueries({ queryKey: jobsKey(team) })
    }
    withStreamSlot({ signal, waiting: () => setWaiting('other-tabs') }, follow).catch(() => undefined)
    return () => abort.abort()
  }, [team, path, visible, attempts, client])

  return {
    log: isOver(job.state) && !isOver(log.state) ? { ...log, ...jobEnd(job) } : log,
    waiting,
    error,
    retry: () => {
      setError(null)
      setAttempts((count) => count + 1)
    },
  }
}

/** A journal ends with one event; the state alone may have come with the API's first answer. */
function isDone(log: JobLog): boolean {
  return log.entries.at(-1)?.body.type === 'ended'
}

/** The API's answer may know of the end before the journal has come that far. */
function jobEnd({ state, result, error }: Job): Pick<JobLog, 'state' | 'result' | 'error'> {
  return { state, result, error }
}

import 'server-only'
import { type JobUpdate, publicError, type RunnableSpec } from '#lib/kafka/job-update.ts'
import { runJob } from '#lib/kafka/run-job.ts'
import { recordAuditEvent } from '#lib/server/audit/record-audit-event.ts'
import { isoNow } from '#lib/server/base/clock.ts'
import { onShutdown } from '#lib/server/base/lifecycle.ts'
import { logger } from '#lib/server/base/logger.ts'
import { singleton } from '#lib/server/base/singleton.ts'
import { openProfile } from '#lib/server/profiles/open-profile.ts'
import type { ApiError } from '#lib/shared/error-code.ts'
import type { JobResult, JobState } from '#lib/shared/job.ts'
import { JobJournal } from './job-journal.ts'

/** Each job is a thread with a core of its own to use, and sockets at somebody's brokers. */
const MAX_RUNNING = 8
const MAX_RUNNING_PER_TEAM = 4
/** Jobs that stop by the server's stopping get this long for a last commit. */
const SHUTDOWN_MS = 1_500

export interface QueuedJob {
  readonly jobId: string
  readonly teamId: string
  readonly profileId: string
  readonly actor: { readonly name: string; readonly email: string }
  readonly spec: RunnableSpec
}

interface Running {
  readonly job: QueuedJob
  readonly stop: AbortController
  readonly ended: Promise<void>
}

type StopWord = 'cancelled' | 'interrupted'

/** JobRunner keeps the queue and the running jobs of this process. */
export class JobRunner {
  readonly #queue: QueuedJob[] = []
  readonly #running = new Map<string, Running>()

  /** How many jobs of a team wait. */
  waiting(teamId: string): number {
    return this.#queue.filter((job) => job.teamId === teamId).length
  }

  get runningCount(): number {
    return this.#running.size
  }

  add(job: QueuedJob): void {
    this.#queue.push(job)
    this.#startNext()
  }

  /** cancel stops a job of this process and resolves when it has ended; false when it is not here. */
  async cancel(jobId: string): Promise<boolean> {
    const index = this.#queue.findIndex((job) => job.jobId === jobId)
    const [queued] = index < 0 ? [] : this.#queue.splice(index, 1)
    if (queued) {
      await finish(new JobJournal(jobId), queued, { state: 'cancelled', result: null, error: null })
      return true
    }
    const running = this.#running.get(jobId)
    if (!running) return false
    running.stop.abort('cancelled' satisfies StopWord)
    await running.ended
    return true
  }

  /** close interrupts everything: for the server's stopping. */
  async close(): Promise<void> {
    const queued = this.#queue.splice(0)
    for (const { stop } of this.#running.values()) stop.abort('interrupted' satisfies StopWord)
    const all = [
      ...[...this.#running.values()].map(({ ended }) => ended),
      ...queued.map((job) =>
        finish(new JobJournal(job.jobId), job, { state: 'interrupted', result: null, error: interrupted() }),
      ),
    ]
    const deadline = Promise.withResolvers<void>()
    const timer = setTimeout(deadline.resolve, SHUTDOWN_MS)
    await Promise.race([Promise.allSettled(all), deadline.promise])
    clearTimeout(timer)
  }

  #startNext(): void {
    while (this.#running.size < MAX_RUNNING) {
      const index = this.#queue.findIndex((job) => this.#runningOf(job.teamId) < MAX_RUNNING_PER_TEAM)
      const [job] = index < 0 ? [] : this.#queue.splice(index, 1)
      if (!job) return
      const stop = new AbortController()
      const ended = work(job, stop.signal)
        .catch((error: unknown) => {
          logger.error('job.event', {
            jobId: job.jobId,
            state: error instanceof Error ? `lost: ${error.name}` : 'lost',
          })
        })
        .finally(() => {
          this.#running.delete(job.jobId)
          this.#startNext()
        })
      this.#running.set(job.jobId, { job, stop, ended })
    }
  }

  #runningOf(teamId: string): number {
    return [...this.#running.values()].filter(({ job }) => job.teamId === teamId).length
  }
}

interface Ending {
  readonly state: JobState
  readonly result: JobResult | null
  readonly error: ApiError | null
}

export const interrupted = (): ApiError => ({
  code: 'interrupted',
  message: 'The server stopped while this job ran.',
  advice: 'What was acknowledged or committed until then holds. Start the job again for the rest.',
})

async function work(job: QueuedJob, signal: AbortSignal): Promise<void> {
  const journal = new JobJournal(job.jobId)
  await journal.write({ type: 'state', state: 'running' }, { state: 'running', startedAt: isoNow() })
  logger.info('job.event', { jobId: job.jobId, state: 'running' })
  const ending = await runToEnd(job, journal, signal)
  await journal.settle()
  await finish(journal, job, ending)
}

async function runToEnd(job: QueuedJob, journal: JobJournal, signal: AbortSignal): Promise<Ending> {
  try {
    const opened = await openProfile(job)
    for await (const update of runJob(opened.target(), job.spec, { signal })) {
      if (update.type === 'ended') return endingOf(update, signal)
      if (update.type === 'progress') await journal.progress(update.progress)
      else await journal.remark(update)
    }
    return (
      stopped(signal) ?? {
        state: 'failed',
        result: null,
        error: { code: 'internal', message: 'The job ended without a word.' },
      }
    )
  } catch (error) {
    return stopped(signal) ?? { state: 'failed', result: null, error: errorOf(error) }
  }
}

function stopped(signal: AbortSignal): Ending | null {
  if (!signal.aborted) return null
  return signal.reason === 'interrupted'
    ? { state: 'interrupted', result: null, error: interrupted() }
    : { state: 'cancelled', result: null, error: null }
}

function endingOf({ result, error }: Extract<JobUpdate, { type: 'ended' }>, signal: AbortSignal): Ending {
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

/** Known by its shape, since Next bundles a class more than once; anything else is ours to hide. */
function errorOf(error: unknown): ApiError {
  if (isPublic(error)) return publicError(error)
  return { code: 'internal', message: 'The job failed for a reason that is ours.' }
}

function isPublic(error: unknown): error is Parameters<typeof publicError>[0] {
  return error instanceof Error && (error.name === 'KafkaError' || error.name === 'AppError')
}

async function finish(journal: JobJournal, job: QueuedJob, { state, result, error }: Ending): Promise<void> {
  const change = {
    state,
    endedAt: isoNow(),
    result: result && JSON.stringify(result),
    error: error && JSON.stringify(error),
  }
  await journal.write({ type: 'ended', state, result, error }, change, (tx) =>
    recordAuditEvent(tx, {
      action: 'job.ended',
      teamId: job.teamId,
      actor: job.actor.email,
      subject: job.jobId,
      details: { state, done: result?.done ?? 0, failed: result?.failed ?? 0, code: error?.code ?? null },
    }),
  )
  logger.info('job.event', { jobId: job.jobId, state })
}

/** getJobRunner gives the one runner of this process; it is closed when the server stops. */
export function getJobRunner(): JobRunner {
  return singleton('job-runner', () => {
    const runner = new JobRunner()
    onShutdown('jobs', () => runner.close())
    return runner
  })
}

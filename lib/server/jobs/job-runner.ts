import 'server-only'
import type { RunnableSpec } from '#lib/kafka/job-update.ts'
import { runJob } from '#lib/kafka/run-job.ts'
import { type AuditEntry, recordAuditEvent } from '#lib/server/audit/record-audit-event.ts'
import { isoNow } from '#lib/server/base/clock.ts'
import { onShutdown } from '#lib/server/base/lifecycle.ts'
import { logger } from '#lib/server/base/logger.ts'
import { singleton } from '#lib/server/base/singleton.ts'
import { openProfile } from '#lib/server/profiles/open-profile.ts'
import type { ApiError } from '#lib/shared/error-code.ts'
import { type Ending, endingOf, errorOf, type StopWord, stopped, stoppedBy } from './job-ending.ts'
import { JobJournal } from './job-journal.ts'
import { JobLocks } from './job-locks.ts'
import { queueNotices } from './notices/queue-notices.ts'
import { type JobNeeds, openResources } from './open-resources.ts'
import { type JobStarter, RightsWatch } from './watch-rights.ts'

/**
 * Each job is a thread, of some 30 MB and with sockets at somebody's brokers. Thirty of a team run at once, and leave
 * room for others: their threads stand back behind the server's own, and two at a time begin
 * (`npm run bench -- jobs-thirty` tells what that costs).
 */
const LIMITS: RunnerLimits = { running: 40, perTeam: 30 }

export interface RunnerLimits {
  readonly running: number
  readonly perTeam: number
}

/** Jobs that stop by the server's stopping get this long for a last commit. */
const SHUTDOWN_MS = 1_500

export interface QueuedJob extends JobNeeds {
  readonly jobId: string
  readonly teamId: string
  readonly profileId: string
  /** Who started it: asked again, while it runs, whether he still may. */
  readonly member: JobStarter
  /** The version it was started with, to which it keeps even when another is promoted while it waits. */
  readonly version: number
  readonly spec: RunnableSpec
}

interface Running {
  readonly job: QueuedJob
  readonly stop: AbortController
  readonly ended: Promise<void>
}

/** JobRunner keeps the queue and the running jobs of this process. */
export class JobRunner {
  /** Who starts a job holds it before the row is there; the runner lets it go at its end. */
  readonly locks = new JobLocks()
  readonly #queue: QueuedJob[] = []
  readonly #running = new Map<string, Running>()
  readonly #watch = new RightsWatch(
    () => [...this.#queue, ...this.#running.values().map(({ job }) => job)],
    (jobId, why) => this.#stop(jobId, why),
  )

  readonly #limits: RunnerLimits

  constructor(limits: RunnerLimits = LIMITS) {
    this.#limits = limits
  }

  /** How many jobs of a team wait. */
  waiting(teamId: string): number {
    return this.#queue.filter((job) => job.teamId === teamId).length
  }

  get runningCount(): number {
    return this.#running.size
  }

  add(job: QueuedJob): void {
    this.#queue.push(job)
    this.#watch.wake()
    this.#startNext()
  }

  /** cancel stops a job of this process and resolves when it has ended; false when it is not here. */
  cancel(jobId: string): Promise<boolean> {
    return this.#stop(jobId, 'cancelled')
  }

  async #stop(jobId: string, word: 'cancelled' | 'revoked'): Promise<boolean> {
    const index = this.#queue.findIndex((job) => job.jobId === jobId)
    const [queued] = index < 0 ? [] : this.#queue.splice(index, 1)
    if (queued) {
      await finish(new JobJournal(jobId), queued, stoppedBy(word)).finally(() => this.locks.release(jobId))
      return true
    }
    const running = this.#running.get(jobId)
    if (!running) return false
    running.stop.abort(word satisfies StopWord)
    await running.ended
    return true
  }

  /** close interrupts everything: for the server's stopping. */
  async close(): Promise<void> {
    this.#watch.close()
    const queued = this.#queue.splice(0)
    for (const { stop } of this.#running.values()) stop.abort('interrupted' satisfies StopWord)
    const all = [
      ...[...this.#running.values()].map(({ ended }) => ended),
      ...queued.map((job) => finish(new JobJournal(job.jobId), job, stoppedBy('interrupted'))),
    ]
    const deadline = Promise.withResolvers<void>()
    const timer = setTimeout(deadline.resolve, SHUTDOWN_MS)
    await Promise.race([Promise.allSettled(all), deadline.promise])
    clearTimeout(timer)
    this.locks.close()
  }

  #startNext(): void {
    while (this.#running.size < this.#limits.running) {
      const job = this.#takeNext()
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
          return this.locks.release(job.jobId).catch(() => undefined)
        })
      this.#running.set(job.jobId, { job, stop, ended })
    }
  }

  /** The oldest of the team that has the fewest running: a team that starts many does not hold up the others. */
  #takeNext(): QueuedJob | undefined {
    let best = -1
    let fewest = this.#limits.perTeam
    for (const [index, { teamId }] of this.#queue.entries()) {
      const running = this.#runningOf(teamId)
      if (running < fewest) [best, fewest] = [index, running]
    }
    return best < 0 ? undefined : this.#queue.splice(best, 1)[0]
  }

  #runningOf(teamId: string): number {
    return [...this.#running.values()].filter(({ job }) => job.teamId === teamId).length
  }
}

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
    const opened = await openProfile({
      teamId: job.teamId,
      profileId: job.profileId,
      version: job.version,
      actor: job.member,
    })
    const resources = await openResources(job, opened)
    for await (const update of runJob(opened.target(), job.spec, { signal, resources })) {
      if (update.type === 'ended') return endingOf(update, signal)
      if (update.type === 'progress') await journal.progress(update.progress)
      else await journal.remark(update)
    }
    const error: ApiError = { code: 'internal', message: 'The job ended without a word.' }
    return stopped(signal) ?? { state: 'failed', result: null, error }
  } catch (error) {
    return stopped(signal) ?? { state: 'failed', result: null, error: errorOf(error) }
  }
}

function blockedEvent({ teamId, profileId, jobId, member }: QueuedJob, error: ApiError): AuditEntry {
  const details = { job: jobId, reason: error.message }
  return { action: 'egress.blocked', teamId, actor: member.email, subject: profileId, details }
}

async function finish(journal: JobJournal, job: QueuedJob, { state, result, error }: Ending): Promise<void> {
  const change = {
    state,
    endedAt: isoNow(),
    result: result && JSON.stringify(result),
    error: error && JSON.stringify(error),
  }
  await journal.write({ type: 'ended', state, result, error }, change, async (tx) => {
    if (error?.code === 'blocked_by_policy') await recordAuditEvent(tx, blockedEvent(job, error))
    await queueNotices(tx, job.jobId, { state, error })
    await recordAuditEvent(tx, {
      action: 'job.ended',
      teamId: job.teamId,
      actor: job.member.email,
      subject: job.jobId,
      details: { state, done: result?.done ?? 0, failed: result?.failed ?? 0, code: error?.code ?? null },
    })
  })
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

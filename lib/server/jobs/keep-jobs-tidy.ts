import 'server-only'
import { setImmediate as breathe } from 'node:timers/promises'
import { clock } from '#lib/server/base/clock.ts'
import { getEnv } from '#lib/server/base/env.ts'
import { onShutdown, onStart } from '#lib/server/base/lifecycle.ts'
import { logger } from '#lib/server/base/logger.ts'
import { getDatabase } from '#lib/server/db/database.ts'

/** A job is forgotten within an hour of its time. */
const EVERY_MS = 3_600_000
/** With a journal of some thousand lines each, a batch holds SQLite for some tens of milliseconds. */
const BATCH = 20
const DAY_MS = 86_400_000

/**
 * forgetJobs deletes the jobs that ended more than KEYSTREAM_JOB_DAYS ago, with their journals, and gives how many.
 * What waits or runs has no end yet and stays, however old. The audit log keeps its own account of them.
 */
export async function forgetJobs(signal?: AbortSignal): Promise<number> {
  const before = new Date(clock.now() - getEnv().jobDays * DAY_MS).toISOString()
  const db = getDatabase()
  let forgotten = 0
  while (signal?.aborted !== true) {
    const due = db
      .selectFrom('job')
      .select('id')
      .where('endedAt', '<', before)
      .orderBy('endedAt')
      .limit(BATCH)
    const { numDeletedRows } = await db.deleteFrom('job').where('id', 'in', due).executeTakeFirst()
    if (numDeletedRows === 0n) break
    forgotten += Number(numDeletedRows)
    // SQLite answers within the same turn: without a pause a season of old jobs would hold up everybody.
    await breathe()
  }
  return forgotten
}

/** keepJobsTidy hooks into the server's start: forgets old jobs, each hour. */
export function keepJobsTidy(): void {
  onStart('jobs-tidy', () => {
    const stop = new AbortController()
    const timer = setInterval(() => void tidy(stop.signal), EVERY_MS)
    timer.unref()
    onShutdown('jobs-tidy', () => {
      clearInterval(timer)
      stop.abort()
    })
    void tidy(stop.signal)
  })
}

async function tidy(signal: AbortSignal): Promise<void> {
  try {
    const jobs = await forgetJobs(signal)
    if (jobs > 0) logger.info('jobs.forgotten', { jobs, days: getEnv().jobDays })
  } catch (error) {
    // The database did not answer: the next hour decides.
    if (!signal.aborted)
      logger.error('jobs.tidy-failed', { errorName: error instanceof Error ? error.name : 'unknown' })
  }
}

import 'server-only'
import { clock } from '#lib/server/base/clock.ts'
import { isStopping, onShutdown, onStart } from '#lib/server/base/lifecycle.ts'
import { logger } from '#lib/server/base/logger.ts'
import { getDatabase } from '#lib/server/db/database.ts'
import { mailReminders } from '#lib/server/profiles/care/mail-reminders.ts'
import { raiseReminders } from '#lib/server/profiles/care/raise-reminders.ts'
import { WATCH_EVERY_MS, watchProfile } from './watch-profile.ts'

/** A due profile waits a minute at most; ten thousand are spread over the hour by their own times. */
const TICK_MS = 60_000
/** With four logins at a time, of a few seconds at worst, a tick's worth is done within its minute. */
const PER_TICK = 100
const AT_ONCE = 4
const REMIND_EVERY_MS = 3_600_000
/** A mail server that takes nothing is tried again after so long. */
const MAIL_AGAIN_MS = 3_600_000

/** watchDue runs the light check of every profile that is due, a few at a time. Gives how many were tried. */
export async function watchDue(signal: AbortSignal): Promise<number> {
  const due = new Date(clock.now() - WATCH_EVERY_MS).toISOString()
  const rows = await getDatabase()
    .selectFrom('profileCare as c')
    .innerJoin('profile as p', 'p.id', 'c.profileId')
    .select(['c.teamId', 'c.profileId'])
    .where('c.watch', '=', 1)
    .where('p.deletedAt', 'is', null)
    .where((e) => e.or([e('c.watchedAt', 'is', null), e('c.watchedAt', '<=', due)]))
    .orderBy('c.watchedAt')
    .limit(PER_TICK)
    .execute()
  let tried = 0
  const lane = async (): Promise<void> => {
    for (let row = rows.shift(); row; row = rows.shift()) {
      try {
        signal.throwIfAborted()
        if (await watchProfile(row, signal)) tried += 1
      } catch (error) {
        if (!signal.aborted) report('watch', error)
      }
    }
  }
  await Promise.all(Array.from({ length: AT_ONCE }, lane))
  return tried
}

/** careOnStart lets the server look after profiles from its start to its stop: light checks, reminders, their mails. */
export function careOnStart(): void {
  onStart('care', () => {
    const stop = new AbortController()
    let busy = false
    let remindedAt = Number.NEGATIVE_INFINITY
    let mailAfter = Number.NEGATIVE_INFINITY
    const tick = async (): Promise<void> => {
      if (busy || isStopping()) return
      busy = true
      try {
        if (clock.now() - remindedAt >= REMIND_EVERY_MS) {
          remindedAt = clock.now()
          await raiseReminders({ signal: stop.signal })
        }
        await watchDue(stop.signal)
        if (clock.now() >= mailAfter) {
          const { left } = await mailReminders({ signal: stop.signal })
          if (left) mailAfter = clock.now() + MAIL_AGAIN_MS
        }
      } catch (error) {
        if (!stop.signal.aborted) report('tick', error)
      } finally {
        busy = false
      }
    }
    const timer = setInterval(() => void tick(), TICK_MS)
    timer.unref()
    onShutdown('care', () => {
      clearInterval(timer)
      stop.abort()
    })
    void tick()
  })
}

function report(phase: string, error: unknown): void {
  logger.error('care.failed', { phase, errorName: error instanceof Error ? error.name : 'unknown' })
}

import 'server-only'
import { isStopping, onShutdown, onStart } from '#lib/server/base/lifecycle.ts'
import { logger } from '#lib/server/base/logger.ts'
import { sendDueNotices } from './notices/send-notices.ts'
import { runDueSchedules } from './schedules/run-schedules.ts'

/** A look is one question to an index; a job begins, or is told of, at most so long after its time. */
const LOOK_EVERY_MS = 2_000

/** keepJobsGoing lets the server start what is due and tell of ends, from its start to its stop. */
export function keepJobsGoing(): void {
  lookAgain('schedules', runDueSchedules)
  lookAgain('notices', sendDueNotices)
}

function lookAgain(name: string, look: (signal: AbortSignal) => Promise<unknown>): void {
  onStart(name, () => {
    const stop = new AbortController()
    let busy = false
    const lookOnce = async (): Promise<void> => {
      if (busy || isStopping()) return
      busy = true
      try {
        await look(stop.signal)
      } catch (error) {
        // The database did not answer: the next look decides.
        const errorName = error instanceof Error ? error.name : 'unknown'
        if (!stop.signal.aborted) logger.error('jobs.look-failed', { look: name, errorName })
      } finally {
        busy = false
      }
    }
    const timer = setInterval(() => void lookOnce(), LOOK_EVERY_MS)
    timer.unref()
    onShutdown(name, () => {
      clearInterval(timer)
      stop.abort()
    })
  })
}

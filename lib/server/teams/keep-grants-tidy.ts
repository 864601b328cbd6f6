import 'server-only'
import { onShutdown, onStart } from '#lib/server/base/lifecycle.ts'
import { logger } from '#lib/server/base/logger.ts'
import { expireGrants } from './grants.ts'

/** An ended grant counts for nothing at once; this is how late its end stands in the audit log. */
const EVERY_MS = 60_000

/** keepGrantsTidy hooks into the server's start: takes ended grants out, each minute, and audits their end. */
export function keepGrantsTidy(): void {
  onStart('grants', async () => {
    await tidy()
    const timer = setInterval(() => void tidy(), EVERY_MS)
    timer.unref()
    onShutdown('grants', () => {
      clearInterval(timer)
    })
  })
}

async function tidy(): Promise<void> {
  try {
    await expireGrants()
  } catch (error) {
    // The database did not answer: the next minute decides.
    logger.error('grants.tidy-failed', { errorName: error instanceof Error ? error.name : 'unknown' })
  }
}

import 'server-only'
import { onShutdown, onStart } from '#lib/server/base/lifecycle.ts'
import { logger } from '#lib/server/base/logger.ts'
import { fillFingerprints } from './fill-fingerprints.ts'
import { shredDeletedProfiles } from './shred-deleted.ts'

/** What is kept for 30 days is destroyed within an hour of its time. */
const EVERY_MS = 3_600_000

/** keepVaultTidy hooks into the server's start: fills in what older versions lack, then shreds what is due, each hour. */
export function keepVaultTidy(): void {
  onStart('vault', async () => {
    await tidy()
    const timer = setInterval(() => void tidy(), EVERY_MS)
    timer.unref()
    onShutdown('vault', () => {
      clearInterval(timer)
    })
  })
}

async function tidy(): Promise<void> {
  try {
    await fillFingerprints()
    const profiles = await shredDeletedProfiles()
    if (profiles > 0) logger.info('vault.shredded', { profiles })
  } catch (error) {
    // The database did not answer: the next hour decides.
    logger.error('vault.tidy-failed', { errorName: error instanceof Error ? error.name : 'unknown' })
  }
}

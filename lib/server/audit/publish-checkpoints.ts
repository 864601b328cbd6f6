import 'server-only'
import { isoNow } from '#lib/server/base/clock.ts'
import { getEnv } from '#lib/server/base/env.ts'
import { onShutdown, onStart } from '#lib/server/base/lifecycle.ts'
import { logger } from '#lib/server/base/logger.ts'
import { getDatabase, inTransaction } from '#lib/server/db/database.ts'
import type { AuditCheckpoint } from '#lib/shared/audit-query.ts'
import { makeDailyCheckpoint } from './checkpoint.ts'
import { sendToSyslog, sendToWebhook } from './send-checkpoint.ts'

/** Looked at so often; one is made when the newest is a day old, and sent again where it was not taken. */
const LOOK_EVERY_MS = 60 * 60 * 1000
/** After a long silence the oldest ones come first; the rest an hour later. */
const SENT_AT_ONCE = 30

/** publishCheckpointsOnStart hooks the daily checkpoint into the server's life. */
export function publishCheckpointsOnStart(): void {
  onStart('audit-checkpoints', () => {
    const look = () => {
      publishCheckpoints().catch((error: unknown) => {
        notSent('database', error)
      })
    }
    const timer = setInterval(look, LOOK_EVERY_MS)
    timer.unref()
    onShutdown('audit-checkpoints', () => {
      clearInterval(timer)
    })
    look()
  })
}

/** publishCheckpoints makes the day's checkpoint if it is due, writes it to the log, and sends what was not taken yet. */
export async function publishCheckpoints(): Promise<void> {
  const made = await inTransaction(makeDailyCheckpoint)
  if (made) logger.info('audit.checkpoint', { sequence: made.sequence, at: made.at, hash: made.hash })
  const waiting = await getDatabase()
    .selectFrom('auditCheckpoint')
    .select(['sequence', 'at', 'hash'])
    .where('publishedAt', 'is', null)
    .orderBy('sequence')
    .limit(SENT_AT_ONCE)
    .execute()
  for (const checkpoint of waiting) {
    if (!(await sendEverywhere(checkpoint))) return
    await getDatabase()
      .updateTable('auditCheckpoint')
      .set({ publishedAt: isoNow() })
      .where('sequence', '=', checkpoint.sequence)
      .execute()
  }
}

async function sendEverywhere(checkpoint: AuditCheckpoint): Promise<boolean> {
  const { auditSyslog, auditWebhook, publicUrl } = getEnv()
  const sent = await Promise.all([
    !auditSyslog || trySending('syslog', () => sendToSyslog(auditSyslog, checkpoint)),
    !auditWebhook || trySending('webhook', () => sendToWebhook(auditWebhook, checkpoint, publicUrl)),
  ])
  return sent.every(Boolean)
}

async function trySending(sink: string, send: () => Promise<void>): Promise<boolean> {
  try {
    await send()
    return true
  } catch (error) {
    notSent(sink, error)
    return false
  }
}

/** An error's text may quote the address; its name and code do not. */
function notSent(sink: string, error: unknown): void {
  const errorName = error instanceof Error ? error.name : 'unknown'
  const code = error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : ''
  logger.warn('audit.checkpoint-not-sent', { sink, errorName, code })
}

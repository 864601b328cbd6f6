import 'server-only'
import { recordAuditEvent } from '#lib/server/audit/record-audit-event.ts'
import { logger } from '#lib/server/base/logger.ts'
import { inTransaction } from '#lib/server/db/database.ts'

export interface BlockedAttempt {
  readonly teamId: string
  readonly actor: string
  /** The profile whose servers, or whose brokers' advertised addresses, led there. */
  readonly subject: string | null
}

interface Blocked {
  readonly host: string
  readonly port: number
  readonly reason: string
}

/** findBlocked looks for what the policy blocked in an error and its causes, by their codes: bundles double classes. */
export function findBlocked(error: unknown): Blocked | null {
  const seen = new Set<unknown>()
  for (let at: unknown = error; at instanceof Error && !seen.has(at); at = at.cause) {
    seen.add(at)
    if ('code' in at && at.code === 'EGRESS_BLOCKED' && 'host' in at && 'port' in at && 'reason' in at) {
      return { host: String(at.host), port: Number(at.port), reason: String(at.reason) }
    }
    // A worker thread hands on lib/kafka's own error, whose cause stays behind.
    const broker = 'broker' in at && typeof at.broker === 'string' ? at.broker : ''
    if ('code' in at && at.code === 'blocked_by_policy') {
      const [, host = 'unknown', port = '0'] = /^(.+):(\d{1,5})$/.exec(broker) ?? []
      return { host, port: Number(port), reason: 'blocked while connecting' }
    }
  }
  return null
}

/** auditIfBlocked writes `egress.blocked` when the policy was what stopped the work; any other error is left alone. */
export async function auditIfBlocked(error: unknown, attempt: BlockedAttempt): Promise<void> {
  const blocked = findBlocked(error)
  if (!blocked) return
  logger.warn('egress.blocked', { ...blocked })
  await inTransaction((tx) =>
    recordAuditEvent(tx, { action: 'egress.blocked', ...attempt, details: { ...blocked } }),
  )
}

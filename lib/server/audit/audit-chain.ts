import 'server-only'
import { createHmac } from 'node:crypto'

/** AuditRow is an event as it is stored and as it is hashed. */
export interface AuditRow {
  readonly sequence: number
  readonly at: string
  readonly teamId: string | null
  readonly actor: string | null
  readonly action: string
  readonly subject: string | null
  /** JSON text, hashed as it lies in the database. */
  readonly details: string
}

/** The hash before the first row. */
export const CHAIN_START = '0'.repeat(64)

/**
 * chainHash gives h_n = HMAC-SHA-256(audit key, h_{n-1} ‖ canonical JSON of the row) in hex. A row that is edited,
 * dropped or moved changes every hash after it, and without the key none can be made anew.
 */
export function chainHash(key: Buffer, former: string, row: AuditRow): string {
  const { sequence, at, teamId, actor, action, subject, details } = row
  // An array has one spelling in JSON, so nothing depends on the order of an object's keys.
  const canonical = JSON.stringify([sequence, at, teamId, actor, action, subject, details])
  return createHmac('sha256', key).update(former).update(canonical).digest('hex')
}

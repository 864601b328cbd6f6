import 'server-only'
import { takeToken } from '#lib/server/base/limiter.ts'
import type { Actor } from './actor.ts'

/** Somebody at work looks at a few; somebody who empties the vault is slowed, and stands in the audit log. */
const PER_USER = { name: 'reveal-user', max: 30, windowMs: 3_600_000 }

/** countReveal counts one look at secrets, whichever way it is taken. Throws `rate_limited`. */
export function countReveal(actor: Actor): void {
  takeToken(PER_USER, actor.email)
}

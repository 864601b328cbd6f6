import 'server-only'
import type { z } from 'zod'
import { recordAuditEvent } from '#lib/server/audit/record-audit-event.ts'
import { notFound } from '#lib/server/base/app-error.ts'
import { isoNow } from '#lib/server/base/clock.ts'
import { getDatabase, inTransaction } from '#lib/server/db/database.ts'
import { endSessions } from '#lib/server/teams/end-sessions.ts'
import { type SessionPageSchema, SessionSchema, SignInMethodSchema } from '#lib/shared/account.ts'
import type { SignedInUser } from './find-session.ts'

/** Nobody has more; the rest would be a script's. */
const MAX_LISTED = 100

/** listSessions gives where a person is signed in, the present session first, then the last used. */
export async function listSessions(user: SignedInUser): Promise<z.infer<typeof SessionPageSchema>> {
  const rows = await getDatabase()
    .selectFrom('session')
    .where('userId', '=', user.userId)
    .where('expiresAt', '>', isoNow())
    .selectAll()
    .orderBy('lastSeenAt', 'desc')
    .limit(MAX_LISTED)
    .execute()
  const items = rows.map((row) =>
    SessionSchema.parse({
      id: row.id,
      here: row.id === user.sessionId,
      method: SignInMethodSchema.safeParse(row.method).data ?? null,
      userAgent: row.userAgent,
      address: row.ipAddress,
      createdAt: iso(row.createdAt),
      lastSeenAt: row.lastSeenAt ?? iso(row.createdAt),
      expiresAt: iso(row.expiresAt),
    }),
  )
  return { items: items.sort((a, b) => Number(b.here) - Number(a.here)), next: null }
}

/** revokeSession ends one session of the person's own. Throws `not_found` for any other's. Audited. */
export async function revokeSession(user: SignedInUser, sessionId: string): Promise<void> {
  await inTransaction(async (tx) => {
    const gone = await tx
      .deleteFrom('session')
      .where('id', '=', sessionId)
      .where('userId', '=', user.userId)
      .executeTakeFirst()
    if (gone.numDeletedRows === 0n) throw notFound()
    await recordAuditEvent(tx, {
      action: 'session.revoked',
      teamId: null,
      actor: user.email,
      details: { sessions: 1 },
    })
  })
}

/** revokeOtherSessions ends all of the person's sessions but the one that asks, and gives how many. Audited. */
export async function revokeOtherSessions(user: SignedInUser): Promise<{ sessionsEnded: number }> {
  return inTransaction(async (tx) => {
    const sessionsEnded = await endSessions(tx, user.userId, user.sessionId)
    await recordAuditEvent(tx, {
      action: 'session.revoked',
      teamId: null,
      actor: user.email,
      details: { sessions: sessionsEnded },
    })
    return { sessionsEnded }
  })
}

function iso(date: string | Date): string {
  return new Date(date).toISOString()
}

import 'server-only'
import { clock } from '#lib/server/base/clock.ts'
import { getDatabase } from '#lib/server/db/database.ts'
import { getAuth } from './auth.ts'

/** Without a request for so long, a session ends: somebody has left the desk. */
const IDLE_MS = 30 * 60 * 1000
/** The time of the last request is written at most once a minute. */
const TOUCH_MS = 60 * 1000

/** SignedInUser is who sent a request. */
export interface SignedInUser {
  readonly userId: string
  readonly name: string
  readonly email: string
  readonly sessionId: string
}

/**
 * findSession gives the user whose live session the headers' cookie names, or null. A session that stood idle for
 * thirty minutes is deleted, any other is marked as used.
 */
export async function findSession(headers: Headers): Promise<SignedInUser | null> {
  const auth = await getAuth()
  const found = await auth.api.getSession({ headers })
  if (!found) return null
  const { session, user } = found
  const lastSeen = session.lastSeenAt ? Date.parse(session.lastSeenAt) : session.createdAt.getTime()
  if (!(await keepAlive(session.id, lastSeen))) return null
  return { userId: user.id, name: user.name, email: user.email, sessionId: session.id }
}

/** isSessionLive tells whether a session still holds, for a stream that outlives its request; watching counts as use. */
export async function isSessionLive(sessionId: string): Promise<boolean> {
  const row = await getDatabase()
    .selectFrom('session')
    .where('id', '=', sessionId)
    .select(['lastSeenAt', 'createdAt', 'expiresAt'])
    .executeTakeFirst()
  if (!row || new Date(row.expiresAt).getTime() <= clock.now()) return false
  return keepAlive(sessionId, new Date(row.lastSeenAt ?? row.createdAt).getTime())
}

async function keepAlive(sessionId: string, lastSeen: number): Promise<boolean> {
  const now = clock.now()
  const sessions = getDatabase()
  if (now - lastSeen > IDLE_MS) {
    await sessions.deleteFrom('session').where('id', '=', sessionId).execute()
    return false
  }
  if (now - lastSeen > TOUCH_MS) {
    const lastSeenAt = new Date(now).toISOString()
    await sessions.updateTable('session').set({ lastSeenAt }).where('id', '=', sessionId).execute()
  }
  return true
}

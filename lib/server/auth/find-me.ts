import 'server-only'
import { listTeams } from '#lib/server/teams/membership.ts'
import type { Me } from '#lib/shared/team.ts'
import { findSession } from './find-session.ts'

/** findMe gives who is signed in with all teams, or null: what `/api/me` answers, for pages. */
export async function findMe(headers: Headers): Promise<Me | null> {
  const user = await findSession(headers)
  if (!user) return null
  return {
    user: { id: user.userId, name: user.name, email: user.email },
    teams: await listTeams(user.userId),
  }
}

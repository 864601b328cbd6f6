import 'server-only'
import { listTeams } from '#lib/server/teams/membership.ts'
import type { Me } from '#lib/shared/team.ts'
import { findSession } from './find-session.ts'
import { findTokenCaller } from './tokens/find-token.ts'
import { readBearer } from './tokens/token-text.ts'

/** findMe gives who is signed in with all teams, or for whom a token acts with its one team, or null. */
export async function findMe(headers: Headers): Promise<Me | null> {
  const bearer = readBearer(headers)
  if (bearer !== null) {
    const caller = await findTokenCaller(bearer)
    return (
      caller && { user: { id: caller.userId, name: caller.name, email: caller.email }, teams: [caller.team] }
    )
  }
  const user = await findSession(headers)
  if (!user) return null
  return {
    user: { id: user.userId, name: user.name, email: user.email },
    teams: await listTeams(user.userId),
  }
}

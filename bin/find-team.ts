import { MeSchema, type Team } from '#lib/shared/team.ts'
import { callServer, type KeystreamServer } from './call-server.ts'
import { printable } from './screen.ts'
import { UsageError } from './usage-error.ts'

/** findTeam gives the one team of a token; naming it guards against a token of another one. */
export async function findTeam(
  server: KeystreamServer,
  named: string | undefined,
  signal: AbortSignal,
): Promise<Team> {
  const { teams } = await callServer(server, MeSchema, '/api/me', { signal })
  const team = teams.find((each) => named === undefined || each.id === named || each.name === named)
  if (team) return team
  const known = teams.map((each) => `${printable(each.name)} (${each.id})`).join(', ')
  throw new UsageError({
    code: 'not_found',
    message: `The token is not of the team that --team names.`,
    advice: `It is of ${known}.`,
  })
}

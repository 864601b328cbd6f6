import 'server-only'
import { type DehydratedState, dehydrate, QueryClient } from '@tanstack/react-query'
import { headers } from 'next/headers'
import { notFound, redirect } from 'next/navigation'
import { cache } from 'react'
import { findMe } from '#lib/server/auth/find-me.ts'
import { findSession } from '#lib/server/auth/find-session.ts'
import { getProfileFor } from '#lib/server/profiles/list-profiles.ts'
import type { Asking } from '#lib/server/teams/profile-access.ts'
import type { Me, Team } from '#lib/shared/team.ts'

/** pageMe gives who looks at the page, or null; asked once however many parts of a page ask. */
export const pageMe = cache(async (): Promise<Me | null> => findMe(new Headers(await headers())))

/** pageUser gives who looks at a page that belongs to no team, or null. */
export const pageUser = cache(async () => findSession(new Headers(await headers())))

/** requirePageTeam gives the team of a page's address. Without a session it leads to signing in, without the team to 404. */
export const requirePageTeam = cache(async (id: string): Promise<{ me: Me; team: Team }> => {
  const me = await pageMe()
  if (!me) redirect(await signInPath())
  const team = me.teams.find((each) => each.id === id)
  if (!team) notFound()
  return { me, team }
})

/** requirePageProfile gives the profile of a page's address; one of another team, or none at all, is a 404. */
export async function requirePageProfile(address: { team: string; profile: string }) {
  const { me, team } = await requirePageTeam(address.team)
  return { team, profile: await findPageProfile(me, team, address.profile) }
}

const findPageProfile = cache(async (me: Me, team: Team, profileId: string) => {
  try {
    return await getProfileFor(pageMember(me, team), profileId)
  } catch (caught) {
    if (caught instanceof Error && 'code' in caught && caught.code === 'not_found') notFound()
    throw caught
  }
})

/** pageMember is who looks at a page, as decisions about profiles ask for a member. */
export function pageMember(me: Me, team: Team): Asking {
  return { userId: me.user.id, teamId: team.id, role: team.role }
}

/** signInPath leads back, after signing in, to the page that was asked for. */
async function signInPath(): Promise<string> {
  const path = (await headers()).get('x-path')
  return path === null || path === '/' ? '/sign-in' : `/sign-in?next=${encodeURIComponent(path)}`
}

/** dehydrated packs a page's first data under the keys by which its components ask for them. */
export function dehydrated(
  entries: readonly (readonly [key: readonly unknown[], data: unknown])[],
): DehydratedState {
  const client = new QueryClient()
  for (const [key, data] of entries) client.setQueryData(key, data)
  return dehydrate(client)
}

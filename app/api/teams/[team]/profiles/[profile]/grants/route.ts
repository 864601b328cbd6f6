import 'server-only'
import { z } from 'zod'
import { requireRecentProof } from '#lib/server/auth/recent-proof.ts'
import { teamRoute } from '#lib/server/http/team-route.ts'
import { addGrant, listGrants } from '#lib/server/teams/grants.ts'
import { AddGrantSchema, GrantSchema } from '#lib/shared/grant.ts'
import { IdSchema } from '#lib/shared/ids.ts'
import { GrantPageSchema } from '#lib/shared/profile-access.ts'

export const dynamic = 'force-dynamic'

const params = z.object({ profile: IdSchema })

export const GET = teamRoute(
  {
    summary: 'Who was given or denied what on a profile.',
    action: 'grant.read',
    profileRight: 'see',
    params,
    response: GrantPageSchema,
  },
  async ({ team, params: { profile } }) => ({ items: await listGrants(team.id, profile), next: null }),
)

export const POST = teamRoute(
  {
    summary:
      'Gives or denies a right to a member or the team; the right to see secrets asks for a recent proof.',
    action: 'grant.manage',
    profileRight: 'share',
    params,
    body: AddGrantSchema,
    response: GrantSchema,
    status: 201,
  },
  async ({ member, params: { profile }, body, rights }) => {
    if (body.right === 'reveal' && body.effect === 'allow') await requireRecentProof(member)
    return addGrant({ member, profileId: profile, held: rights, input: body })
  },
)

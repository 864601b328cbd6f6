import 'server-only'
import { z } from 'zod'
import { teamRoute } from '#lib/server/http/team-route.ts'
import { revealField } from '#lib/server/profiles/reveal-field.ts'
import { IdSchema } from '#lib/shared/ids.ts'
import { RevealedSchema, RevealRequestSchema } from '#lib/shared/reveal.ts'

export const dynamic = 'force-dynamic'

export const POST = teamRoute(
  {
    summary: 'One secret of a profile, to who may see it and has just proved who they are; audited.',
    action: 'secret.reveal',
    profileRight: 'reveal',
    recentProof: true,
    params: z.object({ profile: IdSchema }),
    body: RevealRequestSchema,
    response: RevealedSchema,
  },
  ({ team, member, params: { profile }, body }) =>
    revealField({ teamId: team.id, profileId: profile, actor: member, request: body }),
)

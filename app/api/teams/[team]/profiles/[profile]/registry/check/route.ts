import 'server-only'
import { z } from 'zod'
import { checkProfileRegistry } from '#lib/server/decoding/profile-registry.ts'
import { teamRoute } from '#lib/server/http/team-route.ts'
import { IdSchema } from '#lib/shared/ids.ts'
import { RegistryCheckSchema } from '#lib/shared/schema-registry.ts'

export const dynamic = 'force-dynamic'

export const POST = teamRoute(
  {
    summary: 'Ask a profile’s schema registry for its subjects, and say whether it answers',
    action: 'profile.check',
    profileRight: 'use',
    params: z.object({ profile: IdSchema }),
    response: RegistryCheckSchema,
  },
  ({ team, params: { profile }, signal }) =>
    checkProfileRegistry({ teamId: team.id, profileId: profile }, signal),
)

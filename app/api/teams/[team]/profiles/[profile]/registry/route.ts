import 'server-only'
import { z } from 'zod'
import {
  deleteProfileRegistry,
  getProfileRegistry,
  setProfileRegistry,
} from '#lib/server/decoding/profile-registry.ts'
import { teamRoute } from '#lib/server/http/team-route.ts'
import { IdSchema } from '#lib/shared/ids.ts'
import { RegistrySchema, SetRegistrySchema } from '#lib/shared/schema-registry.ts'

export const dynamic = 'force-dynamic'

const params = z.object({ profile: IdSchema })

export const GET = teamRoute(
  {
    summary: 'A profile’s schema registry, without its secret',
    action: 'profile.read',
    profileRight: 'see',
    params,
    response: RegistrySchema,
  },
  ({ team, params: { profile } }) => getProfileRegistry({ teamId: team.id, profileId: profile }),
)

export const PUT = teamRoute(
  {
    summary: 'Set a profile’s schema registry; a stored secret stays only while the address does',
    action: 'profile.update',
    profileRight: 'edit',
    params,
    body: SetRegistrySchema,
    response: RegistrySchema,
  },
  ({ team, member, params: { profile }, body }) =>
    setProfileRegistry({ teamId: team.id, profileId: profile, actor: member, input: body }),
)

export const DELETE = teamRoute(
  {
    summary: 'Take a profile’s schema registry and its secret away',
    action: 'profile.update',
    profileRight: 'edit',
    params,
  },
  ({ team, member, params: { profile } }) =>
    deleteProfileRegistry({ teamId: team.id, profileId: profile, actor: member }),
)

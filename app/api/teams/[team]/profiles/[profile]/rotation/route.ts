import 'server-only'
import { z } from 'zod'
import { teamRoute } from '#lib/server/http/team-route.ts'
import { findRotation, tickRotation } from '#lib/server/profiles/care/rotation.ts'
import { IdSchema } from '#lib/shared/ids.ts'
import { RotationAnswerSchema, TickRequestSchema } from '#lib/shared/rotation.ts'

export const dynamic = 'force-dynamic'

const params = z.object({ profile: IdSchema })

export const GET = teamRoute(
  {
    summary: 'The rotation that brought the current version into service, and what is left of it to do.',
    action: 'profile.read',
    profileRight: 'see',
    params,
    response: RotationAnswerSchema,
  },
  async ({ team, params: { profile } }) => ({
    rotation: await findRotation({ teamId: team.id, profileId: profile }),
  }),
)

export const PATCH = teamRoute(
  {
    summary: 'Ticks a step of the rotation off, or takes the tick back.',
    action: 'version.promote',
    profileRight: 'edit',
    params,
    body: TickRequestSchema,
    response: RotationAnswerSchema,
  },
  async ({ team, member, params: { profile }, body }) => ({
    rotation: await tickRotation({ teamId: team.id, profileId: profile, actor: member, request: body }),
  }),
)

import 'server-only'
import { z } from 'zod'
import { teamRoute } from '#lib/server/http/team-route.ts'
import { watchProfile } from '#lib/server/jobs/watch-profile.ts'
import { getCare, updateCare } from '#lib/server/profiles/care/care.ts'
import { CareSchema, UpdateCareSchema } from '#lib/shared/care.ts'
import { IdSchema } from '#lib/shared/ids.ts'

export const dynamic = 'force-dynamic'

const params = z.object({ profile: IdSchema })

export const GET = teamRoute(
  {
    summary: 'How a profile is looked after: hourly light check, day of review.',
    action: 'profile.read',
    profileRight: 'see',
    params,
    response: CareSchema,
  },
  ({ team, params: { profile } }) => getCare({ teamId: team.id, profileId: profile }),
)

export const PATCH = teamRoute(
  {
    summary:
      'Switches the hourly light check, whose first login follows at once, and sets the day of review.',
    action: 'profile.update',
    profileRight: 'edit',
    params,
    body: UpdateCareSchema,
    response: CareSchema,
  },
  async ({ team, member, params: { profile }, body, signal }) => {
    const id = { teamId: team.id, profileId: profile }
    const care = await updateCare({ ...id, actor: member, input: body })
    return body.watch === true ? ((await watchProfile(id, signal)) ?? care) : care
  },
)

import 'server-only'
import { z } from 'zod'
import { streamResponse } from '#lib/server/http/stream-response.ts'
import { teamRoute } from '#lib/server/http/team-route.ts'
import { checkProfile } from '#lib/server/jobs/check-profile.ts'
import { CheckEventSchema } from '#lib/shared/check.ts'
import { IdSchema } from '#lib/shared/ids.ts'
import { VersionNumberSchema } from '#lib/shared/profile-version.ts'

export const dynamic = 'force-dynamic'

export const POST = teamRoute(
  {
    summary: 'Checks one version of a profile, step by step, as it would be checked in service.',
    action: 'profile.check',
    profileRight: 'use',
    params: z.object({ profile: IdSchema, version: VersionNumberSchema }),
    stream: CheckEventSchema,
  },
  async ({ team, member, params: { profile, version }, request, signal }) => {
    const stop = new AbortController()
    const events = await checkProfile({
      teamId: team.id,
      profileId: profile,
      version,
      actor: member,
      signal: AbortSignal.any([signal, stop.signal]),
    })
    return streamResponse({ request, events, onClose: () => stop.abort() })
  },
)

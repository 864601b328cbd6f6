import 'server-only'
import { z } from 'zod'
import { streamResponse } from '#lib/server/http/stream-response.ts'
import { teamRoute } from '#lib/server/http/team-route.ts'
import { checkProfile } from '#lib/server/jobs/check-profile.ts'
import { CheckEventSchema } from '#lib/shared/check.ts'
import { IdSchema } from '#lib/shared/ids.ts'

export const dynamic = 'force-dynamic'

export const POST = teamRoute(
  {
    summary: 'Checks a profile from the name to the rights, step by step; nothing is written on the cluster.',
    action: 'profile.check',
    profileRight: 'use',
    params: z.object({ profile: IdSchema }),
    stream: CheckEventSchema,
  },
  async ({ team, member, params: { profile }, request, signal }) => {
    const stop = new AbortController()
    const events = await checkProfile({
      teamId: team.id,
      profileId: profile,
      actor: member,
      signal: AbortSignal.any([signal, stop.signal]),
    })
    return streamResponse({ request, events, onClose: () => stop.abort() })
  },
)

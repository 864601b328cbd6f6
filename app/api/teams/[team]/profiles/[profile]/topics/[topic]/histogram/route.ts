import 'server-only'
import { z } from 'zod'
import { teamRoute } from '#lib/server/http/team-route.ts'
import { getProfileHistogram } from '#lib/server/live/profile-histogram.ts'
import { HistogramQuerySchema, HistogramSchema } from '#lib/shared/histogram.ts'
import { IdSchema } from '#lib/shared/ids.ts'
import { TopicNameSchema } from '#lib/shared/topic.ts'

export const dynamic = 'force-dynamic'

export const GET = teamRoute(
  {
    summary: 'Records over time, from offsets alone',
    action: 'topic.list',
    profileRight: 'use',
    params: z.object({ profile: IdSchema, topic: TopicNameSchema }),
    query: HistogramQuerySchema,
    response: HistogramSchema,
  },
  ({ team, member, params, query, signal }) =>
    getProfileHistogram({
      teamId: team.id,
      profileId: params.profile,
      actor: member,
      topic: params.topic,
      query,
      signal,
    }),
)

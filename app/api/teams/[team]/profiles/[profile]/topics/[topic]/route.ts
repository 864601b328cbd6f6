import 'server-only'
import { z } from 'zod'
import { teamRoute } from '#lib/server/http/team-route.ts'
import { getProfileTopic } from '#lib/server/live/profile-topics.ts'
import { IdSchema } from '#lib/shared/ids.ts'
import { TopicFactsSchema, TopicNameSchema } from '#lib/shared/topic.ts'

export const dynamic = 'force-dynamic'

export const GET = teamRoute(
  {
    summary: 'One topic: partitions, leaders, offsets, rights',
    action: 'topic.list',
    profileRight: 'use',
    params: z.object({ profile: IdSchema, topic: TopicNameSchema }),
    response: TopicFactsSchema,
  },
  ({ team, member, params, signal }) =>
    getProfileTopic({
      teamId: team.id,
      profileId: params.profile,
      actor: member,
      topic: params.topic,
      signal,
    }),
)

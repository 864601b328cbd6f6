import 'server-only'
import { z } from 'zod'
import { teamRoute } from '#lib/server/http/team-route.ts'
import { createProfileTopic, listProfileTopics } from '#lib/server/live/profile-topics.ts'
import { IdSchema } from '#lib/shared/ids.ts'
import { CreateTopicSchema, TopicFactsSchema, TopicPageSchema } from '#lib/shared/topic.ts'

export const dynamic = 'force-dynamic'

/** A cluster of thousands of topics comes in a few pages. */
const MAX_PAGE = 1_000

const params = z.object({ profile: IdSchema })

export const GET = teamRoute(
  {
    summary: 'The topics that this profile may see',
    action: 'topic.list',
    profileRight: 'use',
    params,
    query: z.strictObject({
      after: z.string().max(249).optional(),
      limit: z.coerce.number().int().min(1).max(MAX_PAGE).default(MAX_PAGE),
    }),
    response: TopicPageSchema,
  },
  ({ team, member, params, query, signal }) =>
    listProfileTopics({ teamId: team.id, profileId: params.profile, actor: member, ...query, signal }),
)

export const POST = teamRoute(
  {
    summary: 'Create a topic',
    action: 'records.produce',
    profileRight: 'use',
    params,
    body: CreateTopicSchema,
    response: TopicFactsSchema,
    status: 201,
  },
  ({ team, member, params, body, signal }) =>
    createProfileTopic({ teamId: team.id, profileId: params.profile, actor: member, topic: body, signal }),
)

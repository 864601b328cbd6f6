import 'server-only'
import { z } from 'zod'
import { chooseDecoders, getTopicDecoders } from '#lib/server/decoding/topic-decoders.ts'
import { teamRoute } from '#lib/server/http/team-route.ts'
import { TopicNameSchema } from '#lib/shared/topic.ts'
import { ChooseDecodersSchema, TopicDecodersSchema } from '#lib/shared/topic-schema.ts'

export const dynamic = 'force-dynamic'

const params = z.object({ topic: TopicNameSchema })

export const GET = teamRoute(
  {
    summary: 'How the team reads a topic’s keys and values',
    action: 'schema.read',
    params,
    response: TopicDecodersSchema,
  },
  ({ team, params: { topic } }) => getTopicDecoders({ teamId: team.id, topic }),
)

export const PUT = teamRoute(
  {
    summary: 'Remember for the team how a topic’s keys and values are read',
    action: 'decoder.choose',
    params,
    body: ChooseDecodersSchema,
    response: TopicDecodersSchema,
  },
  ({ team, member, params: { topic }, body }) =>
    chooseDecoders({ teamId: team.id, topic, actor: member, input: body }),
)

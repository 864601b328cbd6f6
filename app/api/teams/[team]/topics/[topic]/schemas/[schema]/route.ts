import 'server-only'
import { z } from 'zod'
import { deleteTopicSchema, getTopicSchema } from '#lib/server/decoding/topic-schemas.ts'
import { teamRoute } from '#lib/server/http/team-route.ts'
import { IdSchema } from '#lib/shared/ids.ts'
import { TopicNameSchema } from '#lib/shared/topic.ts'
import { TopicSchemaTextSchema } from '#lib/shared/topic-schema.ts'

export const dynamic = 'force-dynamic'

const params = z.object({ topic: TopicNameSchema, schema: IdSchema })

export const GET = teamRoute(
  {
    summary: 'One uploaded schema with its text',
    action: 'schema.read',
    params,
    response: TopicSchemaTextSchema,
  },
  ({ team, params: { topic, schema } }) => getTopicSchema({ teamId: team.id, topic, id: schema }),
)

export const DELETE = teamRoute(
  { summary: 'Delete an uploaded schema', action: 'schema.manage', params },
  ({ team, member, params: { topic, schema } }) =>
    deleteTopicSchema({ teamId: team.id, topic, id: schema, actor: member }),
)

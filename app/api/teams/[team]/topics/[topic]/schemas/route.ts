import 'server-only'
import { z } from 'zod'
import { addTopicSchema, listTopicSchemas } from '#lib/server/decoding/topic-schemas.ts'
import { teamRoute } from '#lib/server/http/team-route.ts'
import { TopicNameSchema } from '#lib/shared/topic.ts'
import { AddTopicSchemaSchema, TopicSchemaListSchema, TopicSchemaSchema } from '#lib/shared/topic-schema.ts'

export const dynamic = 'force-dynamic'

/** The longest schema, its JSON quoting, and its name. */
const MAX_BODY_BYTES = 2 * 1024 * 1024

const params = z.object({ topic: TopicNameSchema })

export const GET = teamRoute(
  {
    summary: 'The schemas that were uploaded for a topic, the newest first',
    action: 'schema.read',
    params,
    response: TopicSchemaListSchema,
  },
  ({ team, params: { topic } }) => listTopicSchemas({ teamId: team.id, topic }),
)

export const POST = teamRoute(
  {
    summary: 'Upload an Avro or Protobuf schema for a topic; it is read whole before it is kept',
    action: 'schema.manage',
    params,
    body: AddTopicSchemaSchema,
    bodyLimit: MAX_BODY_BYTES,
    response: TopicSchemaSchema,
    status: 201,
  },
  ({ team, member, params: { topic }, body }) =>
    addTopicSchema({ teamId: team.id, topic, actor: member, input: body }),
)

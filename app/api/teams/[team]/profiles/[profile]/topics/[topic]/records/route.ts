import 'server-only'
import { z } from 'zod'
import { streamResponse } from '#lib/server/http/stream-response.ts'
import { teamRoute } from '#lib/server/http/team-route.ts'
import { produceFew } from '#lib/server/jobs/produce-few.ts'
import { readProfileRecords } from '#lib/server/live/read-profile-records.ts'
import { IdSchema } from '#lib/shared/ids.ts'
import { MAX_PRODUCE_BYTES, ProducedRecordsSchema, ProduceRecordsSchema } from '#lib/shared/produce.ts'
import { RecordEventSchema, RecordQuerySchema } from '#lib/shared/record.ts'
import { TopicNameSchema } from '#lib/shared/topic.ts'

export const dynamic = 'force-dynamic'

export const GET = teamRoute(
  {
    summary: 'Read a topic as a stream',
    action: 'records.read',
    profileRight: 'use',
    params: z.object({ profile: IdSchema, topic: TopicNameSchema }),
    query: RecordQuerySchema,
    stream: RecordEventSchema,
  },
  async ({ team, member, params, query, request, signal }) => {
    const viewer = { teamId: team.id, profileId: params.profile, actor: member }
    const reading = await readProfileRecords({ ...viewer, topic: params.topic, query, signal })
    return streamResponse({ request, events: reading.events, onClose: reading.close })
  },
)

export const POST = teamRoute(
  {
    summary: 'Produce these records, and say where each one went',
    action: 'records.produce',
    profileRight: 'use',
    params: z.object({ profile: IdSchema, topic: TopicNameSchema }),
    body: ProduceRecordsSchema,
    bodyLimit: MAX_PRODUCE_BYTES,
    response: ProducedRecordsSchema,
    status: 201,
  },
  ({ team, member, params: { profile, topic }, body, signal }) =>
    produceFew({ teamId: team.id, profileId: profile, actor: member, topic, input: body, signal }),
)

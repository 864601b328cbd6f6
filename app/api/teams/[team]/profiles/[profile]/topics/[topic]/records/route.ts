import 'server-only'
import { z } from 'zod'
import { streamResponse } from '#lib/server/http/stream-response.ts'
import { teamRoute } from '#lib/server/http/team-route.ts'
import { readProfileRecords } from '#lib/server/live/read-profile-records.ts'
import { IdSchema } from '#lib/shared/ids.ts'
import { RecordEventSchema, RecordQuerySchema } from '#lib/shared/record.ts'
import { TopicNameSchema } from '#lib/shared/topic.ts'

export const dynamic = 'force-dynamic'

export const GET = teamRoute(
  {
    summary: 'Read a topic as a stream',
    action: 'records.read',
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

import 'server-only'
import { z } from 'zod'
import { teamRoute } from '#lib/server/http/team-route.ts'
import { readProfileRecord } from '#lib/server/live/read-profile-records.ts'
import { DecoderSchema } from '#lib/shared/decoder.ts'
import { IdSchema } from '#lib/shared/ids.ts'
import { MAX_VALUE_BYTES } from '#lib/shared/record.ts'
import { OffsetSchema, TopicNameSchema } from '#lib/shared/topic.ts'

export const dynamic = 'force-dynamic'

const MAX_PARTITION = 999_999

export const GET = teamRoute(
  {
    summary: 'One record, whole',
    action: 'records.read',
    profileRight: 'use',
    params: z.object({
      profile: IdSchema,
      topic: TopicNameSchema,
      partition: z.coerce.number().int().min(0).max(MAX_PARTITION),
      offset: OffsetSchema,
    }),
    query: z.strictObject({
      key: DecoderSchema.optional(),
      value: DecoderSchema.optional(),
      max_value_bytes: z.coerce.number().int().min(0).max(MAX_VALUE_BYTES).default(MAX_VALUE_BYTES),
    }),
  },
  async ({ team, member, params, query, signal }) => {
    const { topic, partition, offset } = params
    const viewer = { teamId: team.id, profileId: params.profile, actor: member }
    const record = await readProfileRecord({
      ...viewer,
      topic,
      partition,
      offset,
      maxValueBytes: query.max_value_bytes,
      asked: query,
      signal,
    })
    return new Response(Buffer.from(record), {
      headers: { 'Content-Type': 'application/json; charset=utf-8', 'Cache-Control': 'no-store' },
    })
  },
)

import 'server-only'
import { z } from 'zod'
import { bodyStream } from '#lib/server/http/body-stream.ts'
import { teamRoute } from '#lib/server/http/team-route.ts'
import { importRecords } from '#lib/server/jobs/import-records.ts'
import { IdSchema } from '#lib/shared/ids.ts'
import { ImportQuerySchema, ImportResultSchema } from '#lib/shared/record-export.ts'
import { TopicNameSchema } from '#lib/shared/topic.ts'

const types = {
  export: 'application/x-ndjson',
  ndjson: 'application/x-ndjson',
  csv: 'text/csv',
  lines: 'text/plain',
} as const

export const POST = teamRoute(
  {
    summary:
      'Write the records of a file; the body is the file, of type application/x-ndjson, text/csv or text/plain',
    action: 'records.produce',
    profileRight: 'use',
    params: z.object({ profile: IdSchema, topic: TopicNameSchema }),
    query: ImportQuerySchema,
    response: ImportResultSchema,
  },
  ({ team, member, params: { profile, topic }, query, request, signal }) =>
    importRecords({
      teamId: team.id,
      profileId: profile,
      actor: member,
      topic,
      query,
      body: bodyStream(request, types[query.format]),
      signal,
    }),
)

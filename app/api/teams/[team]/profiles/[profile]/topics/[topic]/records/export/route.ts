import 'server-only'
import { z } from 'zod'
import { fileResponse } from '#lib/server/http/file-response.ts'
import { teamRoute } from '#lib/server/http/team-route.ts'
import { exportRecords } from '#lib/server/live/export-records.ts'
import { IdSchema } from '#lib/shared/ids.ts'
import { RecordExportQuerySchema } from '#lib/shared/record-export.ts'
import { TopicNameSchema } from '#lib/shared/topic.ts'

export const dynamic = 'force-dynamic'

const types = { ndjson: 'application/x-ndjson', csv: 'text/csv; charset=utf-8; header=present' } as const

export const GET = teamRoute(
  {
    summary:
      'What a reading finds, as a file: NDJSON that can be imported again, or CSV that a spreadsheet does not compute',
    action: 'records.read',
    profileRight: 'use',
    params: z.object({ profile: IdSchema, topic: TopicNameSchema }),
    query: RecordExportQuerySchema,
  },
  async ({ team, member, params: { profile, topic }, query, request, signal }) => {
    const viewer = { teamId: team.id, profileId: profile, actor: member }
    const { chunks, close } = await exportRecords({ ...viewer, topic, query, signal })
    const name = `${topic}.${query.format}`
    return fileResponse({ request, chunks, contentType: types[query.format], name, onClose: close })
  },
)

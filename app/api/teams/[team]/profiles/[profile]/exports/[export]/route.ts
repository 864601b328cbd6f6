import 'server-only'
import { z } from 'zod'
import { teamRoute } from '#lib/server/http/team-route.ts'
import { exportKey, getExport } from '#lib/server/live/running-exports.ts'
import { IdSchema } from '#lib/shared/ids.ts'
import { ExportProgressSchema } from '#lib/shared/record-export.ts'

const params = z.object({ profile: IdSchema, export: z.string().max(64) })

export const GET = teamRoute(
  {
    summary: 'How far an export is',
    action: 'records.read',
    profileRight: 'use',
    params,
    response: ExportProgressSchema,
  },
  ({ team, params: { profile, export: name } }) =>
    getExport(exportKey({ teamId: team.id, profileId: profile, name })).progress,
)

export const DELETE = teamRoute(
  { summary: 'End an export', action: 'records.read', profileRight: 'use', params },
  ({ team, params: { profile, export: name } }) => {
    getExport(exportKey({ teamId: team.id, profileId: profile, name })).stop.abort()
  },
)

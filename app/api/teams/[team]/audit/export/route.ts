import 'server-only'
import { exportAuditEvents } from '#lib/server/audit/export-audit-events.ts'
import { fileResponse } from '#lib/server/http/file-response.ts'
import { teamRoute } from '#lib/server/http/team-route.ts'
import { AuditExportSchema } from '#lib/shared/audit-query.ts'

export const dynamic = 'force-dynamic'

const types = { ndjson: 'application/x-ndjson', csv: 'text/csv; charset=utf-8; header=present' } as const

export const POST = teamRoute(
  {
    summary:
      'The events that fit, as a file: NDJSON, or CSV that a spreadsheet does not compute. Itself recorded.',
    action: 'audit.export',
    recentProof: true,
    body: AuditExportSchema,
  },
  async ({ team, member, body, request }) =>
    fileResponse({
      request,
      chunks: await exportAuditEvents({ teamId: team.id, actor: member, input: body }),
      contentType: types[body.format],
      name: `keystream-audit.${body.format}`,
    }),
)

import 'server-only'
import { listAuditEvents } from '#lib/server/audit/list-audit-events.ts'
import { teamRoute } from '#lib/server/http/team-route.ts'
import { AuditPageSchema, AuditQuerySchema } from '#lib/shared/audit-query.ts'

export const dynamic = 'force-dynamic'

export const GET = teamRoute(
  {
    summary: 'The team’s audit log, the newest event first; a page may be short while next leads on.',
    action: 'audit.read',
    query: AuditQuerySchema,
    response: AuditPageSchema,
  },
  ({ team, query: { after, limit, ...filter } }) =>
    listAuditEvents({ teamId: team.id, filter, after, limit }),
)

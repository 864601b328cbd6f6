import 'server-only'
import { verifyAudit } from '#lib/server/audit/verify-audit.ts'
import { teamRoute } from '#lib/server/http/team-route.ts'
import { AuditVerdictSchema } from '#lib/shared/audit-query.ts'

export const dynamic = 'force-dynamic'

export const POST = teamRoute(
  {
    summary: 'Recomputes the whole chain of the audit log and names the first event that does not fit.',
    action: 'audit.read',
    response: AuditVerdictSchema,
  },
  ({ team, member, signal }) => verifyAudit({ by: { teamId: team.id, email: member.email }, signal }),
)

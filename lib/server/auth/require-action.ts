import 'server-only'
import { recordAuditEvent } from '#lib/server/audit/record-audit-event.ts'
import { AppError } from '#lib/server/base/app-error.ts'
import { inTransaction } from '#lib/server/db/database.ts'
import { type Action, can, type Role } from '#lib/shared/team.ts'

interface Asking {
  readonly teamId: string
  readonly role: Role
  readonly email: string
  readonly tokenId?: string
}

/**
 * requireAction lets a signed-in member's role do an action; also for the part of a request that needs more than the
 * request's own. Throws AppError `forbidden`, audited. An API token never passes: its scopes are judged with the route.
 */
export async function requireAction(member: Asking, action: Action): Promise<void> {
  if (can(member.role, action) && member.tokenId === undefined) return
  await recordDenied(member, action)
  throw new AppError({
    code: 'forbidden',
    message: `Your role in this team, ${member.role}, does not allow that.`,
    advice: 'Ask an owner or admin of the team.',
  })
}

/** recordDenied audits that somebody was refused. */
export async function recordDenied({ teamId, role, email }: Asking, action: Action): Promise<void> {
  await inTransaction((tx) =>
    recordAuditEvent(tx, {
      action: 'authorisation.denied',
      teamId,
      actor: email,
      details: { action, role },
    }),
  )
}

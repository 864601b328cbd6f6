import 'server-only'
import { z } from 'zod'
import { recordAuditEvent } from '#lib/server/audit/record-audit-event.ts'
import { AppError } from '#lib/server/base/app-error.ts'
import { isoNow } from '#lib/server/base/clock.ts'
import { takeToken } from '#lib/server/base/limiter.ts'
import { getDatabase, inTransaction, type Tx } from '#lib/server/db/database.ts'
import { canMail } from '#lib/server/mail/send-mail.ts'
import { hashInvitation } from '#lib/server/teams/invite-member.ts'
import { addMember } from '#lib/server/teams/membership.ts'
import { PersonNameSchema } from '#lib/shared/account.ts'
import type { Offer } from '#lib/shared/member.ts'
import { PasswordSchema } from '#lib/shared/password-rules.ts'
import { RoleSchema } from '#lib/shared/team.ts'
import { createUser, requireGoodPassword } from './create-user.ts'
import { findSession } from './find-session.ts'
import { openSession, sessionCookie } from './open-session.ts'
import { hashPassword } from './password.ts'

/** Nobody guesses 256 bits; this keeps somebody who tries from keeping the server busy with password hashes. */
const tries = { name: 'invitation', max: 60, windowMs: 60_000 }

const TokenSchema = z.string().trim().min(1, 'Open the link of the invitation.').max(128)
export const OfferQuerySchema = z.strictObject({ token: TokenSchema })
export const AcceptSchema = z.strictObject({
  token: TokenSchema,
  /** For somebody who has no account yet; the address is the invitation's own. */
  account: z.strictObject({ name: PersonNameSchema, password: PasswordSchema }).optional(),
})

/** Accepted is the team that was joined, and the cookie of a session when an account was made for it. */
export interface Accepted {
  readonly teamId: string
  readonly headers: Headers | null
}

/** findOffer shows an open invitation to who holds its link. Throws AppError `not_found` when it is over. */
export async function findOffer(token: string, request: Request): Promise<Offer> {
  takeToken(tries, 'all')
  const user = await findSession(request.headers)
  const row = await getDatabase()
    .selectFrom('invitation')
    .innerJoin('team', 'team.id', 'invitation.teamId')
    .leftJoin('user', 'user.email', 'invitation.email')
    .where('invitation.tokenHash', '=', hashInvitation(token))
    .where('invitation.acceptedAt', 'is', null)
    .where('invitation.revokedAt', 'is', null)
    .where('invitation.expiresAt', '>', isoNow())
    .select(['team.name as team', 'invitation.email', 'invitation.role', 'invitation.createdBy'])
    .select(['invitation.expiresAt', 'user.id as accountId'])
    .executeTakeFirst()
  if (!row) throw over()
  return {
    team: row.team,
    role: RoleSchema.parse(row.role),
    email: row.email,
    invitedBy: row.createdBy,
    expiresAt: row.expiresAt,
    hasAccount: row.accountId !== null,
    signedInAs: user?.email ?? null,
  }
}

/**
 * acceptInvitation makes its address a member of the team, with the role it names, once. Somebody with an account must
 * be signed in with that address; for anybody else an account is made and signed in. Throws AppError `not_found` when
 * the invitation is over, `unauthenticated` or `forbidden` for the wrong person. Audited.
 */
export async function acceptInvitation(
  accept: z.output<typeof AcceptSchema>,
  request: Request,
): Promise<Accepted> {
  const offer = await findOffer(accept.token, request)
  if (offer.hasAccount || !accept.account) return joinAsUser(accept.token, offer, request)
  const { name, password } = accept.account
  await requireGoodPassword({ name, password, email: offer.email })
  // Hashed before the transaction: a twentieth of a second is too long to hold SQLite's write lock.
  const hashed = await hashPassword(password)
  const { teamId, session } = await inTransaction(async (tx) => {
    const claimed = await claim(tx, accept.token)
    const email = claimed.email
    await refuseKnown(tx, email)
    const userId = await createUser(tx, { name, email, passwordHash: hashed, emailVerified: canMail() })
    await join(tx, claimed, userId)
    return {
      teamId: claimed.teamId,
      session: await openSession(tx, { userId, email, method: 'invitation', request }),
    }
  })
  return { teamId, headers: await sessionCookie(session) }
}

async function joinAsUser(token: string, offer: Offer, request: Request): Promise<Accepted> {
  const user = await findSession(request.headers)
  if (!user) {
    throw new AppError({
      code: offer.hasAccount ? 'unauthenticated' : 'bad_request',
      message: offer.hasAccount
        ? 'There is an account with this address: sign in with it first.'
        : 'Choose a name and a password for your account.',
      ...(offer.hasAccount ? {} : { field: 'account' }),
    })
  }
  if (user.email !== offer.email) {
    throw new AppError({
      code: 'forbidden',
      message: `This invitation is for ${offer.email}, and you are signed in as ${user.email}.`,
      advice: 'Sign out, and open the link again.',
    })
  }
  const teamId = await inTransaction(async (tx) => {
    const claimed = await claim(tx, token)
    await join(tx, claimed, user.userId)
    return claimed.teamId
  })
  return { teamId, headers: null }
}

interface Claimed {
  readonly id: string
  readonly teamId: string
  readonly email: string
  readonly role: string
}

/** Of two at the same time one claims it. The role is the row's: what the guest sends can't raise it. */
async function claim(tx: Tx, token: string): Promise<Claimed> {
  const row = await tx
    .updateTable('invitation')
    .set({ acceptedAt: isoNow() })
    .where('tokenHash', '=', hashInvitation(token))
    .where('acceptedAt', 'is', null)
    .where('revokedAt', 'is', null)
    .where('expiresAt', '>', isoNow())
    .returning(['id', 'teamId', 'email', 'role'])
    .executeTakeFirst()
  if (!row) throw over()
  return row
}

async function join(tx: Tx, invitation: Claimed, userId: string): Promise<void> {
  const held = await tx
    .selectFrom('member')
    .where('teamId', '=', invitation.teamId)
    .where('userId', '=', userId)
    .select('role')
    .executeTakeFirst()
  // Who came in another way meanwhile keeps that role.
  if (held) return
  await addMember(tx, invitation.teamId, userId, RoleSchema.parse(invitation.role))
  await recordAuditEvent(tx, {
    action: 'member.joined',
    teamId: invitation.teamId,
    actor: invitation.email,
    subject: userId,
    details: { email: invitation.email, role: invitation.role, invitation: invitation.id },
  })
}

async function refuseKnown(tx: Tx, email: string): Promise<void> {
  const known = await tx.selectFrom('user').where('email', '=', email).select('id').executeTakeFirst()
  if (known)
    throw new AppError({ code: 'conflict', message: 'There is an account with this address by now.' })
}

function over(): AppError {
  return new AppError({
    code: 'not_found',
    message: 'This invitation was used, revoked, or is older than 72 hours.',
    advice: 'Ask for a new one.',
  })
}

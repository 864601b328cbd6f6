import 'server-only'
import { createHash, randomBytes } from 'node:crypto'
import type { z } from 'zod'
import { recordAuditEvent } from '#lib/server/audit/record-audit-event.ts'
import { AppError, notFound } from '#lib/server/base/app-error.ts'
import { clock, isoNow } from '#lib/server/base/clock.ts'
import { getEnv } from '#lib/server/base/env.ts'
import { getDatabase, inTransaction, type Tx } from '#lib/server/db/database.ts'
import { sendMail } from '#lib/server/mail/send-mail.ts'
import { newId } from '#lib/shared/ids.ts'
import {
  grantableRoles,
  INVITATION_HOURS,
  type Invitation,
  type InvitationPageSchema,
  InvitationSchema,
  type Invite,
  type SentInvitation,
} from '#lib/shared/member.ts'
import type { Head } from './change-member.ts'

const TOKEN_BYTES = 32
/** Open ones of a team: more is a mistake or an attack on other people's mailboxes. */
const MAX_OPEN = 200

/**
 * inviteMember makes an invitation for one address, good once and for 72 hours; an older open one for the same address
 * ends. The link goes out by e-mail where a mail server is configured and takes it, else it is in the answer. Throws
 * `forbidden` for a role that the inviter may not give, `conflict` for who is a member already. Audited.
 */
export async function inviteMember(offer: {
  team: { id: string; name: string }
  by: Head
  invite: Invite
}): Promise<SentInvitation> {
  const { team, by, invite } = offer
  if (!grantableRoles(by.role).includes(invite.role)) {
    throw new AppError({
      code: 'forbidden',
      message: `Your role does not let you invite an ${invite.role}.`,
      advice: 'Ask an owner of the team.',
      field: 'role',
    })
  }
  const token = randomBytes(TOKEN_BYTES).toString('base64url')
  const row = {
    id: newId('inv'),
    teamId: team.id,
    email: invite.email,
    role: invite.role,
    tokenHash: hashInvitation(token),
    createdAt: isoNow(),
    createdBy: by.email,
    inviterId: by.userId,
    expiresAt: new Date(clock.now() + INVITATION_HOURS * 3_600_000).toISOString(),
    acceptedAt: null,
    revokedAt: null,
  }
  await inTransaction(async (tx) => {
    await refuseMembers(tx, team.id, invite.email)
    await endOpen(tx, team.id, invite.email)
    await tx.insertInto('invitation').values(row).execute()
    await recordAuditEvent(tx, {
      action: 'member.invited',
      teamId: team.id,
      actor: by.email,
      subject: row.id,
      details: { email: invite.email, role: invite.role },
    })
  })
  // The token stands behind `#`, which no browser sends and no server logs.
  const link = `${getEnv().publicUrl}/join#token=${token}`
  const mail = await sendMail({
    to: invite.email,
    subject: `${team.name} invites you to Keystream`,
    text: mailText({ team: team.name, by: by.email, role: invite.role, link }),
  })
  return {
    invitation: toInvitation(row),
    mailed: mail.sent,
    link: mail.sent ? null : link,
    mailProblem: mail.sent ? null : mail.problem,
  }
}

/** listInvitations gives a page of the open invitations and of those that ran out, newest last. */
export async function listInvitations(query: {
  teamId: string
  after?: string | undefined
  limit: number
}): Promise<z.infer<typeof InvitationPageSchema>> {
  const rows = await getDatabase()
    .selectFrom('invitation')
    .where('teamId', '=', query.teamId)
    .where('acceptedAt', 'is', null)
    .where('revokedAt', 'is', null)
    .$if(query.after !== undefined, (q) => q.where('id', '>', query.after ?? ''))
    .selectAll()
    .orderBy('id')
    .limit(query.limit + 1)
    .execute()
  const items = rows.slice(0, query.limit).map(toInvitation)
  return { items, next: rows.length > query.limit ? (items.at(-1)?.id ?? null) : null }
}

/** revokeInvitation ends an open invitation. Throws `not_found` when it is none of this team or is over. Audited. */
export async function revokeInvitation(place: { teamId: string; id: string; by: Head }): Promise<void> {
  await inTransaction(async (tx) => {
    const row = await tx
      .updateTable('invitation')
      .set({ revokedAt: isoNow() })
      .where('teamId', '=', place.teamId)
      .where('id', '=', place.id)
      .where('acceptedAt', 'is', null)
      .where('revokedAt', 'is', null)
      .returning('email')
      .executeTakeFirst()
    if (!row) throw notFound()
    await recordAuditEvent(tx, {
      action: 'invitation.revoked',
      teamId: place.teamId,
      actor: place.by.email,
      subject: place.id,
      details: { email: row.email },
    })
  })
}

/** hashInvitation is what the database keeps of a token: 256 random bits need no slow hash. */
export function hashInvitation(token: string): string {
  return createHash('sha256').update(token).digest('hex')
}

async function refuseMembers(tx: Tx, teamId: string, email: string): Promise<void> {
  const member = await tx
    .selectFrom('member')
    .innerJoin('user', 'user.id', 'member.userId')
    .where('member.teamId', '=', teamId)
    .where('user.email', '=', email)
    .select('user.id')
    .executeTakeFirst()
  if (member) {
    throw new AppError({ code: 'conflict', message: `${email} is a member already.`, field: 'email' })
  }
  const open = await tx
    .selectFrom('invitation')
    .where('teamId', '=', teamId)
    .where('acceptedAt', 'is', null)
    .where('revokedAt', 'is', null)
    .where('expiresAt', '>', isoNow())
    .select((e) => e.fn.countAll<number | string>().as('count'))
    .executeTakeFirstOrThrow()
  if (Number(open.count) < MAX_OPEN) return
  throw new AppError({
    code: 'conflict',
    message: `The team has ${MAX_OPEN} open invitations.`,
    advice: 'Revoke some of them first.',
  })
}

async function endOpen(tx: Tx, teamId: string, email: string): Promise<void> {
  await tx
    .updateTable('invitation')
    .set({ revokedAt: isoNow() })
    .where('teamId', '=', teamId)
    .where('email', '=', email)
    .where('acceptedAt', 'is', null)
    .where('revokedAt', 'is', null)
    .execute()
}

function mailText(mail: { team: string; by: string; role: string; link: string }): string {
  return [
    `${mail.by} invites you to the team "${mail.team}" on Keystream, as ${mail.role}.`,
    '',
    'Open this link within 72 hours; it works once, and for this address only:',
    '',
    mail.link,
    '',
    'If you did not expect it, leave it alone: nothing happens then.',
    '',
  ].join('\n')
}

function toInvitation(row: Omit<Invitation, 'expired' | 'role'> & { role: string }): Invitation {
  return InvitationSchema.parse({ ...row, expired: Date.parse(row.expiresAt) <= clock.now() })
}

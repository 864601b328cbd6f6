import 'server-only'
import { recordAuditEvent } from '#lib/server/audit/record-audit-event.ts'
import { AppError, notFound } from '#lib/server/base/app-error.ts'
import { inTransaction, type Tx } from '#lib/server/db/database.ts'
import { sendMail } from '#lib/server/mail/send-mail.ts'
import type { Head, MemberOf } from '#lib/server/teams/change-member.ts'
import { mayManage } from '#lib/shared/member.ts'
import type { ResetLink } from '#lib/shared/password-reset.ts'
import { RoleSchema } from '#lib/shared/team.ts'
import { PASSWORD_PROVIDER } from '../check-password.ts'
import { linkText } from './ask-reset.ts'
import { createReset, resetUrl } from './reset-token.ts'

/**
 * offerReset makes a link with which a member sets a new password, once within sixty minutes. It goes to the member by
 * e-mail where a mail server takes it, else it is in the answer. Who holds it can become that member, so the one who
 * makes it must manage the member in every team they are in. Throws AppError `not_found` for nobody of this team,
 * `forbidden` otherwise, `conflict` for an account without a password. Audited.
 */
export async function offerReset({ teamId, userId, by }: MemberOf): Promise<ResetLink> {
  const { token, expiresAt, email } = await inTransaction(async (tx) => {
    const { email } = await findTarget(tx, teamId, userId)
    if (userId === by.userId) throw notOneself()
    await requireMoreRights(tx, userId, by)
    await requirePassword(tx, userId)
    const made = await createReset(tx, userId, by.email)
    const event = { teamId, actor: by.email, subject: userId, details: { email } }
    await recordAuditEvent(tx, { ...event, action: 'password.reset-link-made' })
    return { ...made, email }
  })
  const link = resetUrl(token)
  const text = linkText(link, by.email)
  const mail = await sendMail({ to: email, subject: 'A new password for Keystream', text })
  return {
    email,
    expiresAt,
    link: mail.sent ? null : link,
    mailProblem: mail.sent ? null : mail.problem,
  }
}

async function findTarget(tx: Tx, teamId: string, userId: string): Promise<{ email: string }> {
  const row = await tx
    .selectFrom('member')
    .innerJoin('user', 'user.id', 'member.userId')
    .where('member.teamId', '=', teamId)
    .where('member.userId', '=', userId)
    .select('user.email')
    .executeTakeFirst()
  if (!row) throw notFound()
  return row
}

/** Every team of the member counts, also one where they are disabled now: that can be taken back. */
async function requireMoreRights(tx: Tx, userId: string, by: Head): Promise<void> {
  const rows = await tx
    .selectFrom('member as theirs')
    .leftJoin('member as ours', (join) =>
      join
        .onRef('ours.teamId', '=', 'theirs.teamId')
        .on('ours.userId', '=', by.userId)
        .on('ours.disabledAt', 'is', null),
    )
    .where('theirs.userId', '=', userId)
    .select(['theirs.role as theirs', 'ours.role as ours'])
    .execute()
  const manages = rows.every(
    ({ theirs, ours }) => ours !== null && mayManage(RoleSchema.parse(ours), RoleSchema.parse(theirs)),
  )
  if (manages) return
  throw new AppError({
    code: 'forbidden',
    message: 'Your rights do not reach everything that this person may do.',
    advice:
      'A link lets you become them, also in their other teams. Ask an owner of all of these teams, or whoever runs this Keystream.',
  })
}

async function requirePassword(tx: Tx, userId: string): Promise<void> {
  const account = await tx
    .selectFrom('account')
    .where('userId', '=', userId)
    .where('providerId', '=', PASSWORD_PROVIDER)
    .select('id')
    .executeTakeFirst()
  if (account) return
  throw new AppError({
    code: 'conflict',
    message: 'This account has no password: it signs in by single sign-on or with a passkey.',
    advice: 'A forgotten password is reset where the person signs in.',
  })
}

function notOneself(): AppError {
  return new AppError({
    code: 'forbidden',
    message: 'Nobody makes a reset link for the own account.',
    advice: 'Change the password on the page of your account, or ask another owner.',
  })
}

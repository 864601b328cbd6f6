import 'server-only'
import type { Selectable } from 'kysely'
import { recordAuditEvent } from '#lib/server/audit/record-audit-event.ts'
import { AppError, notFound } from '#lib/server/base/app-error.ts'
import { clock, isoNow } from '#lib/server/base/clock.ts'
import { getDatabase, inTransaction, type Tx } from '#lib/server/db/database.ts'
import type { ProfileGrantTable } from '#lib/server/db/schema.ts'
import {
  type AddGrant,
  type Grant,
  GrantSchema,
  MAX_GRANT_DAYS,
  MAX_GRANTS_PER_PROFILE,
  type ProfileRight,
} from '#lib/shared/grant.ts'
import { newId } from '#lib/shared/ids.ts'
import type { Role } from '#lib/shared/team.ts'

const DAY_MS = 86_400_000

/** Granter is who shares: with the rights he holds himself on the profile. */
export interface Granter {
  readonly userId: string
  readonly teamId: string
  readonly role: Role
  readonly name: string
  readonly email: string
}

export interface GrantPlace {
  readonly member: Granter
  readonly profileId: string
}

/** listGrants gives every live grant and denial on a profile, the oldest first. The caller has judged who may ask. */
export async function listGrants(teamId: string, profileId: string): Promise<Grant[]> {
  const rows = await grantRows(getDatabase(), teamId, profileId).execute()
  return rows
    .map(grantOfRow)
    .filter(({ expiresAt }) => expiresAt === null || Date.parse(expiresAt) > clock.now())
}

/**
 * addGrant gives or denies one right to a member or the team, in place of a former entry for the same right, and audits
 * it. Throws `forbidden` when somebody but an owner or admin denies, or gives more than he holds; `unprocessable` for a
 * stranger, an end that is past or too far, or too many entries; `not_found`.
 */
export async function addGrant(
  place: GrantPlace & { readonly held: readonly ProfileRight[]; readonly input: Required<AddGrant> },
): Promise<Grant> {
  const { member, profileId, held, input } = place
  assertWithinRights(member, held, input)
  assertEnd(input.expiresAt)
  const id = newId('grt')
  const { person: userId, right, effect, expiresAt } = input
  return inTransaction(async (tx) => {
    const email = userId === null ? null : await memberEmail(tx, member.teamId, userId)
    const others = await takeFormer(tx, { profileId, userId, right })
    if (others >= MAX_GRANTS_PER_PROFILE) throw tooMany()
    const { teamId } = member
    const row = {
      id,
      teamId,
      profileId,
      userId,
      right,
      effect,
      expiresAt,
      createdAt: isoNow(),
      createdBy: member.name,
    }
    await tx.insertInto('profileGrant').values(row).execute()
    await recordAuditEvent(tx, {
      action: 'grant.added',
      teamId,
      actor: member.email,
      subject: profileId,
      details: { to: email ?? 'the team', right, effect, expiresAt },
    })
    return grantOfRow(
      await grantRows(tx, teamId, profileId).where('profileGrant.id', '=', id).executeTakeFirstOrThrow(),
    )
  })
}

/** removeGrant takes an entry back and audits it. Throws `forbidden` for one that its caller could not have made; `not_found`. */
export async function removeGrant(
  place: GrantPlace & { readonly held: readonly ProfileRight[]; readonly grantId: string },
): Promise<void> {
  const { member, profileId, held, grantId } = place
  await inTransaction(async (tx) => {
    const row = await grantRows(tx, member.teamId, profileId)
      .where('profileGrant.id', '=', grantId)
      .executeTakeFirst()
    if (!row) throw notFound()
    const grant = grantOfRow(row)
    assertWithinRights(member, held, grant)
    await tx.deleteFrom('profileGrant').where('id', '=', grantId).execute()
    const { right, effect } = grant
    await recordAuditEvent(tx, {
      action: 'grant.removed',
      teamId: member.teamId,
      actor: member.email,
      subject: profileId,
      details: { to: grant.person?.email ?? 'the team', right, effect },
    })
  })
}

/**
 * expireGrants deletes what has ended, with an audit event each. It is housekeeping: an ended grant counts for nothing
 * whether or not this has run. Gives how many.
 */
export async function expireGrants(): Promise<number> {
  return inTransaction(async (tx) => {
    const rows = await tx
      .deleteFrom('profileGrant')
      .where('expiresAt', '<=', isoNow())
      .returningAll()
      .execute()
    for (const { teamId, profileId, right, effect, userId } of rows) {
      const to = userId === null ? 'the team' : await memberEmail(tx, teamId, userId)
      const details = { to, right, effect }
      await recordAuditEvent(tx, {
        action: 'grant.expired',
        teamId,
        actor: null,
        subject: profileId,
        details,
      })
    }
    return rows.length
  })
}

function grantRows(db: Tx | ReturnType<typeof getDatabase>, teamId: string, profileId: string) {
  return db
    .selectFrom('profileGrant')
    .leftJoin('user', 'user.id', 'profileGrant.userId')
    .selectAll('profileGrant')
    .select(['user.name as userName', 'user.email as userEmail'])
    .where('profileGrant.teamId', '=', teamId)
    .where('profileGrant.profileId', '=', profileId)
    .orderBy('profileGrant.createdAt')
    .orderBy('profileGrant.id')
}

type Row = Selectable<ProfileGrantTable> & { userName: string | null; userEmail: string | null }

function grantOfRow({ userId, userName, userEmail, ...row }: Row): Grant {
  const person = userId === null ? null : { id: userId, name: userName ?? '', email: userEmail ?? '' }
  return GrantSchema.parse({ ...row, person })
}

function assertWithinRights(
  { role }: Granter,
  held: readonly ProfileRight[],
  { right, effect }: Pick<AddGrant, 'right' | 'effect'>,
): void {
  if (role === 'owner' || role === 'admin') return
  const advice = 'Ask an owner or admin of the team.'
  if (effect === 'deny')
    throw new AppError({
      code: 'forbidden',
      field: 'effect',
      message: 'Only owners and admins deny a right.',
      advice,
    })
  if (held.includes(right)) return
  const message = 'You can give no right that you do not hold yourself.'
  throw new AppError({ code: 'forbidden', field: 'right', message, advice })
}

function assertEnd(expiresAt: string | null): void {
  if (expiresAt === null) return
  const ahead = Date.parse(expiresAt) - clock.now()
  if (ahead > 0 && ahead <= MAX_GRANT_DAYS * DAY_MS) return
  throw new AppError({
    code: 'unprocessable',
    field: 'expiresAt',
    message:
      ahead > 0 ? `A grant with an end lasts ${MAX_GRANT_DAYS} days at most.` : 'That end is already past.',
    advice: 'Choose a time within the next year, or no end.',
  })
}

async function memberEmail(tx: Tx, teamId: string, userId: string): Promise<string> {
  const row = await tx
    .selectFrom('member')
    .innerJoin('user', 'user.id', 'member.userId')
    .select('user.email')
    .where('member.teamId', '=', teamId)
    .where('member.userId', '=', userId)
    .executeTakeFirst()
  if (row) return row.email
  throw new AppError({
    code: 'unprocessable',
    field: 'person',
    message: 'That person is not a member of this team.',
    advice: 'Invite them first.',
  })
}

/** Takes the former entry for the same right away, and gives how many others stand on the profile. */
async function takeFormer(
  tx: Tx,
  { profileId, userId, right }: { profileId: string; userId: string | null; right: ProfileRight },
): Promise<number> {
  await tx
    .deleteFrom('profileGrant')
    .where('profileId', '=', profileId)
    .where('userId', userId === null ? 'is' : '=', userId)
    .where('right', '=', right)
    .execute()
  const { count } = await tx
    .selectFrom('profileGrant')
    .select((e) => e.fn.countAll<number | string>().as('count'))
    .where('profileId', '=', profileId)
    .executeTakeFirstOrThrow()
  return Number(count)
}

function tooMany(): AppError {
  return new AppError({
    code: 'unprocessable',
    message: `A profile has at most ${MAX_GRANTS_PER_PROFILE} grants.`,
    advice: 'Give the right to the whole team, or take some back.',
  })
}

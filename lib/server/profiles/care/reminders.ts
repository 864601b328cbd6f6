import 'server-only'
import { recordAuditEvent } from '#lib/server/audit/record-audit-event.ts'
import { notFound } from '#lib/server/base/app-error.ts'
import { isoNow } from '#lib/server/base/clock.ts'
import { getDatabase, inTransaction } from '#lib/server/db/database.ts'
import { type Asking, rightsOn } from '#lib/server/teams/profile-access.ts'
import { type AuditedMember, requireProfileRight } from '#lib/server/teams/require-profile-right.ts'
import { type DismissReminder, type Reminder, ReminderSchema } from '#lib/shared/care.ts'
import { CredentialFactsSchema } from '#lib/shared/credential.ts'
import type { Actor } from '../actor.ts'

/** What a page shows at once; whoever has more certificates ending sees the nearest. */
const MAX_SHOWN = 100

/**
 * listReminders gives what a team was reminded of and nobody has put away, the most urgent first: of each certificate
 * only the last reminder, none of a certificate or version that was replaced since, none of a profile that the member may not
 * see.
 */
export async function listReminders(options: {
  readonly teamId: string
  readonly member: Asking
}): Promise<Reminder[]> {
  const { teamId, member } = options
  const rows = await getDatabase()
    .selectFrom('profileReminder as r')
    .innerJoin('profile as p', 'p.id', 'r.profileId')
    .select(['r.profileId', 'r.kind', 'r.subject', 'r.days', 'r.label', 'r.dueAt'])
    .select(['p.name', 'p.facts', 'p.version', 'p.createdById'])
    .where('r.teamId', '=', teamId)
    .where('r.dismissedAt', 'is', null)
    .where('p.deletedAt', 'is', null)
    .orderBy('r.dueAt')
    .orderBy('r.days')
    .limit(MAX_SHOWN)
    .execute()
  const judged = rows.map(({ profileId: id, createdById, facts }) => ({ id, createdById, facts }))
  const rights = await rightsOn(getDatabase(), member, judged)
  const seen = new Set<string>()
  return rows.flatMap(({ facts, version, createdById: _, profileId: profile, ...row }) => {
    const key = [profile, row.kind, row.subject].join(' ')
    if (seen.has(key) || !rights.get(profile)?.includes('see') || isPast(row, facts, version)) return []
    seen.add(key)
    return [ReminderSchema.parse({ ...row, profile })]
  })
}

/** isPast tells of a reminder whose certificate or version was replaced since. */
export function isPast(row: { kind: string; subject: string }, facts: string, version: number): boolean {
  if (row.kind === 'removed') return row.subject !== String(version)
  if (row.kind !== 'authority') return false
  const { certificateAuthorities } = CredentialFactsSchema.parse(JSON.parse(facts))
  return !certificateAuthorities.some(({ sha256 }) => sha256 === row.subject)
}

/** dismissReminder puts a reminder away for the whole team, audited. The next threshold reminds again. Throws
 * `not_found`, and `forbidden` without the right `edit`. */
export async function dismissReminder(options: {
  readonly teamId: string
  readonly actor: Actor
  readonly member: AuditedMember
  readonly reminder: DismissReminder
}): Promise<void> {
  const { teamId, actor, member, reminder } = options
  const { profile: profileId, kind, subject, days } = reminder
  await requireProfileRight(getDatabase(), member, profileId, 'edit')
  await inTransaction(async (tx) => {
    const change = { dismissedAt: isoNow(), dismissedBy: actor.name }
    const changed = await tx
      .updateTable('profileReminder')
      .set(change)
      .where('teamId', '=', teamId)
      .where('profileId', '=', profileId)
      .where('kind', '=', kind)
      .where('subject', '=', subject)
      // Those of earlier thresholds are answered by the same act.
      .where('days', '>=', days)
      .where('dismissedAt', 'is', null)
      .executeTakeFirst()
    if (changed.numUpdatedRows === 0n) throw notFound()
    await recordAuditEvent(tx, {
      action: 'profile.reminded',
      teamId,
      actor: actor.email,
      subject: profileId,
      details: { kind, days, dismissed: true },
    })
  })
}

import 'server-only'
import { isoNow } from '#lib/server/base/clock.ts'
import { getEnv } from '#lib/server/base/env.ts'
import { getDatabase } from '#lib/server/db/database.ts'
import { canMail, sendMail } from '#lib/server/mail/send-mail.ts'
import { rightsOn } from '#lib/server/teams/profile-access.ts'
import { type Reminder, ReminderSchema } from '#lib/shared/care.ts'
import { can, RoleSchema } from '#lib/shared/team.ts'
import { reminderMail } from './reminder-mail.ts'
import { isPast } from './reminders.ts'

/** Ids in one statement. */
const BATCH = 500

/** Told is a reminder that is to be told to somebody, and who made its profile. */
interface Told extends Reminder {
  readonly createdById: string | null
  readonly facts: string
}

/**
 * mailReminders tells a team's owners and admins, and whoever made the profile, by e-mail of every reminder that is
 * new: each person once, all of a team in one mail. A reminder is taken on before its mail is sent, so that neither a
 * restart nor a second server repeats it; only where the mail server took none of a team's mails is it left for another
 * time. Gives how many mails were sent, and whether some were left. Does nothing without a mail server.
 */
export async function mailReminders({
  signal,
}: {
  readonly signal: AbortSignal
}): Promise<{ sent: number; left: boolean }> {
  const result = { sent: 0, left: false }
  if (!canMail()) return result
  const teams = await getDatabase()
    .selectFrom('profileReminder as r')
    .innerJoin('team as t', 't.id', 'r.teamId')
    .select(['t.id', 't.name'])
    .distinct()
    .where('r.mailedAt', 'is', null)
    .where('r.dismissedAt', 'is', null)
    .execute()
  for (const team of teams) {
    if (signal.aborted) break
    const sent = await tellTeam(team)
    if (sent === null) result.left = true
    else result.sent += sent
  }
  return result
}

/** Gives how many mails were sent, or null when none of them was taken and the reminders wait. */
async function tellTeam(team: { id: string; name: string }): Promise<number | null> {
  const at = isoNow()
  const claimed = await getDatabase()
    .updateTable('profileReminder')
    .set({ mailedAt: at })
    .where('teamId', '=', team.id)
    .where('mailedAt', 'is', null)
    .where('dismissedAt', 'is', null)
    .returning(['profileId', 'kind', 'subject', 'days', 'label', 'dueAt'])
    .execute()
  const told = await describe(claimed)
  const mails = await addressed(team, told)
  let sent = 0
  for (const { email, reminders } of mails) {
    const mail = reminderMail({ team, reminders, publicUrl: getEnv().publicUrl })
    if ((await sendMail({ ...mail, to: email })).sent) sent += 1
  }
  if (sent > 0 || mails.length === 0) return sent
  const taken = getDatabase().updateTable('profileReminder').set({ mailedAt: null })
  await taken.where('teamId', '=', team.id).where('mailedAt', '=', at).execute()
  return null
}

type Claimed = Omit<Reminder, 'profile' | 'name' | 'kind'> & { profileId: string; kind: string }

/** Of each certificate only the nearest threshold, none that was replaced, none of a deleted profile. */
async function describe(claimed: readonly Claimed[]): Promise<Told[]> {
  const ids = [...new Set(claimed.map(({ profileId }) => profileId))]
  const profiles = new Map<string, Awaited<ReturnType<typeof findProfiles>>[number]>()
  for (let from = 0; from < ids.length; from += BATCH) {
    for (const row of await findProfiles(ids.slice(from, from + BATCH))) profiles.set(row.id, row)
  }
  const seen = new Set<string>()
  return claimed
    .toSorted((one, other) => one.days - other.days || one.dueAt.localeCompare(other.dueAt))
    .flatMap(({ profileId, ...row }) => {
      const profile = profiles.get(profileId)
      const key = [profileId, row.kind, row.subject].join(' ')
      if (!profile || seen.has(key) || isPast(row, profile.facts, profile.version)) return []
      seen.add(key)
      const { createdById, facts, name } = profile
      return [{ ...ReminderSchema.parse({ ...row, profile: profileId, name }), createdById, facts }]
    })
}

function findProfiles(ids: readonly string[]) {
  return getDatabase()
    .selectFrom('profile')
    .where('id', 'in', ids)
    .where('deletedAt', 'is', null)
    .select(['id', 'name', 'facts', 'version', 'createdById'])
    .execute()
}

/** Who is told what: heads all that they may see, others what they made and may still see. */
async function addressed(team: { id: string }, told: readonly Told[]) {
  if (told.length === 0) return []
  const members = await getDatabase()
    .selectFrom('member')
    .innerJoin('user', 'user.id', 'member.userId')
    .where('member.teamId', '=', team.id)
    .where('member.disabledAt', 'is', null)
    .select(['user.id', 'user.email', 'member.role'])
    .execute()
  const makers = new Set(told.map(({ createdById }) => createdById))
  const mails: { email: string; reminders: Told[] }[] = []
  for (const { id: userId, email, role: stored } of members) {
    const role = RoleSchema.parse(stored)
    const isHead = can(role, 'member.manage')
    if (!isHead && !makers.has(userId)) continue
    const theirs = isHead ? told : told.filter(({ createdById }) => createdById === userId)
    const judged = theirs.map(({ profile: id, createdById, facts }) => ({ id, createdById, facts }))
    const rights = await rightsOn(getDatabase(), { userId, teamId: team.id, role }, judged)
    const reminders = theirs.filter(({ profile }) => rights.get(profile)?.includes('see'))
    if (reminders.length > 0) mails.push({ email, reminders })
  }
  return mails
}

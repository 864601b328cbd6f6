import 'server-only'
import type { z } from 'zod'
import { recordAuditEvent } from '#lib/server/audit/record-audit-event.ts'
import { notFound } from '#lib/server/base/app-error.ts'
import { clock, isoNow } from '#lib/server/base/clock.ts'
import { getDatabase, inTransaction, type Tx } from '#lib/server/db/database.ts'
import { assertFreeName, assertRoomFor, type TeamList } from '#lib/server/db/team-list.ts'
import { visibleTo } from '#lib/server/teams/profile-access.ts'
import { requireProfileRight } from '#lib/server/teams/require-profile-right.ts'
import type { AuditAction } from '#lib/shared/audit-event.ts'
import { newId } from '#lib/shared/ids.ts'
import type {
  CreateJobSchedule,
  JobSchedule,
  NextRunsSchema,
  ScheduleTimes,
  UpdateJobSchedule,
} from '#lib/shared/job-schedule.ts'
import { assertNotify } from '../assert-notify.ts'
import { withoutPlaceOf } from '../record-samples.ts'
import type { JobStarter } from '../watch-rights.ts'
import { assertTimes, nextTimes, timesIssue } from './cron-times.ts'
import { type ScheduleRow, scheduleOfRow } from './schedule-row.ts'

/** Each of them asks the database every few seconds, and starts a job a minute at most. */
const MAX_SCHEDULES = 100
const SHOWN_RUNS = 5

/** previewTimes gives the next five times of a line before it is saved, or what is wrong with it, naming the field. */
export function previewTimes(times: ScheduleTimes): z.infer<typeof NextRunsSchema> {
  const issue = timesIssue(times, clock.now())
  return issue ? { next: [], issue } : { next: nextTimes(times, clock.now(), SHOWN_RUNS), issue: null }
}

/** listSchedules gives a team's schedules, on profiles that a member may see, by name. */
export async function listSchedules(member: JobStarter): Promise<JobSchedule[]> {
  const rows = await select(member).orderBy('name').limit(MAX_SCHEDULES).execute()
  return rows.map(scheduleOfRow)
}

/** getSchedule gives one schedule. Throws `not_found`, for another team's and an unseen profile's as well. */
export async function getSchedule(member: JobStarter, id: string): Promise<JobSchedule> {
  const row = await select(member).where('id', '=', id).executeTakeFirst()
  if (!row) throw notFound()
  return scheduleOfRow(row)
}

/**
 * createSchedule keeps a schedule that runs as its maker; audited. The specification is checked against the profile at
 * each run. Throws `bad_request` naming the field, `not_found` and `forbidden` for the profile, `conflict` for a name
 * that is taken or one too many.
 */
export async function createSchedule(member: JobStarter, input: CreateJobSchedule): Promise<JobSchedule> {
  const { teamId } = member
  const { name, spec, notify, missed, cron, timeZone } = input
  assertTimes(input, clock.now())
  await requireProfileRight(getDatabase(), member, input.profile, 'use')
  await assertNotify(teamId, input.profile, notify)
  const now = isoNow()
  const row: ScheduleRow = {
    ...{ id: newId('sdl'), teamId, name, kind: spec.kind, profileId: input.profile },
    ...{ spec: JSON.stringify(withoutPlaceOf(spec)), notify: notify && JSON.stringify(notify) },
    ...{ cron, timeZone, missed },
    ...{ state: 'active', stopReason: null, nextAt: nextOf(input), overlapped: 0, skipped: 0 },
    ...{ lastAt: null, lastJobId: null, lastWord: null },
    ...{ createdBy: member.name, createdAt: now, updatedAt: now, ...ownerOf(member) },
  }
  await inTransaction(async (tx) => {
    await assertFreeName(tx, listOf(teamId), name)
    await assertRoomFor(tx, listOf(teamId), MAX_SCHEDULES)
    await tx.insertInto('jobSchedule').values(row).execute()
    await audit(tx, member, 'schedule.created', row)
  })
  return scheduleOfRow(row)
}

/**
 * updateSchedule changes what is given; audited. Who changes more than `paused`, or starts one again that was stopped,
 * is the one as whom it runs from then on. Throws as createSchedule does.
 */
export async function updateSchedule(
  member: JobStarter,
  id: string,
  input: UpdateJobSchedule,
): Promise<JobSchedule> {
  const { teamId } = member
  const { paused, ...changes } = input
  const before = await getSchedule(member, id)
  const profile = changes.profile ?? before.profile
  for (const each of new Set([before.profile, profile]))
    await requireProfileRight(getDatabase(), member, each, 'use')
  const times = { cron: changes.cron ?? before.cron, timeZone: changes.timeZone ?? before.timeZone }
  assertTimes(times, clock.now())
  await assertNotify(teamId, profile, changes.notify === undefined ? before.notify : changes.notify)
  return inTransaction(async (tx) => {
    const row = await select(member, tx).where('id', '=', id).executeTakeFirst()
    if (!row) throw notFound()
    if (changes.name !== undefined && changes.name !== row.name)
      await assertFreeName(tx, listOf(teamId), changes.name)
    const state = paused === undefined ? row.state : paused ? 'paused' : 'active'
    const takesOver = Object.keys(changes).length > 0 || (row.state === 'stopped' && state === 'active')
    const next: ScheduleRow = {
      ...row,
      ...{
        name: changes.name ?? row.name,
        profileId: profile,
        missed: changes.missed ?? row.missed,
        ...times,
      },
      ...(changes.spec && { kind: changes.spec.kind, spec: JSON.stringify(withoutPlaceOf(changes.spec)) }),
      ...(changes.notify !== undefined && { notify: changes.notify && JSON.stringify(changes.notify) }),
      ...{ state, stopReason: state === 'stopped' ? row.stopReason : null },
      ...{ nextAt: state === 'active' ? nextOf(times) : null, updatedAt: isoNow() },
      ...(takesOver && ownerOf(member)),
    }
    await tx.updateTable('jobSchedule').set(next).where('teamId', '=', teamId).where('id', '=', id).execute()
    await audit(tx, member, actionOf(input), next)
    return scheduleOfRow(next)
  })
}

/** deleteSchedule ends a schedule; its jobs stay. Audited. Throws `not_found` and `forbidden`. */
export async function deleteSchedule(member: JobStarter, id: string): Promise<void> {
  const { teamId } = member
  const { profile } = await getSchedule(member, id)
  await requireProfileRight(getDatabase(), member, profile, 'use')
  await inTransaction(async (tx) => {
    const row = await select(member, tx).where('id', '=', id).executeTakeFirst()
    if (!row) throw notFound()
    await tx.deleteFrom('jobSchedule').where('teamId', '=', teamId).where('id', '=', id).execute()
    await audit(tx, member, 'schedule.deleted', row)
  })
}

function actionOf({ paused, ...changes }: UpdateJobSchedule): AuditAction {
  if (Object.keys(changes).length > 0 || paused === undefined) return 'schedule.updated'
  return paused ? 'schedule.paused' : 'schedule.resumed'
}

const nextOf = (times: ScheduleTimes): string | null => nextTimes(times, clock.now(), 1)[0] ?? null

const ownerOf = ({ userId, name, tokenId }: JobStarter) => ({
  ownerId: userId,
  ownerName: name,
  ownerTokenId: tokenId ?? null,
})

function select(member: JobStarter, db: Tx | ReturnType<typeof getDatabase> = getDatabase()) {
  return db
    .selectFrom('jobSchedule')
    .selectAll()
    .where('teamId', '=', member.teamId)
    .where((e) =>
      e.exists(
        e
          .selectFrom('profile')
          .select('profile.id')
          .whereRef('profile.id', '=', 'jobSchedule.profileId')
          .where(visibleTo(member)),
      ),
    )
}

const listOf = (teamId: string): TeamList => ({ table: 'jobSchedule', teamId, noun: 'schedule' })

async function audit(
  tx: Tx,
  { teamId, email }: JobStarter,
  action: AuditAction,
  { id, name, kind, profileId, cron, timeZone, ownerName }: ScheduleRow,
): Promise<void> {
  const details = { name, kind, profile: profileId, cron, timeZone, runsAs: ownerName }
  await recordAuditEvent(tx, { action, teamId, actor: email, subject: id, details })
}

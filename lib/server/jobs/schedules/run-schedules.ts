import 'server-only'
import { withActingToken } from '#lib/server/audit/acting-token.ts'
import { recordAuditEvent } from '#lib/server/audit/record-audit-event.ts'
import { findTokenTeam } from '#lib/server/auth/tokens/find-token.ts'
import { clock, isoNow } from '#lib/server/base/clock.ts'
import { isStopping } from '#lib/server/base/lifecycle.ts'
import { getDatabase, inTransaction, type Tx } from '#lib/server/db/database.ts'
import { findMembership } from '#lib/server/teams/membership.ts'
import { startJob } from '../start-job.ts'
import { type JobStarter, mayGoOn } from '../watch-rights.ts'
import { nextTimes, timesBetween } from './cron-times.ts'
import { type ScheduleRow, scheduleOfRow } from './schedule-row.ts'

/** As many as a server starts in one go; the rest is due at the next look, two seconds later. */
const PER_LOOK = 50
/** Later than this, no server was up; a busy one is seconds late. */
const LATE_MS = 60_000
/** A count that says "many"; each costs croner a step. */
const MAX_COUNTED = 100

/**
 * runDueSchedules starts what is due, as whom it runs, and gives how many jobs it started. A due time is taken together
 * with what becomes of it, in one transaction: a server that dies on the way leaves it due, and of several servers on
 * one PostgreSQL one takes it. What was due while no server was up is left out, or done once, as the schedule says;
 * while the former job of a schedule waits or runs, a time is left out and counted. Throws the first failure, after all
 * that are due have had their turn.
 */
export async function runDueSchedules(signal: AbortSignal): Promise<number> {
  const due = await getDatabase()
    .selectFrom('jobSchedule')
    .selectAll()
    .where('nextAt', '<=', isoNow())
    .orderBy('nextAt')
    .limit(PER_LOOK)
    .execute()
  let started = 0
  const failures: unknown[] = []
  for (const row of due) {
    if (signal.aborted) break
    try {
      if (await run(row)) started += 1
    } catch (error) {
      // One that can't be read, such as a time zone that is known no more, must not hold up those behind it.
      failures.push(error)
    }
  }
  if (failures.length > 0) throw failures[0]
  return started
}

/** What is kept about a due time that is taken. */
type Taking = Pick<ScheduleRow, 'lastWord' | 'lastJobId'> &
  Partial<Pick<ScheduleRow, 'overlapped' | 'skipped'>>

/** Takes the due time, and says what became of it; false when another server was first, or somebody paused it. */
async function take(
  row: ScheduleRow,
  taking: Taking,
  db: Tx | ReturnType<typeof getDatabase> = getDatabase(),
): Promise<boolean> {
  const nextAt = nextTimes(row, clock.now(), 1)[0] ?? null
  const { numUpdatedRows } = await db
    .updateTable('jobSchedule')
    .set({ ...taking, nextAt, lastAt: row.nextAt })
    .where('id', '=', row.id)
    .where('nextAt', '=', row.nextAt)
    .where('state', '=', 'active')
    .executeTakeFirst()
  return numUpdatedRows === 1n
}

async function run(row: ScheduleRow): Promise<boolean> {
  const at = Date.parse(row.nextAt ?? '')
  const late = clock.now() - at > LATE_MS
  const passed = late ? 1 + timesBetween(row, at, clock.now(), MAX_COUNTED) : 0
  if (late && row.missed === 'skip') {
    const skipped = row.skipped + passed
    await take(row, { skipped, lastWord: 'Left out: no server was up.', lastJobId: null })
    return false
  }
  const counted = late ? { skipped: row.skipped + passed - 1 } : {}
  if (await isBusy(row.id)) {
    await take(row, {
      ...counted,
      overlapped: row.overlapped + 1,
      lastWord: 'Left out: the former job had not ended.',
      lastJobId: null,
    })
    return false
  }
  const lastWord = late ? 'Started late: no server was up in time.' : 'Started.'
  return start(row, { ...counted, lastWord })
}

async function isBusy(scheduleId: string): Promise<boolean> {
  const job = await getDatabase()
    .selectFrom('job')
    .select('id')
    .where('scheduleId', '=', scheduleId)
    .where('state', 'in', ['queued', 'running'])
    .executeTakeFirst()
  return job !== undefined
}

/** Another server was first: its job is the one. */
class TakenError extends Error {}

async function start(row: ScheduleRow, taking: Omit<Taking, 'lastJobId'>): Promise<boolean> {
  const member = await findOwner(row)
  if (typeof member === 'string') {
    await stop(row, member)
    return false
  }
  const { spec, notify, profile, name } = scheduleOfRow(row)
  const input = { kind: spec.kind, profile, spec, name, ...(notify && { notify }) }
  const alongside = async (tx: Tx, lastJobId: string): Promise<void> => {
    if (!(await take(row, { ...taking, lastJobId }, tx))) throw new TakenError()
  }
  try {
    await withActingToken(member.tokenId, () =>
      startJob({ member, input, origin: { scheduleId: row.id }, alongside }),
    )
    return true
  } catch (error) {
    // A server that stops begins nothing: the time stays due for the next one.
    if (error instanceof TakenError || isStopping()) return false
    const known = error instanceof Error && error.name === 'AppError'
    const why = known ? error.message : 'The job could not be started.'
    await take(row, { ...taking, lastJobId: null, lastWord: `Not started: ${why}` })
    return false
  }
}

/** As whom it runs, with the role of this moment; or why it may run no more. */
async function findOwner(row: ScheduleRow): Promise<JobStarter | string> {
  const { teamId, ownerId: userId, ownerTokenId, profileId, ownerName } = row
  const team =
    ownerTokenId === null ? await findMembership(userId, teamId) : await findTokenTeam(ownerTokenId)
  if (!team)
    return ownerTokenId === null
      ? `${ownerName}, as whom it ran, is no member of the team any more.`
      : `The API token of ${ownerName}, by which it ran, holds no more.`
  const { name, email } = await getDatabase()
    .selectFrom('user')
    .select(['name', 'email'])
    .where('id', '=', userId)
    .executeTakeFirstOrThrow()
  const member = {
    ...{ userId, teamId, role: team.role, name, email },
    ...(ownerTokenId !== null && { tokenId: ownerTokenId }),
  }
  if (await mayGoOn({ jobId: row.id, profileId, member })) return member
  return `${ownerName}, as whom it ran, may not start jobs on the profile any more, or it was deleted.`
}

/** It begins again when somebody who may says so; until then nothing is tried every minute. */
async function stop({ id, teamId, name, nextAt }: ScheduleRow, stopReason: string): Promise<void> {
  await inTransaction(async (tx) => {
    const change = { state: 'stopped', stopReason, nextAt: null, lastAt: nextAt, lastJobId: null }
    const { numUpdatedRows } = await tx
      .updateTable('jobSchedule')
      .set({ ...change, lastWord: 'Stopped.' })
      .where('id', '=', id)
      .where('nextAt', '=', nextAt)
      .executeTakeFirst()
    if (numUpdatedRows === 0n) return
    const details = { name, reason: stopReason }
    await recordAuditEvent(tx, { action: 'schedule.stopped', teamId, actor: null, subject: id, details })
  })
}

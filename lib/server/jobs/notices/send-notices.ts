import 'server-only'
import type { Selectable } from 'kysely'
import { clock, isoNow } from '#lib/server/base/clock.ts'
import { getDatabase } from '#lib/server/db/database.ts'
import type { JobTables } from '#lib/server/db/job-tables.ts'
import { auditIfBlocked } from '#lib/server/egress/audit-blocked.ts'
import { sendMail } from '#lib/server/mail/send-mail.ts'
import { webhookTarget } from '#lib/server/profiles/job-webhooks.ts'
import { findMembership } from '#lib/server/teams/membership.ts'
import { deliverWebhook } from '#lib/webhook/deliver-webhook.ts'
import type { WebhookError } from '#lib/webhook/webhook-error.ts'
import { jobOfRow } from '../job-row.ts'
import { noticeBody, noticeMail } from './notice-text.ts'

const PER_LOOK = 20
/** Slow receivers hold up one lane each and not the others. */
const AT_ONCE = 4
const DEADLINE_MS = 10_000
/** Whoever has taken a notice has it for so long; a server that died with it in hand leaves it to another then. */
const LEASE_MS = 60_000
/** A receiver that was replaced within some twenty minutes misses nothing. */
const AGAIN_AFTER_MS = [10_000, 60_000, 300_000, 900_000] as const

type Notice = Selectable<JobTables['jobNotice']>

/** Failure says why a notice was not taken, and whether another attempt may go better. */
interface Failure {
  readonly problem: string
  readonly again: boolean
}

/**
 * sendDueNotices tells of the ends that are due, a few at a time; of several servers on one PostgreSQL one tells each.
 * What fails is tried five times within some twenty minutes; what became of it stands beside the job. Gives how many
 * were taken.
 */
export async function sendDueNotices(signal: AbortSignal): Promise<number> {
  const due = await getDatabase()
    .selectFrom('jobNotice')
    .selectAll()
    .where('nextAt', '<=', isoNow())
    .orderBy('nextAt')
    .limit(PER_LOOK)
    .execute()
  let sent = 0
  const lane = async (): Promise<void> => {
    for (let notice = due.shift(); notice; notice = due.shift()) {
      if (signal.aborted || !(await claim(notice))) continue
      const failure = await send(notice, signal)
      await settle(notice, failure)
      if (!failure) sent += 1
    }
  }
  await Promise.all(Array.from({ length: AT_ONCE }, lane))
  return sent
}

async function claim({ id, nextAt, attempts }: Notice): Promise<boolean> {
  const { numUpdatedRows } = await getDatabase()
    .updateTable('jobNotice')
    .set({ nextAt: new Date(clock.now() + LEASE_MS).toISOString(), attempts: attempts + 1 })
    .where('id', '=', id)
    .where('nextAt', '=', nextAt)
    .executeTakeFirst()
  return numUpdatedRows === 1n
}

async function settle({ id, attempts }: Notice, failure: Failure | null): Promise<void> {
  const pause = failure?.again ? AGAIN_AFTER_MS[attempts] : undefined
  await getDatabase()
    .updateTable('jobNotice')
    .set({
      nextAt: pause === undefined ? null : new Date(clock.now() + pause).toISOString(),
      sentAt: failure ? null : isoNow(),
      problem: failure?.problem ?? null,
    })
    .where('id', '=', id)
    .execute()
}

async function send(notice: Notice, signal: AbortSignal): Promise<Failure | null> {
  try {
    const row = await getDatabase()
      .selectFrom('job')
      .selectAll()
      .where('id', '=', notice.jobId)
      .executeTakeFirst()
    if (!row) return { problem: 'The job is gone.', again: false }
    return notice.webhookId === null ? await mail(row) : await call(row, notice.id, notice.webhookId, signal)
  } catch {
    return { problem: 'It could not be sent, for a reason that is ours.', again: true }
  }
}

type JobRow = Selectable<JobTables['job']>

async function mail(row: JobRow): Promise<Failure | null> {
  const user = await findStarter(row)
  if (!user) return { problem: 'Who started the job is no member of the team any more.', again: false }
  const result = await sendMail({ to: user.email, ...noticeMail(row.teamId, jobOfRow(row)) })
  if (result.sent) return null
  return { problem: result.problem ?? 'This server sends no mail.', again: result.problem !== null }
}

async function findStarter({ createdById, teamId }: JobRow): Promise<{ readonly email: string } | null> {
  if (createdById === null || !(await findMembership(createdById, teamId))) return null
  const user = await getDatabase()
    .selectFrom('user')
    .select('email')
    .where('id', '=', createdById)
    .executeTakeFirst()
  return user ?? null
}

async function call(
  row: JobRow,
  id: string,
  webhookId: string,
  signal: AbortSignal,
): Promise<Failure | null> {
  const target = await webhookTarget(row.teamId, webhookId)
  if (!target) return { problem: 'The webhook is gone.', again: false }
  try {
    const outcome = await deliverWebhook(target, {
      ...{ id, body: noticeBody(row.teamId, jobOfRow(row)), contentType: 'application/json', signal },
      deadlineMs: DEADLINE_MS,
      // The next attempt is ours to make: this server may be gone by then.
      patienceMs: 0,
    })
    if (outcome.type === 'delivered') return null
    return { problem: `The webhook’s receiver refused it: it answered ${outcome.status}.`, again: false }
  } catch (error) {
    if (!isWebhookError(error)) return { problem: 'The webhook could not be called.', again: true }
    // The ledger knows people by their addresses.
    const actor = (await findStarter(row))?.email ?? row.createdBy
    await auditIfBlocked(error.cause, { teamId: row.teamId, actor, subject: row.profileId })
    // It speaks of one try; how many there were is counted here.
    const problem = error.message.replace(' was tried once:', ':')
    return { problem, again: error.code !== 'blocked_by_policy' }
  }
}

/** Known by its name, since Next bundles a class more than once. */
function isWebhookError(error: unknown): error is WebhookError {
  return error instanceof Error && error.name === 'WebhookError'
}

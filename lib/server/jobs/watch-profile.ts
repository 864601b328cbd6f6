import 'server-only'
import { tryLogin } from '#lib/kafka/try-login.ts'
import { recordAuditEvent } from '#lib/server/audit/record-audit-event.ts'
import { clock, isoNow } from '#lib/server/base/clock.ts'
import { getDatabase, inTransaction } from '#lib/server/db/database.ts'
import { auditIfBlocked } from '#lib/server/egress/audit-blocked.ts'
import { getCare } from '#lib/server/profiles/care/care.ts'
import { storeReminder } from '#lib/server/profiles/care/raise-reminders.ts'
import { findRotation, writeTick } from '#lib/server/profiles/care/rotation.ts'
import { openProfile } from '#lib/server/profiles/open-profile.ts'
import type { Care, WatchOutcome } from '#lib/shared/care.ts'

/** Never more than one login per profile and hour, whatever happens to the server meanwhile. */
export const WATCH_EVERY_MS = 3_600_000
/** Stands in the audit log where a person would. */
const WATCHER = 'light check'

interface ProfileId {
  readonly teamId: string
  readonly profileId: string
}

interface Found {
  readonly version: number
  readonly outcome: WatchOutcome
  readonly message: string | null
  /** The version that a rotation made current, when it was the old one that was tried. */
  readonly rotatedTo: number | null
  /** Nothing but the old user's removal is left to do. */
  readonly lastStep: boolean
}

/**
 * watchProfile logs in once as a watched profile and keeps what came of it. While a rotation waits for its end the old
 * version is tried, so that its removal is noticed; else the current one. Gives null when nothing was due: it is not
 * watched, or was tried within the last hour. The hour begins before the login, so that no crash repeats it.
 */
export async function watchProfile(id: ProfileId, signal: AbortSignal): Promise<Care | null> {
  if (!(await claim(id))) return null
  const before = await getCare(id)
  await keep(id, before, await look(id, signal))
  return getCare(id)
}

async function claim({ teamId, profileId }: ProfileId): Promise<boolean> {
  const due = new Date(clock.now() - WATCH_EVERY_MS).toISOString()
  const claimed = await getDatabase()
    .updateTable('profileCare')
    .set({ watchedAt: isoNow() })
    .where('teamId', '=', teamId)
    .where('profileId', '=', profileId)
    .where('watch', '=', 1)
    .where((e) => e.or([e('watchedAt', 'is', null), e('watchedAt', '<=', due)]))
    .executeTakeFirst()
  return claimed.numUpdatedRows === 1n
}

async function look(id: ProfileId, signal: AbortSignal): Promise<Found> {
  const rotation = await findRotation(id)
  const waits = rotation?.from.state === 'previous' && !rotation.ticks.some(({ step }) => step === 'removed')
  const opened = await openProfile({ ...id, version: waits ? rotation.from.version : undefined })
  const { version } = opened.profile
  const rotatedTo = waits ? rotation.to.version : null
  const lastStep = rotation?.ticks.some(({ step }) => step === 'moved') ?? false
  try {
    await tryLogin(opened.target(), { signal })
    return { version, rotatedTo, lastStep, outcome: 'works', message: null }
  } catch (error) {
    signal.throwIfAborted()
    await auditIfBlocked(error, { teamId: id.teamId, actor: WATCHER, subject: id.profileId })
    const code = error instanceof Error && 'code' in error ? error.code : null
    // A KafkaError's text is ours and holds nothing of the credential; any other error says nothing here.
    const message =
      error instanceof Error && error.name === 'KafkaError' ? error.message : 'It could not be tried.'
    return {
      version,
      rotatedTo,
      lastStep,
      message,
      outcome: code === 'broker_auth_failed' ? 'removed' : 'unknown',
    }
  }
}

async function keep({ teamId, profileId }: ProfileId, before: Care, found: Found): Promise<void> {
  const { version, outcome, message, rotatedTo } = found
  const changed = before.outcome !== outcome || before.watchedVersion !== version
  const outcomeAt = changed || before.outcomeAt === null ? isoNow() : before.outcomeAt
  await inTransaction(async (tx) => {
    const event = { teamId, actor: null, subject: profileId }
    await tx
      .updateTable('profileCare')
      .set({ watchedVersion: version, outcome, message, outcomeAt })
      .where('profileId', '=', profileId)
      .execute()
    if (outcome === 'works' && rotatedTo === null) {
      const told = tx.deleteFrom('profileReminder').where('profileId', '=', profileId)
      await told.where('kind', '=', 'removed').execute()
    }
    // A row an hour for every profile would bury the log; what changed is what counts.
    if (!changed) return
    await recordAuditEvent(tx, { ...event, action: 'profile.login-watched', details: { version, outcome } })
    if (outcome !== 'removed') return
    if (rotatedTo === null) {
      const reminder = { kind: 'removed', subject: String(version), label: '', days: 0 } as const
      await storeReminder(tx, { profileId, teamId }, { ...reminder, dueAt: isoNow() })
    } else {
      await writeTick(tx, { profileId, version: rotatedTo, step: 'removed', by: null })
      const details = { step: 'removed', done: true, version: rotatedTo }
      await recordAuditEvent(tx, { ...event, action: 'rotation.step-ticked', details })
      if (!found.lastStep) return
      await recordAuditEvent(tx, { ...event, action: 'rotation.finished', details: { version: rotatedTo } })
    }
  })
}

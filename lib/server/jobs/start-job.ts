import 'server-only'
import { recordAuditEvent } from '#lib/server/audit/record-audit-event.ts'
import { AppError } from '#lib/server/base/app-error.ts'
import { isoNow } from '#lib/server/base/clock.ts'
import { isStopping } from '#lib/server/base/lifecycle.ts'
import { getDatabase, inTransaction, type Tx } from '#lib/server/db/database.ts'
import { openProfile } from '#lib/server/profiles/open-profile.ts'
import { requireProfileRight } from '#lib/server/teams/require-profile-right.ts'
import { newId } from '#lib/shared/ids.ts'
import type { Job, JobSpec, StartJob } from '#lib/shared/job.ts'
import { assertNotify } from './assert-notify.ts'
import { assertWebhook } from './assert-webhook.ts'
import { auditDetails, nameOf, targetTopicOf } from './describe-spec.ts'
import { appendEvent } from './job-journal.ts'
import { jobOfRow } from './job-row.ts'
import { getJobRunner } from './job-runner.ts'
import { searchText } from './job-search.ts'
import { kafkaFactsOf, openOther } from './other-profile.ts'
import { resolveSpec } from './resolve-spec.ts'
import type { JobStarter } from './watch-rights.ts'

/** More than anybody watches; a loop that starts jobs must not fill the database. */
const MAX_WAITING_PER_TEAM = 50
const RETRY_AFTER_SECONDS = 10

export interface StartJobOptions {
  readonly member: JobStarter
  readonly input: StartJob
  /** What it comes from, when not from a person's form. */
  readonly origin?: { readonly scheduleId?: string; readonly resumedFrom?: string }
  /** Done in the transaction that stores the job, after it: what it throws leaves no job behind. */
  readonly alongside?: (tx: Tx, jobId: string) => Promise<void>
}

/**
 * startJob checks a specification against what the profile may do, stores the job with its first event and its audit
 * entry, and queues it. It runs whether or not anybody watches, for as long as its starter may use the profile. Throws
 * `not_found`, `forbidden` without the right `use`, `unprocessable`, `topic_needed`, `group_not_allowed`, `not_permitted_by_acl`, `rate_limited`, `unavailable`.
 */
export async function startJob(options: StartJobOptions): Promise<Job> {
  const { member, input, origin = {} } = options
  const { teamId } = member
  if (isStopping())
    throw new AppError({ code: 'unavailable', message: 'The server is stopping; no new job begins.' })
  if (input.kind !== input.spec.kind)
    throw new AppError({ code: 'bad_request', field: 'kind', message: '"kind" and "spec.kind" differ.' })
  await requireProfileRight(getDatabase(), member, input.profile, 'use')
  const opened = await openProfile({ teamId, profileId: input.profile, actor: member })
  const { profile } = opened
  // Throws for a product that is not Kafka.
  opened.target()
  const { facts } = profile
  if (facts.product !== 'kafka')
    throw new AppError({ code: 'unprocessable', message: 'Jobs are for Kafka profiles.' })
  await assertNotify(teamId, profile.id, input.notify)
  const sinkWebhookId = sinkWebhookOf(input.spec)
  if (sinkWebhookId !== null)
    await assertWebhook({ teamId, profileId: profile.id }, sinkWebhookId, 'spec.sink.webhook')
  const jobId = newId('job')
  const other = await openOther(member, input.spec, profile.id)
  const spec = resolveSpec(input.spec, facts, jobId, kafkaFactsOf(other))
  const runner = getJobRunner()
  if (runner.waiting(teamId) >= MAX_WAITING_PER_TEAM) {
    throw new AppError({
      code: 'rate_limited',
      message: 'Too many jobs of this team wait already.',
      advice: 'Cancel some, or wait until they have run.',
      retryAfter: RETRY_AFTER_SECONDS,
    })
  }
  const name = input.name ?? nameOf(spec)
  const row = {
    id: jobId,
    teamId,
    profileId: profile.id,
    profileName: profile.name,
    profileVersion: profile.version,
    kind: spec.kind,
    name,
    spec: JSON.stringify(spec),
    state: 'queued',
    progress: null,
    result: null,
    error: null,
    createdAt: isoNow(),
    createdBy: member.name,
    createdById: member.userId,
    startedAt: null,
    endedAt: null,
    cancelAskedAt: null,
    search: searchText([name, jobId, member.name, profile.name, spec.topic]),
    notify: input.notify ? JSON.stringify(input.notify) : null,
    scheduleId: origin.scheduleId ?? null,
    resumedFrom: origin.resumedFrom ?? null,
  }
  await runner.locks.hold(jobId)
  await inTransaction(async (tx) => {
    await tx.insertInto('job').values(row).execute()
    await appendEvent(tx, jobId, { type: 'state', state: 'queued' })
    await recordAuditEvent(tx, {
      action: 'job.started',
      teamId,
      actor: member.email,
      subject: jobId,
      details: auditDetails(spec, profile.id, profile.version),
    })
    // By the profile as well: who may see it sees who used it, whatever became of the job.
    await recordAuditEvent(tx, {
      action: 'profile.used',
      teamId,
      actor: member.email,
      subject: profile.id,
      details: { kind: spec.kind, topic: spec.topic, job: jobId },
    })
    if (other)
      await recordAuditEvent(tx, {
        action: 'profile.used',
        teamId,
        actor: member.email,
        subject: other.profile.id,
        details: { kind: spec.kind, topic: targetTopicOf(spec), job: jobId },
      })
    await options.alongside?.(tx, jobId)
  }).catch(async (error: unknown) => {
    await runner.locks.release(jobId)
    throw error
  })
  runner.add({
    ...{ jobId, teamId, profileId: profile.id, version: profile.version, member, spec },
    ...{ otherProfileId: other?.profile.id ?? null, sinkWebhookId },
  })
  return jobOfRow(row)
}

function sinkWebhookOf(spec: JobSpec): string | null {
  return spec.kind === 'consume' && spec.sink?.type === 'webhook' ? spec.sink.webhook : null
}

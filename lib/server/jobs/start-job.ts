import 'server-only'
import type { RunnableSpec } from '#lib/kafka/job-update.ts'
import { recordAuditEvent } from '#lib/server/audit/record-audit-event.ts'
import { AppError } from '#lib/server/base/app-error.ts'
import { isoNow } from '#lib/server/base/clock.ts'
import { isStopping } from '#lib/server/base/lifecycle.ts'
import { inTransaction } from '#lib/server/db/database.ts'
import { openProfile } from '#lib/server/profiles/open-profile.ts'
import { newId } from '#lib/shared/ids.ts'
import type { Job, StartJob } from '#lib/shared/job.ts'
import { appendEvent } from './job-journal.ts'
import { jobOfRow } from './job-row.ts'
import { getJobRunner } from './job-runner.ts'
import { resolveSpec } from './resolve-spec.ts'

/** More than anybody watches; a loop that starts jobs must not fill the database. */
const MAX_WAITING_PER_TEAM = 50
const RETRY_AFTER_SECONDS = 10

export interface StartJobOptions {
  readonly teamId: string
  readonly actor: { readonly name: string; readonly email: string }
  readonly input: StartJob
}

/**
 * startJob checks a specification against what the profile may do, stores the job with its first event and its audit
 * entry, and queues it. It runs whether or not anybody watches. Throws `not_found`, `unprocessable`, `topic_needed`,
 * `group_not_allowed`, `not_permitted_by_acl`, `rate_limited`, `unavailable`.
 */
export async function startJob({ teamId, actor, input }: StartJobOptions): Promise<Job> {
  if (isStopping())
    throw new AppError({ code: 'unavailable', message: 'The server is stopping; no new job begins.' })
  if (input.kind !== input.spec.kind)
    throw new AppError({ code: 'bad_request', field: 'kind', message: '"kind" and "spec.kind" differ.' })
  const opened = await openProfile({ teamId, profileId: input.profile, actor })
  const { profile } = opened
  // Throws for a product that is not Kafka.
  opened.target()
  const { facts } = profile
  if (facts.product !== 'kafka')
    throw new AppError({ code: 'unprocessable', message: 'Jobs are for Kafka profiles.' })
  const jobId = newId('job')
  const spec = resolveSpec(input.spec, facts, jobId)
  const runner = getJobRunner()
  if (runner.waiting(teamId) >= MAX_WAITING_PER_TEAM) {
    throw new AppError({
      code: 'rate_limited',
      message: 'Too many jobs of this team wait already.',
      advice: 'Cancel some, or wait until they have run.',
      retryAfter: RETRY_AFTER_SECONDS,
    })
  }
  const row = {
    id: jobId,
    teamId,
    profileId: profile.id,
    profileName: profile.name,
    profileVersion: profile.version,
    kind: spec.kind,
    name: input.name ?? nameOf(spec),
    spec: JSON.stringify(spec),
    state: 'queued',
    progress: null,
    result: null,
    error: null,
    createdAt: isoNow(),
    createdBy: actor.name,
    startedAt: null,
    endedAt: null,
  }
  await inTransaction(async (tx) => {
    await tx.insertInto('job').values(row).execute()
    await appendEvent(tx, jobId, { type: 'state', state: 'queued' })
    await recordAuditEvent(tx, {
      action: 'job.started',
      teamId,
      actor: actor.email,
      subject: jobId,
      details: auditDetails(spec, profile.id, profile.version),
    })
  })
  runner.add({ jobId, teamId, profileId: profile.id, actor, spec })
  return jobOfRow(row)
}

function nameOf(spec: RunnableSpec): string {
  if (spec.kind === 'consume') return `Consume ${spec.topic}`.slice(0, 80)
  return `Produce ${spec.count.toLocaleString('en')} to ${spec.topic}`.slice(0, 80)
}

function auditDetails(
  spec: RunnableSpec,
  profile: string,
  version: number,
): Record<string, string | number | null> {
  const common = { kind: spec.kind, profile, version, topic: spec.topic }
  return spec.kind === 'produce'
    ? { ...common, count: spec.count }
    : { ...common, group: spec.groupId, limit: spec.limit ?? null }
}

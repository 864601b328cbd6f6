import 'server-only'
import { getDatabase } from '#lib/server/db/database.ts'
import { getProfile } from '#lib/server/profiles/list-profiles.ts'
import type { CopySpec } from '#lib/shared/copy-spec.ts'
import type { Job, JobSpec } from '#lib/shared/job.ts'
import type { ProduceSpec } from '#lib/shared/produce-spec.ts'
import { resumePlan } from '#lib/shared/resume-plan.ts'
import type { MovedJob } from '#lib/shared/rotation.ts'
import { cancelJob } from './cancel-job.ts'
import { jobOfRow } from './job-row.ts'
import { startJob } from './start-job.ts'
import type { JobStarter } from './watch-rights.ts'

/** As many as a team may have waiting and running; the rest finishes on its own version. */
const MAX_MOVED = 80

export interface MoveJobsOptions {
  readonly profileId: string
  /** Who moves them: the jobs are this member's from then on. */
  readonly member: JobStarter
}

/**
 * moveJobs ends the jobs that run or wait with another version than the profile's current one, and starts each anew
 * with the current one for what was left to do. A group of the old prefix can't be used by a new user: such a job
 * begins again with a new group, and says so. A job that can't go on is named with the reason. Throws `not_found`.
 */
export async function moveJobs(options: MoveJobsOptions): Promise<MovedJob[]> {
  const { member, profileId } = options
  const { teamId } = member
  const profile = await getProfile({ teamId, profileId })
  const rows = await getDatabase()
    .selectFrom('job')
    .selectAll()
    .where('teamId', '=', teamId)
    .where('profileId', '=', profileId)
    .where('profileVersion', '!=', profile.version)
    .where('state', 'in', ['queued', 'running'])
    .orderBy('createdAt')
    .limit(MAX_MOVED)
    .execute()
  const moved: MovedJob[] = []
  for (const job of rows.map((row) => jobOfRow(row))) {
    const ended = await cancelJob({ teamId, jobId: job.id, actor: member })
    moved.push(await restart(ended, options, prefixOf(profile.facts)))
  }
  return moved
}

async function restart(
  ended: Job,
  { profileId, member }: MoveJobsOptions,
  prefix: string | null,
): Promise<MovedJob> {
  const { id: from, name, notify, scheduleId } = ended
  const left = restOf(ended, prefix)
  if (left === null) return { from, name, to: null, message: 'It had ended before it could be moved.' }
  try {
    const input = {
      kind: left.spec.kind,
      profile: profileId,
      spec: left.spec,
      name,
      ...(notify && { notify }),
    }
    const origin = scheduleId === null ? {} : { scheduleId }
    const { id } = await startJob({ member, input, origin })
    return { from, name, to: id, message: left.message }
  } catch (error) {
    const known = error instanceof Error && error.name === 'AppError'
    return { from, name, to: null, message: known ? error.message : 'It could not be started again.' }
  }
}

/** restOf gives what is left of a cancelled job to do, or null when nothing is. */
export function restOf(job: Job, prefix: string | null): { spec: JobSpec; message: string } | null {
  if (job.state === 'succeeded' || job.state === 'failed') return null
  const done = job.result?.done ?? job.progress?.done ?? 0
  const { spec } = job
  if (spec.kind === 'produce' && spec.value.type === 'mongodb') return restOfDocuments(job)
  if (spec.kind === 'produce') return restOfProduce(spec, job, done)
  if (spec.kind === 'round-trip') {
    const { groupId: _own, ...again } = spec
    return { spec: again, message: 'Begins again: half a round trip compares nothing.' }
  }
  if (spec.kind === 'copy') return restOfCopy(job, spec, prefix)
  const limit = spec.limit === undefined ? undefined : spec.limit - done
  if (limit !== undefined && limit < 1) return null
  const { groupId, limit: _, ...rest } = spec
  const bounded = { ...rest, ...(limit !== undefined && { limit }) }
  if (groupId !== undefined && prefix !== null && groupId.startsWith(prefix))
    return { spec: { ...bounded, groupId }, message: 'Goes on where its group had committed.' }
  return {
    spec: bounded,
    message: 'Begins again with a new group: offsets of the old prefix don’t carry over.',
  }
}

function restOfProduce(
  all: ProduceSpec,
  { result, progress }: Job,
  done: number,
): { spec: ProduceSpec; message: string } | null {
  const { count, durationSeconds } = all
  // Behind the last number that was made, sent or not: none comes twice. A server that is gone told only what came back.
  const made = result?.taken ?? (progress ? progress.done + progress.failed : 0)
  const firstSequence = (all.firstSequence ?? 0) + made
  const spec = { ...all, ...(firstSequence > 0 && { firstSequence }) }
  if (count !== undefined) {
    const left = count - done
    if (left < 1) return null
    return { spec: { ...spec, count: left }, message: `Goes on with the ${left} records that were left.` }
  }
  if (durationSeconds === undefined) return { spec, message: 'Goes on until it is stopped.' }
  const left = Math.ceil(durationSeconds - (result?.seconds ?? 0))
  if (left < 1) return null
  return {
    spec: { ...spec, durationSeconds: left },
    message: `Goes on for the ${left} seconds that were left.`,
  }
}

/** The same as a person may resume, for what ended early. */
function restOfDocuments(job: Job): { spec: JobSpec; message: string } | null {
  const plan = resumePlan(job)
  return plan.can ? { spec: plan.spec, message: plan.words } : null
}

/** Only a group knows where it stood: without one a copy would be made twice. */
function restOfCopy(
  job: Job,
  spec: CopySpec,
  prefix: string | null,
): { spec: JobSpec; message: string } | null {
  const id = spec.group?.id
  if (id === undefined || prefix === null || !id.startsWith(prefix)) return null
  const read = job.result?.delivery?.read ?? job.progress?.delivery?.read ?? 0
  const limit = spec.limit === undefined ? undefined : spec.limit - read
  if (limit !== undefined && limit < 1) return null
  const { limit: _, ...rest } = spec
  return {
    spec: { ...rest, ...(limit !== undefined && { limit }) },
    message: 'Goes on where its group had committed.',
  }
}

function prefixOf(facts: { product: string; consumerGroupPrefix?: string | null }): string | null {
  return facts.consumerGroupPrefix ?? null
}

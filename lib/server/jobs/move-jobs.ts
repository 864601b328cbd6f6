import 'server-only'
import { getDatabase } from '#lib/server/db/database.ts'
import { getProfile } from '#lib/server/profiles/list-profiles.ts'
import type { CopySpec } from '#lib/shared/copy-spec.ts'
import type { Job } from '#lib/shared/job.ts'
import type { ProduceSpec } from '#lib/shared/produce-spec.ts'
import { type ResumePlan, resumePlan, seedRefusal, unstoredWords } from '#lib/shared/resume-plan.ts'
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
  if (!left.can) return { from, name, to: null, message: left.why }
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
    return { from, name, to: id, message: left.words }
  } catch (error) {
    const known = error instanceof Error && error.name === 'AppError'
    return { from, name, to: null, message: known ? error.message : 'It could not be started again.' }
  }
}

const no = (why: string): ResumePlan => ({ can: false, why })

/** restOf gives what is left of a cancelled job to do, or why it does not go on. */
export function restOf(job: Job, prefix: string | null): ResumePlan {
  if (job.state === 'succeeded' || job.state === 'failed') return no('It had ended before it could be moved.')
  const done = job.result?.done ?? job.progress?.done ?? 0
  const { spec } = job
  if (spec.kind === 'produce' && spec.value.type === 'mongodb') return restOfDocuments(job)
  if (spec.kind === 'produce') return restOfProduce(spec, job, done)
  if (spec.kind === 'round-trip') {
    const { groupId: _own, ...again } = spec
    return { can: true, spec: again, words: 'Begins again: half a round trip compares nothing.' }
  }
  if (spec.kind === 'copy') return restOfCopy(job, spec, prefix)
  const limit = spec.limit === undefined ? undefined : spec.limit - done
  if (limit !== undefined && limit < 1) return no('It had consumed as many records as it was asked for.')
  const { groupId, limit: _, ...rest } = spec
  const bounded = { ...rest, ...(limit !== undefined && { limit }) }
  if (groupId !== undefined && prefix !== null && groupId.startsWith(prefix))
    return { can: true, spec: { ...bounded, groupId }, words: 'Goes on where its group had committed.' }
  return {
    can: true,
    spec: bounded,
    words: 'Begins again with a new group: offsets of the old prefix don’t carry over.',
  }
}

function restOfProduce(all: ProduceSpec, { result, progress }: Job, done: number): ResumePlan {
  const { count, durationSeconds } = all
  // Behind the last number that was made, sent or not: none comes twice. A server that is gone told only what came back.
  const made = result?.taken ?? (progress ? progress.done + progress.failed : 0)
  const firstSequence = (all.firstSequence ?? 0) + made
  const spec = { ...all, ...(firstSequence > 0 && { firstSequence }) }
  const refusal = made > 0 ? seedRefusal(all) : null
  const unstored = unstoredWords(result)
  if (count !== undefined) {
    const left = count - done
    if (left < 1) return no('All of its records are there.')
    if (refusal !== null) return no(refusal)
    const words = `Goes on with the ${left} records that were left.${unstored}`
    return { can: true, spec: { ...spec, count: left }, words }
  }
  if (durationSeconds === undefined)
    return refusal === null
      ? { can: true, spec, words: `Goes on until it is stopped.${unstored}` }
      : no(refusal)
  const left = Math.ceil(durationSeconds - (result?.seconds ?? 0))
  if (left < 1) return no('Its time was over.')
  if (refusal !== null) return no(refusal)
  const words = `Goes on for the ${left} seconds that were left.${unstored}`
  return { can: true, spec: { ...spec, durationSeconds: left }, words }
}

/** As it was while nothing was written; else what a person may resume, for what ended early. */
function restOfDocuments(job: Job): ResumePlan {
  // It may have written though it has told of nothing yet, and what it writes until it ends would be written twice.
  if (job.endedAt === null && job.startedAt !== null)
    return no('Another server works on it and has not told at which document it stands: run it again.')
  const { done, failed } = job.result ?? job.progress ?? { done: 0, failed: 0 }
  if (done === 0 && failed === 0)
    return { can: true, spec: job.spec, words: 'Begins again: it had written nothing.' }
  return resumePlan(job)
}

/** Only a group knows where it stood: without one a copy that had begun would be made twice. */
function restOfCopy(job: Job, spec: CopySpec, prefix: string | null): ResumePlan {
  const id = spec.group?.id
  if (id === undefined)
    return job.startedAt === null
      ? { can: true, spec, words: 'It had not begun: all of it is left to do.' }
      : no('Without a group nobody knows where it stood: run it again.')
  if (prefix === null || !id.startsWith(prefix))
    return no('Offsets of the old prefix don’t carry over to a new group: run it again.')
  const read = job.result?.delivery?.read ?? job.progress?.delivery?.read ?? 0
  const limit = spec.limit === undefined ? undefined : spec.limit - read
  if (limit !== undefined && limit < 1) return no('It had read as many records as it was asked to.')
  const { limit: _, ...rest } = spec
  return {
    can: true,
    spec: { ...rest, ...(limit !== undefined && { limit }) },
    words: 'Goes on where its group had committed.',
  }
}

function prefixOf(facts: { product: string; consumerGroupPrefix?: string | null }): string | null {
  return facts.consumerGroupPrefix ?? null
}

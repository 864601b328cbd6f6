import 'server-only'
import { type SqlBool, sql } from 'kysely'
import { z } from 'zod'
import { notFound } from '#lib/server/base/app-error.ts'
import { getDatabase } from '#lib/server/db/database.ts'
import { pageOf, readCursor } from '#lib/server/db/page-cursor.ts'
import { type Asking, jobVisibleTo } from '#lib/server/teams/profile-access.ts'
import { IdSchema } from '#lib/shared/ids.ts'
import { type Job, JobKindSchema, type JobPage, JobStateSchema } from '#lib/shared/job.ts'
import { jobOfRow } from './job-row.ts'
import { MAX_SEARCH, searchPatterns } from './job-search.ts'
import { withoutSamples } from './record-samples.ts'

const DEFAULT_PAGE = 50
/** A specification may hold a template of 64 KiB, so a page stays below some megabytes. */
const MAX_PAGE = 100

export interface JobId {
  readonly teamId: string
  readonly jobId: string
}

/** Values of a kind, separated by commas: `failed,interrupted`. */
const listOf = <T extends string>(values: z.ZodType<T, string>) =>
  z
    .string()
    .max(200)
    .transform((text) => text.split(','))
    .pipe(z.array(values))

export const JobQuerySchema = z.strictObject({
  after: z.string().max(200).optional(),
  limit: z.coerce.number().int().min(1).max(MAX_PAGE).default(DEFAULT_PAGE),
  profile: IdSchema.optional(),
  state: listOf(JobStateSchema).optional(),
  kind: listOf(JobKindSchema).optional(),
  /** The jobs of one schedule. */
  schedule: IdSchema.optional(),
  /** Words that all stand in name, topic, id, profile's name or who started it. */
  text: z.string().max(MAX_SEARCH).optional(),
  /** When it was started: from, and before. */
  from: z.iso.datetime({ offset: true }).optional(),
  to: z.iso.datetime({ offset: true }).optional(),
})

type ListOptions = Partial<z.output<typeof JobQuerySchema>> & { readonly member: Asking }

/**
 * listJobs gives the jobs whose profiles a member may see, and that fit, the newest first, a page at a time; `next` is
 * null on the last one. Jobs whose profile is gone are for the team's heads and for who started them. Records that a job
 * kept are not listed: they are for who may read them.
 */
export async function listJobs(options: ListOptions): Promise<JobPage> {
  const limit = options.limit ?? DEFAULT_PAGE
  const rows = await getDatabase()
    .selectFrom('job')
    .selectAll()
    // One more than asked for tells whether another page follows.
    .where('id', 'in', idsOf(options, limit + 1))
    .orderBy('createdAt', 'desc')
    .orderBy('id', 'desc')
    .execute()
  return pageOf(rows, limit, (row) => withoutSamples(jobOfRow(row)))
}

/** The choice itself asks for nothing that job_history_idx does not hold: what is passed over costs little. */
function idsOf(options: ListOptions, limit: number) {
  const { member, profile, state, kind, schedule, text, from, to, after } = options
  let query = getDatabase()
    .selectFrom('job')
    .select('id')
    .where('teamId', '=', member.teamId)
    .where(jobVisibleTo(member))
  if (profile !== undefined) query = query.where('profileId', '=', profile)
  if (state !== undefined) query = query.where('state', 'in', state)
  if (kind !== undefined) query = query.where('kind', 'in', kind)
  if (schedule !== undefined) query = query.where('scheduleId', '=', schedule)
  if (from !== undefined) query = query.where('createdAt', '>=', new Date(from).toISOString())
  if (to !== undefined) query = query.where('createdAt', '<', new Date(to).toISOString())
  for (const pattern of searchPatterns(text ?? '')) query = query.where(contains(pattern))
  if (after !== undefined) {
    const [createdAt, id] = readCursor(after)
    query = query.where(sql<SqlBool>`("job"."createdAt", "job"."id") < (${createdAt}, ${id})`)
  }
  return query.orderBy('createdAt', 'desc').orderBy('id', 'desc').limit(limit)
}

const contains = (pattern: string) => sql<SqlBool>`"job"."search" like ${pattern} escape '\\'`

/** getJob gives one job. Throws `not_found`, for another team's id as well. */
export async function getJob({ teamId, jobId }: JobId): Promise<Job> {
  const row = await getDatabase()
    .selectFrom('job')
    .selectAll()
    .where('teamId', '=', teamId)
    .where('id', '=', jobId)
    .executeTakeFirst()
  if (!row) throw notFound()
  if (row.state === 'queued') return { ...jobOfRow(row), ahead: await countAhead(row) }
  const resumedBy = row.endedAt === null ? undefined : await findResumed(row.id)
  return { ...jobOfRow(row), ...(resumedBy !== undefined && { resumedBy }) }
}

/** findResumed gives the id of the job that does the rest of another; undefined while there is none. */
export async function findResumed(jobId: string): Promise<string | undefined> {
  const row = await getDatabase()
    .selectFrom('job')
    .select('id')
    .where('resumedFrom', '=', jobId)
    .executeTakeFirst()
  return row?.id
}

async function countAhead(row: { readonly teamId: string; readonly createdAt: string }): Promise<number> {
  const { count } = await getDatabase()
    .selectFrom('job')
    .where('teamId', '=', row.teamId)
    .where('state', '=', 'queued')
    .where('createdAt', '<', row.createdAt)
    .select((e) => e.fn.countAll().as('count'))
    .executeTakeFirstOrThrow()
  return Number(count)
}

import 'server-only'
import { z } from 'zod'
import { AppError, notFound } from '#lib/server/base/app-error.ts'
import { getDatabase } from '#lib/server/db/database.ts'
import { IdSchema } from '#lib/shared/ids.ts'
import type { Job, JobPage } from '#lib/shared/job.ts'
import { jobOfRow } from './job-row.ts'

const DEFAULT_PAGE = 50
/** A specification may hold a template of 64 KiB, so a page stays below some megabytes. */
const MAX_PAGE = 100

export interface JobId {
  readonly teamId: string
  readonly jobId: string
}

export const JobQuerySchema = z.strictObject({
  after: z.string().max(200).optional(),
  limit: z.coerce.number().int().min(1).max(MAX_PAGE).default(DEFAULT_PAGE),
  profile: IdSchema.optional(),
})

const CursorSchema = z.tuple([z.string(), z.string()])

/** listJobs gives a team's jobs, or one profile's, the newest first, a page at a time; `next` is null on the last one. */
export async function listJobs(options: {
  readonly teamId: string
  readonly profile?: string | undefined
  readonly after?: string | undefined
  readonly limit?: number | undefined
}): Promise<JobPage> {
  const limit = options.limit ?? DEFAULT_PAGE
  let query = getDatabase().selectFrom('job').selectAll().where('teamId', '=', options.teamId)
  if (options.profile !== undefined) query = query.where('profileId', '=', options.profile)
  if (options.after !== undefined) {
    const [createdAt, id] = readCursor(options.after)
    query = query.where((e) =>
      e.or([e('createdAt', '<', createdAt), e.and([e('createdAt', '=', createdAt), e('id', '<', id)])]),
    )
  }
  // One more than asked for tells whether another page follows.
  const rows = await query
    .orderBy('createdAt', 'desc')
    .orderBy('id', 'desc')
    .limit(limit + 1)
    .execute()
  const shown = rows.slice(0, limit)
  const last = shown.at(-1)
  const next = rows.length > limit && last ? writeCursor([last.createdAt, last.id]) : null
  return { items: shown.map(jobOfRow), next }
}

/** getJob gives one job. Throws `not_found`, for another team's id as well. */
export async function getJob({ teamId, jobId }: JobId): Promise<Job> {
  const row = await getDatabase()
    .selectFrom('job')
    .selectAll()
    .where('teamId', '=', teamId)
    .where('id', '=', jobId)
    .executeTakeFirst()
  if (!row) throw notFound()
  return jobOfRow(row)
}

function writeCursor(cursor: z.infer<typeof CursorSchema>): string {
  return Buffer.from(JSON.stringify(cursor)).toString('base64url')
}

function readCursor(text: string): z.infer<typeof CursorSchema> {
  try {
    return CursorSchema.parse(JSON.parse(Buffer.from(text, 'base64url').toString('utf8')))
  } catch {
    throw new AppError({
      code: 'bad_request',
      field: 'after',
      message: '"after" is not what a former page gave as "next".',
    })
  }
}

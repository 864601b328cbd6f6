import 'server-only'
import { getDatabase } from '#lib/server/db/database.ts'
import type { JobEvent } from '#lib/shared/job-event.ts'
import { onJournal } from './job-journal.ts'
import { eventOfRow } from './job-row.ts'
import { getJob, type JobId } from './list-jobs.ts'
import { withoutSamples } from './record-samples.ts'

/** A journal is replayed in pieces, so that a long one never lies in memory whole. */
const PAGE = 200
/** Another process may write the journal (two servers on one PostgreSQL): look again by ourselves. */
const LOOK_EVERY_MS = 2_000

/**
 * followJob gives a journal's events after `after`, then each new one as it is written, until the job has ended or the
 * signal aborts. What the job kept of records is left out unless `samples`. Throws `not_found` before the first event,
 * for another team's job as well.
 */
export async function followJob(
  id: JobId & { readonly after: number; readonly samples?: boolean; readonly signal: AbortSignal },
): Promise<AsyncGenerator<JobEvent>> {
  await getJob(id)
  return eventsOf(id)
}

async function* eventsOf({
  jobId,
  after,
  samples = false,
  signal,
}: Parameters<typeof followJob>[0]): AsyncGenerator<JobEvent> {
  let last = after
  let grown = Promise.withResolvers<void>()
  const stop = onJournal(jobId, () => grown.resolve())
  const onAbort = () => grown.resolve()
  signal.addEventListener('abort', onAbort, { once: true })
  try {
    while (!signal.aborted) {
      // Renewed before the look-up: what is written meanwhile wakes us again.
      grown = Promise.withResolvers()
      const rows = await getDatabase()
        .selectFrom('jobEvent')
        .selectAll()
        .where('jobId', '=', jobId)
        .where('sequence', '>', last)
        .orderBy('sequence')
        .limit(PAGE)
        .execute()
      for (const row of rows) {
        const event = eventOfRow(row)
        last = event.sequence
        const { body } = event
        yield body.type === 'ended' && !samples ? { ...event, body: withoutSamples(body) } : event
        if (body.type === 'ended') return
      }
      if (rows.length < PAGE) {
        if (await hasEnded(jobId, last)) return
        await grownOrLate(grown)
      }
    }
  } finally {
    stop()
    signal.removeEventListener('abort', onAbort)
  }
}

/** Who asks for what comes after the last event must not wait for ever. */
async function hasEnded(jobId: string, last: number): Promise<boolean> {
  const row = await getDatabase()
    .selectFrom('job')
    .select([
      'endedAt',
      (e) =>
        e
          .selectFrom('jobEvent')
          .select((f) => f.fn.max<number | null>('sequence').as('m'))
          .where('jobId', '=', jobId)
          .as('newest'),
    ])
    .where('id', '=', jobId)
    .executeTakeFirst()
  return !row || (row.endedAt !== null && (row.newest ?? 0) <= last)
}

async function grownOrLate(grown: PromiseWithResolvers<void>): Promise<void> {
  const timer = setTimeout(() => grown.resolve(), LOOK_EVERY_MS)
  await grown.promise
  clearTimeout(timer)
}

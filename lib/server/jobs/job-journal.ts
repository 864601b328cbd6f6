import 'server-only'
import { clock, isoNow } from '#lib/server/base/clock.ts'
import { singleton } from '#lib/server/base/singleton.ts'
import { getDatabase, inTransaction, type Tx } from '#lib/server/db/database.ts'
import type { JobTable } from '#lib/server/db/job-tables.ts'
import type { JobProgress } from '#lib/shared/job.ts'
import type { JobEvent } from '#lib/shared/job-event.ts'

export type EventBody = JobEvent['body']

/** A page needs no more to look alive; the longer a job runs, the rarer, so that a day's journal stays small. */
const FIRST_PROGRESS_EVERY_MS = 250
const LAST_PROGRESS_EVERY_MS = 5_000
const PROGRESS_PER_RUN = 400
/** A job may run for weeks: with so many lines (an even number), every second one goes. A chart shows fewer. */
const MAX_PROGRESS = 1_600
/** A job that warns of every record would fill the disk. */
const MAX_REMARKS = 500
/** The partitions of a progress line; the result holds them all. */
const MAX_PROGRESS_PARTITIONS = 100

const followers = () => singleton<Map<string, Set<() => void>>>('job-followers', () => new Map())

/** onJournal calls back after something was written to a job's journal, until the function it gives is called. */
export function onJournal(jobId: string, wake: () => void): () => void {
  const all = followers()
  const ofJob = all.get(jobId) ?? new Set()
  ofJob.add(wake)
  all.set(jobId, ofJob)
  return () => {
    ofJob.delete(wake)
    if (ofJob.size === 0) all.delete(jobId)
  }
}

/** wakeFollowers tells those who follow a job that its journal has grown. */
export function wakeFollowers(jobId: string): void {
  for (const wake of followers().get(jobId) ?? []) wake()
}

/** appendEvent writes the next line of a journal in the caller's transaction and gives its number; wake the followers after it. */
export async function appendEvent(tx: Tx, jobId: string, body: EventBody): Promise<number> {
  const last = await tx
    .selectFrom('jobEvent')
    .select((e) => e.fn.max<number | null>('sequence').as('sequence'))
    .where('jobId', '=', jobId)
    .executeTakeFirst()
  const sequence = (last?.sequence ?? 0) + 1
  await tx
    .insertInto('jobEvent')
    .values({ jobId, sequence, at: isoNow(), body: JSON.stringify(body) })
    .execute()
  return sequence
}

type JobChange = Partial<Pick<JobTable, 'state' | 'progress' | 'result' | 'error' | 'startedAt' | 'endedAt'>>

/** JobJournal writes what one running job tells, few enough lines of it to keep for ever. */
export class JobJournal {
  readonly #jobId: string
  readonly #startedAt = clock.now()
  #progressAt = 0
  #remarks = 0
  #latest: JobProgress | null = null
  /** The numbers of the progress lines that are kept. */
  #progress: number[] = []

  constructor(jobId: string) {
    this.#jobId = jobId
  }

  /** write appends a line and changes the job's row with it. */
  async write(
    body: EventBody,
    change: JobChange = {},
    also: (tx: Tx) => Promise<void> = () => Promise.resolve(),
  ): Promise<number> {
    const sequence = await inTransaction(async (tx) => {
      if (Object.keys(change).length > 0)
        await tx.updateTable('job').set(change).where('id', '=', this.#jobId).execute()
      const written = await appendEvent(tx, this.#jobId, body)
      await also(tx)
      return written
    })
    wakeFollowers(this.#jobId)
    return sequence
  }

  /** progress writes a line when it is time for one; what is left out is overtaken by the next. */
  async progress(progress: JobProgress): Promise<void> {
    this.#latest = progress
    const now = clock.now()
    const wanted = (now - this.#startedAt) / PROGRESS_PER_RUN
    const pause = Math.min(LAST_PROGRESS_EVERY_MS, Math.max(FIRST_PROGRESS_EVERY_MS, wanted))
    // Slightly early counts: the job tells at the same pace as the first pause.
    if (now - this.#progressAt < pause * 0.9) return
    this.#progressAt = now
    await this.#writeLatest()
  }

  /** settle writes the newest progress if it was left out. */
  async settle(): Promise<void> {
    if (this.#latest) await this.#writeLatest()
  }

  /** remark writes a note or a warning; after 500 of them it is silent. */
  async remark(body: Extract<EventBody, { type: 'note' | 'warning' }>): Promise<void> {
    this.#remarks++
    if (this.#remarks > MAX_REMARKS) return
    const last: EventBody = {
      type: 'warning',
      message: 'More was said than a journal keeps; the rest is left out.',
    }
    await this.write(this.#remarks === MAX_REMARKS ? last : body)
  }

  async #writeLatest(): Promise<void> {
    const progress = this.#latest
    if (!progress) return
    this.#latest = null
    const shown = { ...progress, partitions: progress.partitions.slice(0, MAX_PROGRESS_PARTITIONS) }
    this.#progress.push(
      await this.write({ type: 'progress', progress: shown }, { progress: JSON.stringify(shown) }),
    )
    if (this.#progress.length >= MAX_PROGRESS) await this.#thin()
  }

  /** Every second one goes, never the newest: the next line would take its number, and who follows would miss it. */
  async #thin(): Promise<void> {
    const gone = this.#progress.filter((_, index) => index % 2 === 0)
    await getDatabase()
      .deleteFrom('jobEvent')
      .where('jobId', '=', this.#jobId)
      .where('sequence', 'in', gone)
      .execute()
    this.#progress = this.#progress.filter((_, index) => index % 2 === 1)
  }
}

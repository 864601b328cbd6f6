import 'server-only'
import { type Kysely, type RawBuilder, sql } from 'kysely'
import { isPostgres } from '#lib/server/db/column-types.ts'
import { type Database, getDatabase, type Tx } from '#lib/server/db/database.ts'

/** Any number of our own: PostgreSQL's advisory locks share one space in a database. */
const SEED = 7_263_001

const keyOf = (jobId: string) => sql`hashtextextended(${jobId}, ${SEED})`

interface Holder {
  readonly db: Promise<Kysely<Database>>
  readonly end: () => void
}

/**
 * JobLocks tells other servers on the same PostgreSQL which jobs this one works on: by advisory locks of one
 * connection, which end with the process however it ends. With SQLite there is one server, and nothing to tell.
 */
export class JobLocks {
  readonly #jobs = new Set<string>()
  #holder: Holder | null = null

  /** hold marks a job as this server's, before others can see it. Throws what the database throws. */
  async hold(jobId: string): Promise<void> {
    if (!isPostgres(getDatabase())) return
    this.#jobs.add(jobId)
    this.#holder ??= openHolder()
    await this.#ask(sql`select pg_advisory_lock(${keyOf(jobId)})`, this.#holder)
  }

  /** release says that this server is done with a job; the last one gives the connection back. */
  async release(jobId: string): Promise<void> {
    if (!this.#holder || !this.#jobs.has(jobId)) return
    await this.#ask(sql`select pg_advisory_unlock(${keyOf(jobId)})`, this.#holder)
    this.#jobs.delete(jobId)
    if (this.#jobs.size === 0) this.close()
  }

  /** With a broken connection its locks are gone; the next job begins with another. */
  async #ask(question: RawBuilder<unknown>, holder: Holder): Promise<void> {
    try {
      await question.execute(await holder.db)
    } catch (error) {
      if (this.#holder === holder) this.close()
      throw error
    }
  }

  /** close gives the connection back, whatever is held: for the server's stopping. */
  close(): void {
    this.#holder?.end()
    this.#holder = null
    this.#jobs.clear()
  }
}

function openHolder(): Holder {
  const ready = Promise.withResolvers<Kysely<Database>>()
  const done = Promise.withResolvers<undefined>()
  getDatabase()
    .connection()
    .execute(async (db) => {
      ready.resolve(db)
      await done.promise
      await sql`select pg_advisory_unlock_all()`.execute(db)
    })
    .catch(ready.reject)
  return {
    db: ready.promise,
    end: () => {
      done.resolve(undefined)
    },
  }
}

/** isAbandoned tells whether no server works on a job, and keeps it so to the end of the caller's transaction. */
export async function isAbandoned(tx: Tx, jobId: string): Promise<boolean> {
  if (!isPostgres(tx)) return true
  const { rows } = await sql<{
    free: boolean
  }>`select pg_try_advisory_xact_lock(${keyOf(jobId)}) as free`.execute(tx)
  return rows[0]?.free ?? false
}

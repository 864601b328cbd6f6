import 'server-only'
import { randomUUID } from 'node:crypto'
import { sql } from 'kysely'
import { openPostgres } from '#lib/server/db/open-database.ts'

/** What Vitest leaves in each of its workers. A benchmark opens a test server too, and its `inject` throws there. */
const VITEST_WORKER = '__vitest_worker__'

declare module 'vitest' {
  interface ProvidedContext {
    /** Only in the project `postgres`. */
    postgresUrl: string | undefined
  }
}

/** TEMPLATE is the database with all tables and no row. */
export const TEMPLATE = 'keystream_template'

export interface TestDatabase {
  readonly url: string
  drop(): Promise<void>
}

/** createTestDatabase makes an empty, migrated database on the run's PostgreSQL; null where the run has none. */
export async function createTestDatabase(): Promise<TestDatabase | null> {
  if (!(VITEST_WORKER in globalThis)) return null
  const { inject } = await import('vitest')
  const server = inject('postgresUrl')
  if (server === undefined) return null
  const name = `test_${randomUUID()}`
  const url = await createDatabase(server, name, TEMPLATE)
  return { url, drop: () => on(server, sql`drop database ${sql.id(name)} with (force)`) }
}

/** createDatabase makes a database, a copy of `template`, and gives its URL. */
export async function createDatabase(server: string, name: string, template = 'template1'): Promise<string> {
  await on(server, sql`create database ${sql.id(name)} template ${sql.id(template)} strategy file_copy`)
  return Object.assign(new URL(server), { pathname: `/${name}` }).href
}

async function on(server: string, statement: ReturnType<typeof sql>): Promise<void> {
  const db = openPostgres(server)
  await statement.execute(db).finally(() => db.destroy())
}

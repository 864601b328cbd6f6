import 'server-only'
import type { Kysely, Transaction } from 'kysely'
import { getEnv } from '#lib/server/base/env.ts'
import { onShutdown } from '#lib/server/base/lifecycle.ts'
import { singleton } from '#lib/server/base/singleton.ts'
import { openSecret } from '#lib/shared/secret.ts'
import { openPostgres, openSqlite } from './open-database.ts'
import type { Database } from './schema.ts'

export type { Database } from './schema.ts'
/** Tx is what a function takes that must run inside its caller's transaction. */
export type Tx = Transaction<Database>

/**
 * getDatabase gives the one database of this process: SQLite in the data folder, or PostgreSQL by
 * KEYSTREAM_DATABASE_URL. Nothing is opened before the first query, since `next build` imports every route.
 * Inside `transaction().execute(async (tx) => …)` use `tx` alone: SQLite has one connection, which `tx` holds.
 */
export function getDatabase(): Kysely<Database> {
  return singleton('database', () => {
    const { databaseUrl, dataDir } = getEnv()
    return databaseUrl ? openPostgres(openSecret(databaseUrl)) : openSqlite(dataDir)
  })
}

/** databaseServer gives host and port of PostgreSQL, where no credential may lead; null with SQLite. */
export function databaseServer(): { host: string; port: number } | null {
  const { databaseUrl } = getEnv()
  const url = databaseUrl && URL.parse(openSecret(databaseUrl))
  if (!url || url.hostname === '') return null
  return { host: url.hostname.replace(/^\[(.*)\]$/, '$1'), port: Number(url.port || 5432) }
}

/**
 * inTransaction runs `work` in one transaction: all of it is stored, or, when it throws, nothing. Transactions queue,
 * those of other servers as well, so that what one has read stays so until it has written.
 */
export function inTransaction<T>(work: (tx: Tx) => Promise<T>): Promise<T> {
  return getDatabase().transaction().execute(work)
}

/** closeDatabaseOnShutdown hooks the closing into the shutdown, which empties SQLite's write-ahead log. */
export function closeDatabaseOnShutdown(): void {
  onShutdown('database', () => getDatabase().destroy(), { last: true })
}

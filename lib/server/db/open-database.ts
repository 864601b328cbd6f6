import 'server-only'
import { chmodSync, mkdirSync } from 'node:fs'
import { join } from 'node:path'
import Sqlite from 'better-sqlite3'
import { Kysely } from 'kysely'
import { Pool } from 'pg'
import { QueueingPostgresDialect } from './postgres-dialect.ts'
import type { Database } from './schema.ts'
import { ImmediateSqliteDialect } from './sqlite-dialect.ts'
import { StatementCache } from './statement-cache.ts'

/** Another process may hold the write lock for a migration or a re-wrap batch, not longer. */
const BUSY_TIMEOUT_MS = 5_000
/** SQLite's own 2 MiB would read indexes of a million events from disk again and again. */
const CACHE_KIB = 64 * 1024
/** One replica's share of PostgreSQL's default of 100 connections. */
const POOL_SIZE = 10
const CONNECT_TIMEOUT_MS = 5_000
/** A query of ours takes milliseconds; one that takes this long hangs. */
const STATEMENT_TIMEOUT_MS = 15_000

/** The database's file in the data folder. */
export const SQLITE_FILE = 'keystream.db'

/** openSqlite opens, at the first query, `keystream.db` in a folder that it makes for this user alone. */
export function openSqlite(folder: string): Kysely<Database> {
  return new Kysely<Database>({
    dialect: new ImmediateSqliteDialect({
      database: () => {
        mkdirSync(folder, { recursive: true, mode: 0o700 })
        const file = join(folder, SQLITE_FILE)
        const database = new Sqlite(file)
        chmodSync(file, 0o600)
        database.pragma('journal_mode = WAL')
        database.pragma('synchronous = NORMAL')
        database.pragma(`busy_timeout = ${BUSY_TIMEOUT_MS}`)
        database.pragma('foreign_keys = ON')
        database.pragma(`cache_size = -${CACHE_KIB}`)
        // Deleted ciphertexts are overwritten and not left in free pages.
        database.pragma('secure_delete = ON')
        return Promise.resolve(new StatementCache(database))
      },
    }),
  })
}

/** openPostgres connects, at the first query, to the database that the URL names. */
export function openPostgres(connectionString: string): Kysely<Database> {
  const pool = new Pool({
    connectionString,
    max: POOL_SIZE,
    connectionTimeoutMillis: CONNECT_TIMEOUT_MS,
    statement_timeout: STATEMENT_TIMEOUT_MS,
    application_name: 'keystream',
  })
  // An idle connection that breaks is replaced at the next query; without a listener it would end the process.
  pool.on('error', () => undefined)
  // One that is in use and asks nothing at the moment has no listener either; its next query fails.
  pool.on('connect', (client) => {
    client.on('error', () => undefined)
  })
  return new Kysely<Database>({ dialect: new QueueingPostgresDialect({ pool }) })
}

import 'server-only'
import { type Kysely, sql } from 'kysely'
import { type Migration, Migrator } from 'kysely/migration'
import { isPostgres } from './column-types.ts'
import * as accounts from './migrations/001-accounts.ts'
import * as vault from './migrations/002-vault.ts'
import * as jobs from './migrations/003-jobs.ts'
import type { Database } from './schema.ts'

/** Every migration by its name, in order. A released one never changes; a new table is a new file and a line here. */
const migrations: Readonly<Record<string, Migration>> = {
  '001-accounts': accounts,
  '002-vault': vault,
  '003-jobs': jobs,
}

/** Any number of our own: PostgreSQL's advisory locks share one space in a database. */
const MIGRATION_LOCK = 7_263_000

/**
 * migrateDatabase brings the tables to the newest form and gives the names of what it ran. All in one transaction
 * under a lock of the database, so that two servers starting at once do it once. Throws what the database throws.
 */
export async function migrateDatabase(db: Kysely<Database>): Promise<string[]> {
  return db.transaction().execute(async (tx) => {
    // SQLite's transaction is its lock; PostgreSQL's would let two make the migrator's own table, and abort one.
    if (isPostgres(tx)) await sql`select pg_advisory_xact_lock(${MIGRATION_LOCK})`.execute(tx)
    const migrator = new Migrator({ db: tx, provider: { getMigrations: () => Promise.resolve(migrations) } })
    const { error, results } = await migrator.migrateToLatest()
    if (error !== undefined) throw error instanceof Error ? error : new Error('A migration failed.')
    return (results ?? []).map((result) => result.migrationName)
  })
}

/** isMigrated tells whether every known migration has run, for readiness. */
export async function isMigrated(db: Kysely<Database>): Promise<boolean> {
  const migrator = new Migrator({ db, provider: { getMigrations: () => Promise.resolve(migrations) } })
  const all = await migrator.getMigrations()
  return all.every((migration) => migration.executedAt !== undefined)
}

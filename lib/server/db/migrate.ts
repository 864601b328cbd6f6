import 'server-only'
import type { Kysely } from 'kysely'
import { type Migration, Migrator } from 'kysely/migration'
import * as accounts from './migrations/001-accounts.ts'
import * as vault from './migrations/002-vault.ts'
import * as jobs from './migrations/003-jobs.ts'
import * as people from './migrations/004-people.ts'
import * as access from './migrations/005-access.ts'
import * as versions from './migrations/006-versions.ts'
import * as care from './migrations/007-care.ts'
import * as ledger from './migrations/008-ledger.ts'
import * as jobStops from './migrations/009-job-stops.ts'
import * as passwordReset from './migrations/009-password-reset.ts'
import * as savedFilters from './migrations/010-saved-filters.ts'
import * as schemas from './migrations/011-schemas.ts'
import * as jobThings from './migrations/012-job-things.ts'
import * as sinkWebhooks from './migrations/013-sink-webhooks.ts'
import type { Database } from './schema.ts'

/** Every migration by its name, in order. A released one never changes; a new table is a new file and a line here. */
const migrations: Readonly<Record<string, Migration>> = {
  '001-accounts': accounts,
  '002-vault': vault,
  '003-jobs': jobs,
  '004-people': people,
  '005-access': access,
  '006-versions': versions,
  '008-ledger': ledger,
  '007-care': care,
  '009-job-stops': jobStops,
  '009-password-reset': passwordReset,
  '010-saved-filters': savedFilters,
  '011-schemas': schemas,
  '012-job-things': jobThings,
  '013-sink-webhooks': sinkWebhooks,
}

/**
 * migrateDatabase brings the tables to the newest form and gives the names of what it ran. All in one transaction,
 * and transactions queue, so that two servers starting at once do it once. Throws what the database throws.
 */
export async function migrateDatabase(db: Kysely<Database>): Promise<string[]> {
  return db.transaction().execute(async (tx) => {
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

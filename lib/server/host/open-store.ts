import 'server-only'
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import type { Kysely } from 'kysely'
import { AppError } from '#lib/server/base/app-error.ts'
import { getEnv } from '#lib/server/base/env.ts'
import { type Database, getDatabase } from '#lib/server/db/database.ts'
import { isMigrated, migrateDatabase } from '#lib/server/db/migrate.ts'
import { SQLITE_FILE } from '#lib/server/db/open-database.ts'
import { getKeyring, type Keyring } from '#lib/server/vault/keyring.ts'
import { loadMasterKeys } from '#lib/server/vault/master-keys.ts'

export interface Store {
  readonly db: Kysely<Database>
  readonly keyring: Keyring
}

/** createStore is openStore for a host on which the server has never run: it makes and brings up to date what is not there. */
export async function createStore(): Promise<Store> {
  // Before anything is written: a wrong key must not leave half a database behind.
  loadMasterKeys(getEnv())
  await migrateDatabase(getDatabase())
  return { db: getDatabase(), keyring: await getKeyring() }
}

/**
 * openStore opens the server's database with its master key, beside a server that may be running. Throws MasterKeyError
 * and AppError `unavailable` when there is no database or an older one: a wrong folder must not look like an empty log.
 */
export async function openStore(): Promise<Store> {
  await requireStore()
  return { db: getDatabase(), keyring: await getKeyring() }
}

/** requireStore does openStore's checks and unlocks nothing. */
export async function requireStore(): Promise<void> {
  const env = getEnv()
  loadMasterKeys(env)
  if (!env.databaseUrl && !existsSync(join(env.dataDir, SQLITE_FILE))) {
    throw new AppError({
      code: 'unavailable',
      message: `There is no database in ${env.dataDir}.`,
      advice: 'Set KEYSTREAM_DATA_DIR (or KEYSTREAM_DATABASE_URL) as the server has it.',
    })
  }
  if (!(await isMigrated(getDatabase()))) {
    throw new AppError({
      code: 'unavailable',
      message: 'The database was made by an older Keystream.',
      advice: 'Start this version of the server once; it brings the database up to date.',
    })
  }
}

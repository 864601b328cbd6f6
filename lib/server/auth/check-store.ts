import 'server-only'
import { getDatabase } from '#lib/server/db/database.ts'
import { isMigrated } from '#lib/server/db/migrate.ts'
import { isUnlocked } from '#lib/server/vault/keyring.ts'

/** checkStore tells which of the three things that accounts and credentials lie in are good. Never throws. */
export async function checkStore(): Promise<{ database: boolean; migrations: boolean; masterKey: boolean }> {
  try {
    const migrations = await isMigrated(getDatabase())
    return { database: true, migrations, masterKey: migrations && (await isUnlocked()) }
  } catch {
    return { database: false, migrations: false, masterKey: false }
  }
}

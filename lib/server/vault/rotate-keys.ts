import 'server-only'
import type { Kysely, Selectable } from 'kysely'
import type { Database, Tx } from '#lib/server/db/database.ts'
import type { SecretVersionTable } from '#lib/server/db/schema.ts'
import type { Keyring } from './keyring.ts'
import { openBytes, rewrapKey } from './seal-secret.ts'

/** A batch holds SQLite's write lock for some milliseconds, so a server under load does not notice. */
export const BATCH = 100

type VersionRow = Selectable<SecretVersionTable>

/** BadVersion is a sealed version that does not open: altered, or in the wrong place. */
export interface BadVersion {
  readonly profileId: string
  readonly version: number
}

/**
 * rewrapBatches wraps every data key that lies under another master key anew, under the active one; the ciphertexts
 * stay as they are. A batch is a transaction: killed at any moment, it has wrapped whole versions, and the next run
 * goes on with the rest. Yields after each batch what it did; versions that do not open are named and left.
 */
export async function* rewrapBatches(
  db: Kysely<Database>,
  keyring: Keyring,
  size = BATCH,
): AsyncGenerator<{ readonly rewrapped: number; readonly bad: readonly BadVersion[] }> {
  let after = ''
  for (;;) {
    const batch = await db.transaction().execute((tx) => rewrapBatch(tx, keyring, after, size))
    if (batch.last === null) return
    after = batch.last
    yield { rewrapped: batch.rewrapped, bad: batch.bad }
  }
}

async function rewrapBatch(tx: Tx, keyring: Keyring, after: string, size: number) {
  const rows = await tx
    .selectFrom('secretVersion')
    .selectAll()
    .where('keyId', '!=', keyring.active.id)
    .where('id', '>', after)
    .orderBy('id')
    .limit(size)
    .execute()
  const bad: BadVersion[] = []
  let rewrapped = 0
  for (const row of rows) {
    const wrapped = tryOpen(() => rewrapKey(keyring, row, row))
    if (!wrapped) {
      bad.push(row)
      continue
    }
    const changed = await tx
      .updateTable('secretVersion')
      .set(wrapped)
      .where('id', '=', row.id)
      // Another run of the same rotation may have been there first.
      .where('keyId', '=', row.keyId)
      .executeTakeFirst()
    rewrapped += Number(changed.numUpdatedRows)
  }
  return { rewrapped, bad, last: rows.at(-1)?.id ?? null }
}

/** verifyVersions opens every sealed version, a page at a time, and names those that do not open. */
export async function verifyVersions(
  db: Kysely<Database>,
  keyring: Keyring,
): Promise<{ readonly good: number; readonly bad: readonly BadVersion[] }> {
  const bad: BadVersion[] = []
  let good = 0
  let after = ''
  for (;;) {
    const rows: VersionRow[] = await db
      .selectFrom('secretVersion')
      .selectAll()
      .where('id', '>', after)
      .orderBy('id')
      .limit(BATCH)
      .execute()
    for (const row of rows) {
      if (tryOpen(() => openBytes(keyring, row, row))) good += 1
      else bad.push(row)
    }
    const last = rows.at(-1)
    if (!last) return { good, bad }
    after = last.id
  }
}

/**
 * dropOldKeys forgets the root key's copies under former master keys, in the caller's transaction, and gives their
 * names. From then on the database refuses a version under them (its foreign key), and they open nothing in it. Null,
 * and nothing dropped, while a version still lies under one of them.
 */
export async function dropOldKeys(tx: Tx, keyring: Keyring): Promise<readonly string[] | null> {
  const active = keyring.active.id
  const left = await tx
    .selectFrom('secretVersion')
    .select('id')
    .where('keyId', '!=', active)
    .limit(1)
    .executeTakeFirst()
  if (left) return null
  const dropped = await tx.deleteFrom('masterKey').where('keyId', '!=', active).returning('keyId').execute()
  return dropped.map(({ keyId }) => keyId)
}

/** KeyUse is one master key: whether it is configured and active, and how many sealed versions need it. */
export interface KeyUse {
  readonly key: string
  readonly configured: boolean
  readonly active: boolean
  readonly versions: number
}

/** countByKey lists every master key that is configured or that the database knows, the active one first. */
export async function countByKey(db: Kysely<Database>, keyring: Keyring): Promise<readonly KeyUse[]> {
  const known = await db.selectFrom('masterKey').select('keyId').orderBy('createdAt').execute()
  const counts = await db
    .selectFrom('secretVersion')
    .select(['keyId', (e) => e.fn.countAll().as('versions')])
    .groupBy('keyId')
    .execute()
  const byKey = new Map(counts.map(({ keyId, versions }) => [keyId, Number(versions)]))
  const ids = new Set([...keyring.ids, ...known.map(({ keyId }) => keyId), ...byKey.keys()])
  return [...ids].map((key) => ({
    key,
    configured: keyring.ids.includes(key),
    active: key === keyring.active.id,
    versions: byKey.get(key) ?? 0,
  }))
}

/** Crypto says no by an error of ours; anything else is no answer about the row. */
function tryOpen<T>(open: () => T): T | null {
  try {
    return open()
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'vault_integrity') return null
    throw error
  }
}

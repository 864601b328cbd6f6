import 'server-only'
import type { Kysely } from 'kysely'
import { AppError } from '#lib/server/base/app-error.ts'
import { isoNow } from '#lib/server/base/clock.ts'
import { getEnv } from '#lib/server/base/env.ts'
import { logger } from '#lib/server/base/logger.ts'
import { forgetSingleton, singleton } from '#lib/server/base/singleton.ts'
import { type Database, getDatabase } from '#lib/server/db/database.ts'
import { decrypt, deriveKey, encrypt, newKey } from './cipher.ts'
import { stampKeyFile } from './key-file.ts'
import { loadMasterKeys, type MasterKey, MasterKeyError } from './master-keys.ts'

/** What the root key is for; each purpose has its own key, so that one does not serve to forge another. */
export type KeyPurpose = 'audit' | 'auth' | 'tokens' | 'fingerprints' | 'second-factor' | 'nobody'

/** Keyring holds the master keys, proved against the database, and the root key that they guard. */
export interface Keyring {
  readonly active: MasterKey
  find(keyId: string): MasterKey | null
  /** Names of all keys that are configured, the active one first. */
  readonly ids: readonly string[]
  derive(purpose: KeyPurpose): Buffer
}

const rootParts = (keyId: string) => ['ks1', 'root', keyId]

/**
 * unlockKeyring proves every configured key against the database. The first start stores a random root key wrapped by
 * the active one; a new active key beside one that opens gets its own wrapped copy. Throws MasterKeyError when a key
 * does not open what was stored under its name, or when none opens anything.
 */
export async function unlockKeyring(db: Kysely<Database>, keys: readonly MasterKey[]): Promise<Keyring> {
  const active = keys[0]
  if (!active) throw new MasterKeyError('There is no master key')
  const root = await db.transaction().execute(async (tx) => {
    const rows = await tx.selectFrom('masterKey').selectAll().execute()
    const known = new Map(rows.map((row) => [row.keyId, row]))
    let found: Buffer | null = null
    for (const key of keys) {
      const row = known.get(key.id)
      if (!row) continue
      const opened = decrypt(key.wrapping, { nonce: row.nonce, bytes: row.wrappedRoot }, rootParts(key.id))
      if (!opened) {
        throw new MasterKeyError(`The master key "${key.id}" is not the one that this database was made with`)
      }
      found = opened
    }
    if (!found && rows.length > 0) {
      throw new MasterKeyError('None of the master keys is one that this database was made with')
    }
    const opened = found ?? newKey()
    if (!known.has(active.id)) {
      const { nonce, bytes } = encrypt(active.wrapping, opened, rootParts(active.id))
      await tx
        .insertInto('masterKey')
        .values({ keyId: active.id, nonce, wrappedRoot: bytes, createdAt: isoNow() })
        // Another server may take up the same new key at this moment; a first start that loses must fail instead.
        .$if(found !== null, (query) => query.onConflict((row) => row.doNothing()))
        .execute()
    }
    return opened
  })
  await requireAllKeys(db, keys)
  const byId = new Map(keys.map((key) => [key.id, key]))
  return {
    active,
    find: (keyId) => byId.get(keyId) ?? null,
    ids: [...byId.keys()],
    derive: (purpose) => deriveKey(root, purpose),
  }
}

/** A credential sealed under a key that is no longer configured would fail at its first use: better at the start. */
async function requireAllKeys(db: Kysely<Database>, keys: readonly MasterKey[]): Promise<void> {
  const used = await db.selectFrom('secretVersion').select('keyId').distinct().execute()
  const missing = used.find((row) => !keys.some((key) => key.id === row.keyId))
  if (missing) {
    throw new MasterKeyError(
      `Stored credentials still need the master key "${missing.keyId}", which is not configured`,
    )
  }
}

/** A key file that was changed is taken up at the next use after this time, without a restart. */
export const KEY_FILE_LOOK_MS = 1_000

interface Holder {
  keyring: Keyring | null
  /** What the key file looked like when it was last read, and when we last looked. */
  stamp: string | null
  lookedAt: number
}

const holder = () => singleton<Holder>('keyring-holder', () => ({ keyring: null, stamp: null, lookedAt: 0 }))

/**
 * getKeyring unlocks once in a process, at the start or at the first use; a key file that has changed since is read
 * again, so that a rotation needs no restart. Throws MasterKeyError at the first unlocking; a changed file that is not
 * good leaves the former keys in use, and a line in the log.
 */
export async function getKeyring(): Promise<Keyring> {
  const unlocking = singleton('keyring', unlock)
  unlocking.catch(() => {
    forgetSingleton('keyring')
  })
  const keyring = await unlocking
  const due = performance.now() - holder().lookedAt >= KEY_FILE_LOOK_MS
  return due ? lookAgain(keyring) : (holder().keyring ?? keyring)
}

/** getKeyringFor gives a keyring that has the named key when the key file has it by now, else the one in use. */
export async function getKeyringFor(keyId: string): Promise<Keyring> {
  const keyring = await getKeyring()
  return keyring.find(keyId) ? keyring : lookAgain(keyring)
}

async function unlock(): Promise<Keyring> {
  const stamp = stampKeyFile(getEnv().masterKeyFile)
  const keyring = await unlockKeyring(getDatabase(), loadMasterKeys(getEnv()))
  Object.assign(holder(), { keyring, stamp, lookedAt: performance.now() })
  return keyring
}

async function lookAgain(former: Keyring): Promise<Keyring> {
  const { masterKeyFile } = getEnv()
  const held = holder()
  held.lookedAt = performance.now()
  const stamp = stampKeyFile(masterKeyFile)
  if (stamp === null || stamp === held.stamp) return held.keyring ?? former
  try {
    const keyring = await unlockKeyring(getDatabase(), loadMasterKeys(getEnv()))
    Object.assign(held, { keyring, stamp })
    logger.info('vault.keys-changed', { active: keyring.active.id })
    return keyring
  } catch (error) {
    // Half written, perhaps: the next look decides.
    const reason = error instanceof MasterKeyError ? error.message : 'the database did not answer'
    logger.error('vault.keys-refused', { reason })
    return held.keyring ?? former
  }
}

/**
 * heldKeyring gives the keyring that getKeyring unlocked before. For use inside a transaction, where unlocking would
 * wait for SQLite's one connection for ever. Throws AppError `unavailable` when nobody unlocked it.
 */
export function heldKeyring(): Keyring {
  const { keyring } = holder()
  if (keyring) return keyring
  throw new AppError({
    code: 'unavailable',
    message: 'The master key has not been unlocked yet.',
    retryAfter: 1,
  })
}

/** isUnlocked tells for readiness whether the master key is good. */
export async function isUnlocked(): Promise<boolean> {
  try {
    await getKeyring()
    return true
  } catch {
    return false
  }
}

/** integrityError is what a row that does not open gives: altered, swapped, or under an unknown key. */
export function integrityError(): AppError {
  return new AppError({
    code: 'vault_integrity',
    message: 'The stored credential does not open: it was altered, or belongs to another row.',
    advice: 'Restore the database from a backup, or paste the credential again as a new profile.',
  })
}

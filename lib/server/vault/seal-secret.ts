import 'server-only'
import { isoNow } from '#lib/server/base/clock.ts'
import type { Tx } from '#lib/server/db/database.ts'
import { newId } from '#lib/shared/ids.ts'
import { decrypt, encrypt, newKey } from './cipher.ts'
import { integrityError, type Keyring } from './keyring.ts'

/** SecretPlace is where a sealed version belongs; the seal is bound to it, so it opens nowhere else. */
export interface SecretPlace {
  readonly teamId: string
  readonly profileId: string
  readonly version: number
}

export interface SealedVersion {
  readonly keyId: string
  readonly wrapNonce: Buffer
  readonly wrappedKey: Buffer
  readonly nonce: Buffer
  readonly ciphertext: Buffer
}

/** sealBytes encrypts under a fresh data key and wraps that under the active master key. */
export function sealBytes(keyring: Keyring, place: SecretPlace, plain: Buffer): SealedVersion {
  const dataKey = newKey()
  try {
    const data = encrypt(dataKey, plain, dataParts(place))
    const wrapped = encrypt(keyring.active.wrapping, dataKey, keyParts(place, keyring.active.id))
    return {
      keyId: keyring.active.id,
      wrapNonce: wrapped.nonce,
      wrappedKey: wrapped.bytes,
      nonce: data.nonce,
      ciphertext: data.bytes,
    }
  } finally {
    dataKey.fill(0)
  }
}

/** openBytes opens what sealBytes sealed for the same place. Throws AppError `vault_integrity`. */
export function openBytes(keyring: Keyring, place: SecretPlace, sealed: SealedVersion): Buffer {
  const dataKey = unwrapKey(keyring, place, sealed)
  try {
    const plain = decrypt(dataKey, { nonce: sealed.nonce, bytes: sealed.ciphertext }, dataParts(place))
    if (!plain) throw integrityError()
    return plain
  } finally {
    dataKey.fill(0)
  }
}

/**
 * rewrapKey wraps a version's data key under the active master key; its ciphertext stays. Throws AppError
 * `vault_integrity` when the data key does not open.
 */
export function rewrapKey(
  keyring: Keyring,
  place: SecretPlace,
  sealed: Pick<SealedVersion, 'keyId' | 'wrapNonce' | 'wrappedKey'>,
): Pick<SealedVersion, 'keyId' | 'wrapNonce' | 'wrappedKey'> {
  const dataKey = unwrapKey(keyring, place, sealed)
  try {
    const { active } = keyring
    const wrapped = encrypt(active.wrapping, dataKey, keyParts(place, active.id))
    return { keyId: active.id, wrapNonce: wrapped.nonce, wrappedKey: wrapped.bytes }
  } finally {
    dataKey.fill(0)
  }
}

function unwrapKey(
  keyring: Keyring,
  place: SecretPlace,
  sealed: Pick<SealedVersion, 'keyId' | 'wrapNonce' | 'wrappedKey'>,
): Buffer {
  const master = keyring.find(sealed.keyId)
  if (!master) throw integrityError()
  const wrapped = { nonce: sealed.wrapNonce, bytes: sealed.wrappedKey }
  const dataKey = decrypt(master.wrapping, wrapped, keyParts(place, sealed.keyId))
  if (!dataKey) throw integrityError()
  return dataKey
}

/** storeVersion writes a sealed version in the caller's transaction. */
export async function storeVersion(
  tx: Tx,
  place: SecretPlace,
  sealed: SealedVersion,
  createdBy: string,
): Promise<void> {
  await tx
    .insertInto('secretVersion')
    .values({ id: newId('ver'), ...place, ...sealed, createdAt: isoNow(), createdBy })
    .execute()
}

/** replaceVersion seals a stored version's content anew, under a fresh data key, in the caller's transaction. */
export async function replaceVersion(tx: Tx, place: SecretPlace, sealed: SealedVersion): Promise<void> {
  await tx
    .updateTable('secretVersion')
    .set(sealed)
    .where('teamId', '=', place.teamId)
    .where('profileId', '=', place.profileId)
    .where('version', '=', place.version)
    .execute()
}

function dataParts({ teamId, profileId, version }: SecretPlace): string[] {
  return ['ks1', 'data', teamId, profileId, String(version)]
}

function keyParts({ profileId, version }: SecretPlace, keyId: string): string[] {
  return ['ks1', 'dek', profileId, String(version), keyId]
}

import 'server-only'
import type { Credential } from '#lib/credentials/credential.ts'
import { isoNow } from '#lib/server/base/clock.ts'
import type { Tx } from '#lib/server/db/database.ts'
import { encodeCredential } from '#lib/server/vault/credential-codec.ts'
import { fingerprintCredential } from '#lib/server/vault/fingerprint.ts'
import { heldKeyring } from '#lib/server/vault/keyring.ts'
import { type SecretPlace, sealBytes, storeVersion } from '#lib/server/vault/seal-secret.ts'
import type { VersionState } from '#lib/shared/profile-version.ts'
import type { Actor } from '../actor.ts'
import { faceColumns } from './version-row.ts'

export interface NewVersion {
  readonly place: SecretPlace
  readonly credential: Credential
  /** What was pasted, before anybody added to it; the same paste is recognised by it. Default: `credential`. */
  readonly pasted?: Credential | undefined
  readonly state: Extract<VersionState, 'pending' | 'current'>
  readonly by: Actor
}

/** insertVersion seals a credential and stores its face, in the caller's transaction. The keyring must be unlocked. */
export async function insertVersion(tx: Tx, version: NewVersion): Promise<void> {
  const { place, credential, state, by } = version
  const keyring = heldKeyring()
  const now = isoNow()
  await tx
    .insertInto('profileVersion')
    .values({
      ...place,
      ...faceColumns(credential),
      state,
      fingerprint: fingerprintCredential(keyring, place.teamId, version.pasted ?? credential),
      lastCheck: null,
      createdAt: now,
      createdBy: by.name,
      changedAt: now,
      changedBy: by.name,
    })
    .execute()
  await storeVersion(tx, place, sealBytes(keyring, place, encodeCredential(credential)), by.email)
}

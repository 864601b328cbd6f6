import 'server-only'
import { type Credential, isKafkaCredential } from '#lib/credentials/credential.ts'
import { recordAuditEvent } from '#lib/server/audit/record-audit-event.ts'
import { isoNow } from '#lib/server/base/clock.ts'
import { inTransaction } from '#lib/server/db/database.ts'
import { encodeCredential } from '#lib/server/vault/credential-codec.ts'
import { getKeyring } from '#lib/server/vault/keyring.ts'
import { sealBytes, storeVersion } from '#lib/server/vault/seal-secret.ts'
import { newId } from '#lib/shared/ids.ts'
import { type CreateProfile, MAX_PROFILE_NAME, type Profile } from '#lib/shared/profile.ts'
import { adjustCredential } from './adjust-credential.ts'
import { profileOfRow } from './profile-row.ts'
import { readPaste } from './read-paste.ts'

/** Actor is who acts, as the audit log and the profile's face name them. */
export interface Actor {
  readonly name: string
  readonly email: string
}

/**
 * createProfile reads the paste once more on the server, seals the credential and stores profile, sealed version and
 * audit event in one transaction: all or nothing. Throws AppError `paste_unusable`, `paste_choice_needed`,
 * `unprocessable`, `too_large`.
 */
export async function createProfile(options: {
  readonly teamId: string
  readonly actor: Actor
  readonly input: CreateProfile
}): Promise<Profile> {
  const { teamId, actor, input } = options
  const pasted = readPaste(input.text, { product: input.product, unit: input.unit })
  const credential = adjustCredential(pasted, {
    topic: input.topic,
    securityProtocol: input.securityProtocol,
    certificateAuthority: input.certificateAuthority,
    clientCertificate: input.clientCertificate,
    clientKey: input.clientKey,
  })
  const keyring = await getKeyring()
  const place = { teamId, profileId: newId('prf'), version: 1 }
  const sealed = sealBytes(keyring, place, encodeCredential(credential))
  const now = isoNow()
  const row = {
    id: place.profileId,
    teamId,
    name: input.name ?? proposeName(credential),
    labels: JSON.stringify(input.labels ?? []),
    product: credential.facts.product,
    version: place.version,
    facts: JSON.stringify(credential.facts),
    hasClientCertificate: isKafkaCredential(credential) && credential.clientCertificatePem !== null ? 1 : 0,
    verifyHostname: isKafkaCredential(credential) && !credential.verifyHostname ? 0 : 1,
    lastCheck: null,
    lastUsedAt: null,
    lastUsedBy: null,
    createdAt: now,
    createdBy: actor.name,
    updatedAt: now,
  }
  await inTransaction(async (tx) => {
    await tx.insertInto('profile').values(row).execute()
    await storeVersion(tx, place, sealed, actor.email)
    await recordAuditEvent(tx, {
      action: 'profile.created',
      teamId,
      actor: actor.email,
      subject: place.profileId,
      details: { name: row.name, product: row.product, version: place.version },
    })
  })
  return profileOfRow(row)
}

/** proposeName says what the credential is for and whose it is: `orders, relation-8`. */
function proposeName({ facts }: Credential): string {
  const what = facts.product === 'kafka' ? (facts.topic ?? facts.product) : facts.product
  const name = facts.username === null ? what : `${what}, ${facts.username}`
  return name.slice(0, MAX_PROFILE_NAME)
}

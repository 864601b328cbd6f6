import 'server-only'
import { type Credential, isKafkaCredential } from '#lib/credentials/credential.ts'
import { type KafkaTarget, kafkaTargetOf } from '#lib/kafka/kafka-target.ts'
import { recordAuditEvent } from '#lib/server/audit/record-audit-event.ts'
import { AppError, notFound } from '#lib/server/base/app-error.ts'
import { clock } from '#lib/server/base/clock.ts'
import { logger } from '#lib/server/base/logger.ts'
import { getDatabase, inTransaction } from '#lib/server/db/database.ts'
import { getEgressPolicy } from '#lib/server/egress/egress-policy.ts'
import { decodeCredential } from '#lib/server/vault/credential-codec.ts'
import { getKeyring, integrityError } from '#lib/server/vault/keyring.ts'
import { openBytes } from '#lib/server/vault/seal-secret.ts'
import type { Profile } from '#lib/shared/profile.ts'
import type { Actor } from './create-profile.ts'
import { profileOfRow } from './profile-row.ts'

export interface OpenedProfile {
  /** The public face, its facts taken from the seal and not from the plain columns. */
  readonly profile: Profile
  readonly credential: Credential
  /** What lib/kafka needs to connect. Throws AppError `unprocessable` for a product other than Kafka. */
  target(): KafkaTarget
}

/** A page that polls must not write a row each time. */
const USE_EVERY_MS = 10_000

/**
 * openProfile unseals the current version of a profile for use on the server, and notes who used it when. Throws
 * `not_found`, for another team's id as well, and `vault_integrity`, audited, when the seal does not open.
 */
export async function openProfile(options: {
  readonly teamId: string
  readonly profileId: string
  readonly actor?: Actor | undefined
}): Promise<OpenedProfile> {
  const { teamId, profileId, actor } = options
  const row = await getDatabase()
    .selectFrom('profile')
    .selectAll()
    .where('teamId', '=', teamId)
    .where('id', '=', profileId)
    .executeTakeFirst()
  if (!row) throw notFound()
  const face = profileOfRow(row)
  const credential = await unseal(teamId, profileId, face.version)
  if (actor) await noteUse(face, actor)
  return {
    profile: { ...face, product: credential.facts.product, facts: credential.facts },
    credential,
    target: () => {
      if (isKafkaCredential(credential)) return kafkaTargetOf(credential, getEgressPolicy())
      throw new AppError({
        code: 'unprocessable',
        message: `This profile is of ${credential.facts.product}; only Kafka can be used from here.`,
      })
    },
  }
}

async function unseal(teamId: string, profileId: string, version: number): Promise<Credential> {
  const keyring = await getKeyring()
  const sealed = await getDatabase()
    .selectFrom('secretVersion')
    .select(['keyId', 'wrapNonce', 'wrappedKey', 'nonce', 'ciphertext'])
    .where('profileId', '=', profileId)
    .where('version', '=', version)
    .executeTakeFirst()
  const place = { teamId, profileId, version }
  try {
    if (!sealed) throw integrityError()
    return decodeCredential(openBytes(keyring, place, sealed))
  } catch (error) {
    logger.error('vault.integrity-failed', place)
    await inTransaction((tx) =>
      recordAuditEvent(tx, {
        action: 'vault.integrity-failed',
        teamId,
        actor: null,
        subject: profileId,
        details: { version },
      }),
    )
    throw error
  }
}

async function noteUse(profile: Profile, actor: Actor): Promise<void> {
  const now = clock.now()
  const last = profile.lastUsedAt === null ? 0 : Date.parse(profile.lastUsedAt)
  if (profile.lastUsedBy === actor.name && now - last < USE_EVERY_MS) return
  await getDatabase()
    .updateTable('profile')
    .set({ lastUsedAt: new Date(now).toISOString(), lastUsedBy: actor.name })
    .where('id', '=', profile.id)
    .execute()
}

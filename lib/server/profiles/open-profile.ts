import 'server-only'
import { type Credential, isKafkaCredential } from '#lib/credentials/credential.ts'
import { type KafkaTarget, kafkaTargetOf } from '#lib/kafka/kafka-target.ts'
import { recordAuditEvent } from '#lib/server/audit/record-audit-event.ts'
import { AppError } from '#lib/server/base/app-error.ts'
import { clock } from '#lib/server/base/clock.ts'
import { logger } from '#lib/server/base/logger.ts'
import { getDatabase, inTransaction } from '#lib/server/db/database.ts'
import { getTeamEgressPolicy } from '#lib/server/egress/team-egress.ts'
import { decodeCredential } from '#lib/server/vault/credential-codec.ts'
import { getKeyringFor, integrityError } from '#lib/server/vault/keyring.ts'
import { openBytes } from '#lib/server/vault/seal-secret.ts'
import type { ProfileFace } from '#lib/shared/profile.ts'
import type { Actor } from './actor.ts'
import { getProfile } from './list-profiles.ts'
import { getVersion } from './versions/list-versions.ts'

export interface OpenedProfile {
  /** The public face, its facts taken from the seal and not from the plain columns. */
  readonly profile: ProfileFace
  readonly credential: Credential
  /** What lib/kafka needs to connect. Throws AppError `unprocessable` for a product other than Kafka. */
  target(): KafkaTarget
}

/** A page that polls must not write a row each time. */
const USE_EVERY_MS = 10_000

/**
 * openProfile unseals a version of a profile, by default the current one, for use on the server, and notes who used
 * it when. Throws `not_found`, for another team's id as well; `conflict` for a version whose data was destroyed; and
 * `vault_integrity`, audited, when the seal does not open.
 */
export async function openProfile(options: {
  readonly teamId: string
  readonly profileId: string
  readonly actor?: Actor | undefined
  readonly version?: number | undefined
}): Promise<OpenedProfile> {
  const { teamId, profileId, actor } = options
  const face = await faceOf(options)
  const credential = await unseal(teamId, profileId, face.version)
  if (actor) await noteUse(face, actor)
  const egress = await getTeamEgressPolicy(teamId)
  return {
    profile: { ...face, product: credential.facts.product, facts: credential.facts },
    credential,
    target: () => {
      if (isKafkaCredential(credential)) return kafkaTargetOf(credential, egress)
      throw new AppError({
        code: 'unprocessable',
        message: `This profile is of ${credential.facts.product}; only Kafka can be used from here.`,
      })
    },
  }
}

/** The profile's face, with the facts and the check of the version that is asked for. */
async function faceOf(options: {
  readonly teamId: string
  readonly profileId: string
  readonly version?: number | undefined
}): Promise<ProfileFace> {
  const profile = await getProfile(options)
  if (options.version === undefined || options.version === profile.version) return profile
  const { version, state, facts, hasClientCertificate, verifyHostname, lastCheck } = await getVersion({
    ...options,
    version: options.version,
  })
  if (state === 'retired' || state === 'shredded') {
    throw new AppError({
      code: 'conflict',
      message: `The secret of version ${version} was destroyed.`,
      advice: 'Use the current version, or paste the credential again.',
    })
  }
  return { ...profile, version, facts, hasClientCertificate, verifyHostname, lastCheck }
}

async function unseal(teamId: string, profileId: string, version: number): Promise<Credential> {
  const sealed = await getDatabase()
    .selectFrom('secretVersion')
    .select(['keyId', 'wrapNonce', 'wrappedKey', 'nonce', 'ciphertext'])
    .where('profileId', '=', profileId)
    .where('version', '=', version)
    .executeTakeFirst()
  const place = { teamId, profileId, version }
  try {
    if (!sealed) throw integrityError()
    // A rotation may have wrapped it under a key that this process has not taken up yet.
    const keyring = await getKeyringFor(sealed.keyId)
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

async function noteUse(profile: ProfileFace, actor: Actor): Promise<void> {
  const now = clock.now()
  const last = profile.lastUsedAt === null ? 0 : Date.parse(profile.lastUsedAt)
  if (profile.lastUsedBy === actor.name && now - last < USE_EVERY_MS) return
  await getDatabase()
    .updateTable('profile')
    .set({ lastUsedAt: new Date(now).toISOString(), lastUsedBy: actor.name })
    .where('id', '=', profile.id)
    .execute()
}

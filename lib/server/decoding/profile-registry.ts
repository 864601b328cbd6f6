import 'server-only'
import { X509Certificate } from 'node:crypto'
import { RegistryError } from '#lib/registry/get-json.ts'
import { checkRegistry } from '#lib/registry/look-up-schema.ts'
import type { RegistryTarget } from '#lib/registry/registry-target.ts'
import { recordAuditEvent } from '#lib/server/audit/record-audit-event.ts'
import { AppError, notFound } from '#lib/server/base/app-error.ts'
import { isoNow } from '#lib/server/base/clock.ts'
import { getDatabase, inTransaction } from '#lib/server/db/database.ts'
import { getTeamEgressPolicy } from '#lib/server/egress/team-egress.ts'
import type { Actor } from '#lib/server/profiles/actor.ts'
import { getProfile } from '#lib/server/profiles/list-profiles.ts'
import { lockProfile } from '#lib/server/profiles/lock-profile.ts'
import { getKeyring, getKeyringFor } from '#lib/server/vault/keyring.ts'
import {
  decodeRegistry,
  encodeRegistry,
  REGISTRY_VERSION,
  type SealedRegistry,
} from '#lib/server/vault/registry-seal.ts'
import { openBytes, sealBytes, storeVersion } from '#lib/server/vault/seal-secret.ts'
import {
  type Registry,
  type RegistryCheck,
  RegistrySchema,
  type SetRegistry,
} from '#lib/shared/schema-registry.ts'
import { Secret } from '#lib/shared/secret.ts'

interface ProfileId {
  readonly teamId: string
  readonly profileId: string
}

/** getProfileRegistry gives a profile's registry without its secret. Throws `not_found` for the profile. */
export async function getProfileRegistry(id: ProfileId): Promise<Registry> {
  await getProfile(id)
  const row = await getDatabase()
    .selectFrom('schemaRegistry')
    .selectAll()
    .where('teamId', '=', id.teamId)
    .where('profileId', '=', id.profileId)
    .executeTakeFirst()
  if (!row)
    return { url: null, username: null, login: 'none', hasAuthority: false, updatedAt: null, updatedBy: null }
  return RegistrySchema.parse({ ...row, hasAuthority: row.hasAuthority === 1 })
}

/**
 * setProfileRegistry seals a registry for a profile; audited. A stored secret stays only while the address does, so
 * that it never goes where it was not given for. Throws `not_found`, and `unprocessable` naming the field.
 */
export async function setProfileRegistry(
  options: ProfileId & { readonly actor: Actor; readonly input: SetRegistry },
): Promise<Registry> {
  const { teamId, profileId, actor, input } = options
  await getProfile(options)
  const before = await unsealRegistry(options)
  const registry = merged(input, before?.url === input.url ? before : null)
  const place = { teamId, profileId, version: REGISTRY_VERSION }
  const sealed = sealBytes(await getKeyring(), place, encodeRegistry(registry))
  const face = {
    teamId,
    url: registry.url,
    username: registry.username,
    login: input.login,
    hasAuthority: registry.authorityPem === null ? 0 : 1,
    updatedAt: isoNow(),
    updatedBy: actor.name,
  }
  await inTransaction(async (tx) => {
    await lockProfile(tx, options)
    await tx
      .deleteFrom('secretVersion')
      .where('profileId', '=', profileId)
      .where('version', '=', REGISTRY_VERSION)
      .execute()
    await storeVersion(tx, place, sealed, actor.name)
    await tx
      .insertInto('schemaRegistry')
      .values({ profileId, ...face })
      .onConflict((conflict) => conflict.column('profileId').doUpdateSet(face))
      .execute()
    await recordAuditEvent(tx, {
      action: 'registry.changed',
      teamId,
      actor: actor.email,
      subject: profileId,
      details: { url: face.url, login: face.login },
    })
  })
  return getProfileRegistry(options)
}

/** deleteProfileRegistry takes a profile's registry and its secret away; audited. Throws `not_found`. */
export async function deleteProfileRegistry(options: ProfileId & { readonly actor: Actor }): Promise<void> {
  const { teamId, profileId, actor } = options
  await inTransaction(async (tx) => {
    await lockProfile(tx, options)
    const gone = await tx
      .deleteFrom('schemaRegistry')
      .where('teamId', '=', teamId)
      .where('profileId', '=', profileId)
      .returning('url')
      .executeTakeFirst()
    if (!gone) throw notFound()
    await tx
      .deleteFrom('secretVersion')
      .where('profileId', '=', profileId)
      .where('version', '=', REGISTRY_VERSION)
      .execute()
    await recordAuditEvent(tx, {
      action: 'registry.removed',
      teamId,
      actor: actor.email,
      subject: profileId,
      details: { url: gone.url },
    })
  })
}

/** registryTargetFor opens a profile's registry for use on the server; null when none is set. */
export async function registryTargetFor(id: ProfileId): Promise<RegistryTarget | null> {
  const registry = await unsealRegistry(id)
  return registry && { ...registry, egress: await getTeamEgressPolicy(id.teamId) }
}

/** checkProfileRegistry asks a profile's registry for its subjects. Throws `not_found` when none is set. */
export async function checkProfileRegistry(id: ProfileId, signal: AbortSignal): Promise<RegistryCheck> {
  await getProfile(id)
  const target = await registryTargetFor(id)
  if (!target) throw notFound()
  try {
    return { ok: true, subjects: await checkRegistry(target, signal), reason: null }
  } catch (error) {
    if (!(error instanceof RegistryError)) throw error
    return { ok: false, subjects: null, reason: error.message }
  }
}

async function unsealRegistry({ teamId, profileId }: ProfileId): Promise<SealedRegistry | null> {
  const sealed = await getDatabase()
    .selectFrom('secretVersion')
    .select(['keyId', 'wrapNonce', 'wrappedKey', 'nonce', 'ciphertext'])
    .where('teamId', '=', teamId)
    .where('profileId', '=', profileId)
    .where('version', '=', REGISTRY_VERSION)
    .executeTakeFirst()
  if (!sealed) return null
  const place = { teamId, profileId, version: REGISTRY_VERSION }
  return decodeRegistry(openBytes(await getKeyringFor(sealed.keyId), place, sealed))
}

function merged(input: SetRegistry, kept: SealedRegistry | null): SealedRegistry {
  const { url, login, authority } = input
  const authorityPem = authority === undefined ? (kept?.authorityPem ?? null) : authority
  if (authorityPem !== null) requireCertificate(authorityPem)
  const nothing = { url, username: null, password: null, token: null, authorityPem }
  if (login === 'none') return nothing
  if (login === 'token') {
    const token = input.token === undefined ? (kept?.token ?? null) : new Secret(input.token)
    if (!token) throw secretNeeded('token')
    return { ...nothing, token }
  }
  const username = input.username ?? kept?.username ?? null
  const password = input.password === undefined ? (kept?.password ?? null) : new Secret(input.password)
  if (username === null) throw secretNeeded('username')
  if (!password) throw secretNeeded('password')
  return { ...nothing, username, password }
}

function requireCertificate(pem: string): void {
  try {
    new X509Certificate(pem)
  } catch {
    throw new AppError({
      code: 'unprocessable',
      field: 'authority',
      message: 'The certificate authority is not in PEM form.',
      advice: 'Paste the text from -----BEGIN CERTIFICATE----- to -----END CERTIFICATE-----.',
    })
  }
}

function secretNeeded(field: 'username' | 'password' | 'token'): AppError {
  return new AppError({
    code: 'unprocessable',
    field,
    message: `The ${field} is missing.`,
    advice: 'A stored secret is kept only while the address stays the same: type it again.',
  })
}

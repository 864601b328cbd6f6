import 'server-only'
import type { Credential } from '#lib/credentials/credential.ts'
import { recordAuditEvent } from '#lib/server/audit/record-audit-event.ts'
import { isoNow } from '#lib/server/base/clock.ts'
import { inTransaction } from '#lib/server/db/database.ts'
import { getKeyring } from '#lib/server/vault/keyring.ts'
import { newId } from '#lib/shared/ids.ts'
import { type CreateProfile, MAX_PROFILE_NAME, type ProfileFace } from '#lib/shared/profile.ts'
import type { Actor } from './actor.ts'
import { adjustCredential } from './adjust-credential.ts'
import { profileOfRow } from './profile-row.ts'
import { readPaste } from './read-paste.ts'
import { insertVersion } from './versions/insert-version.ts'
import { faceColumns } from './versions/version-row.ts'

/**
 * createProfile reads the paste once more on the server, seals the credential and stores profile, sealed version and
 * audit event in one transaction: all or nothing. Throws AppError `paste_unusable`, `paste_choice_needed`,
 * `unprocessable`, `too_large`.
 */
export async function createProfile(options: {
  readonly teamId: string
  readonly actor: Actor
  readonly input: CreateProfile
}): Promise<ProfileFace> {
  const { teamId, actor, input } = options
  const pasted = readPaste(input.text, { product: input.product, unit: input.unit })
  const credential = adjustCredential(pasted, {
    topic: input.topic,
    securityProtocol: input.securityProtocol,
    certificateAuthority: input.certificateAuthority,
    clientCertificate: input.clientCertificate,
    clientKey: input.clientKey,
    verifyHostname: input.verifyHostname,
  })
  const { name, labels, shareWithTeam } = input
  return storeProfile({ teamId, actor, credential, pasted, name, labels, shareWithTeam })
}

/**
 * storeProfile seals a credential as version 1 of a new profile and stores both with the audit event in one
 * transaction. The name is proposed from the credential when there is none. Throws AppError `unavailable`.
 */
export async function storeProfile(options: {
  readonly teamId: string
  readonly actor: Actor
  readonly credential: Credential
  /** The credential as it was pasted, when a person added to it. */
  readonly pasted?: Credential | undefined
  readonly name?: string | undefined
  readonly labels?: readonly string[] | undefined
  /** Gives the whole team the grant to use it; default true. */
  readonly shareWithTeam?: boolean | undefined
}): Promise<ProfileFace> {
  const { teamId, actor, credential, pasted } = options
  // Unlocked before the transaction, which takes SQLite's one connection.
  await getKeyring()
  const place = { teamId, profileId: newId('prf'), version: 1 }
  const now = isoNow()
  const row = {
    id: place.profileId,
    teamId,
    name: options.name ?? proposeName(credential),
    labels: JSON.stringify(options.labels ?? []),
    product: credential.facts.product,
    version: place.version,
    ...faceColumns(credential),
    lastCheck: null,
    lastUsedAt: null,
    lastUsedBy: null,
    createdAt: now,
    createdBy: actor.name,
    createdById: actor.userId ?? null,
    updatedAt: now,
    deletedAt: null,
    deletedBy: null,
  }
  await inTransaction(async (tx) => {
    await tx.insertInto('profile').values(row).execute()
    await insertVersion(tx, { place, credential, pasted, state: 'current', by: actor })
    const { shareWithTeam = true } = options
    if (shareWithTeam) await tx.insertInto('profileGrant').values(teamGrant(row)).execute()
    await recordAuditEvent(tx, {
      action: 'profile.created',
      teamId,
      actor: actor.email,
      subject: place.profileId,
      details: {
        name: row.name,
        product: row.product,
        version: place.version,
        shared: shareWithTeam,
        ...(row.verifyHostname === 0 && { verifyHostname: false }),
      },
    })
  })
  return profileOfRow(row)
}

function teamGrant({
  id,
  teamId,
  createdAt,
  createdBy,
}: Readonly<Record<'id' | 'teamId' | 'createdAt' | 'createdBy', string>>) {
  const grant = { id: newId('grt'), userId: null, right: 'use', effect: 'allow', expiresAt: null }
  return { ...grant, teamId, profileId: id, createdAt, createdBy }
}

/** proposeName says what the credential is for and whose it is: `orders, relation-8`. */
function proposeName({ facts }: Credential): string {
  const what = facts.product === 'kafka' ? (facts.topic ?? facts.product) : facts.product
  const name = facts.username === null ? what : `${what}, ${facts.username}`
  return name.slice(0, MAX_PROFILE_NAME)
}

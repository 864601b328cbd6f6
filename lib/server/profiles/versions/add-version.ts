import 'server-only'
import type { Credential } from '#lib/credentials/credential.ts'
import { recordAuditEvent } from '#lib/server/audit/record-audit-event.ts'
import { AppError } from '#lib/server/base/app-error.ts'
import { inTransaction, type Tx } from '#lib/server/db/database.ts'
import { fingerprintCredential } from '#lib/server/vault/fingerprint.ts'
import { getKeyring } from '#lib/server/vault/keyring.ts'
import type { ProfileVersion } from '#lib/shared/profile-version.ts'
import type { Actor } from '../actor.ts'
import { lockProfile } from '../lock-profile.ts'
import { dropOldFaces, findState, getVersionRow, setState } from './change-state.ts'
import { insertVersion } from './insert-version.ts'
import { getVersion } from './list-versions.ts'
import { makeCurrent } from './make-current.ts'

export interface AddVersionOptions {
  readonly teamId: string
  readonly profileId: string
  readonly credential: Credential
  /** The credential as it was pasted, when a person added to it. */
  readonly pasted?: Credential | undefined
  readonly state: 'pending' | 'current'
  readonly by: Actor
}

/**
 * addVersion seals a credential as the next version of a profile: waiting to be promoted, or in service at once. One
 * that waited before is shredded, never having been used. Throws `not_found`; `unprocessable` for another product;
 * `conflict` for the very credential that is current or waits already.
 */
export async function addVersion(options: AddVersionOptions): Promise<ProfileVersion> {
  const { teamId, profileId, credential, by } = options
  const keyring = await getKeyring()
  const fingerprint = fingerprintCredential(keyring, teamId, options.pasted ?? credential)
  const version = await inTransaction(async (tx) => {
    const profile = await lockProfile(tx, options)
    if (profile.product !== credential.facts.product) throw otherProduct(profile.product, credential)
    await requireNews(tx, profileId, fingerprint)
    const place = { teamId, profileId, version: await nextVersion(tx, profileId) }
    const replaced = await findState(tx, profileId, 'pending')
    if (replaced) await setState(tx, replaced, 'shredded', by)
    await insertVersion(tx, { ...options, place, state: 'pending' })
    const event = { teamId, actor: by.email, subject: profileId }
    const details = { version: place.version, replaced: replaced?.version ?? null }
    await recordAuditEvent(tx, { ...event, action: 'version.added', details })
    if (options.state === 'current') {
      const { from, retired } = await makeCurrent(tx, await getVersionRow(tx, place), by)
      const promoted = { version: place.version, from, retired }
      await recordAuditEvent(tx, { ...event, action: 'version.promoted', details: promoted })
    }
    await dropOldFaces(tx, profileId)
    return place.version
  })
  return getVersion({ teamId, profileId, version })
}

/** Numbers are never given twice, since a seal is bound to its own: the newest face is never dropped. */
async function nextVersion(tx: Tx, profileId: string): Promise<number> {
  const { newest } = await tx
    .selectFrom('profileVersion')
    .select((e) => e.fn.max('version').as('newest'))
    .where('profileId', '=', profileId)
    .executeTakeFirstOrThrow()
  return newest + 1
}

async function requireNews(tx: Tx, profileId: string, fingerprint: string): Promise<void> {
  const same = await tx
    .selectFrom('profileVersion')
    .select(['version', 'state'])
    .where('profileId', '=', profileId)
    .where('fingerprint', '=', fingerprint)
    .where('state', 'in', ['current', 'pending'])
    .executeTakeFirst()
  if (!same) return
  const what = same.state === 'current' ? 'in use' : 'waiting to be promoted'
  throw new AppError({
    code: 'conflict',
    field: 'text',
    message: `This is version ${same.version}, which is ${what} already; nothing was changed.`,
    advice: 'If it no longer works, run get-credentials again and paste what it prints now.',
  })
}

function otherProduct(product: string, { facts }: Credential): AppError {
  return new AppError({
    code: 'unprocessable',
    field: 'text',
    message: `This profile is of ${product}; the paste is of ${facts.product}.`,
    advice: 'Save the paste as a new profile.',
  })
}

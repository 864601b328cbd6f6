import 'server-only'
import type { Credential } from '#lib/credentials/credential.ts'
import { AppError } from '#lib/server/base/app-error.ts'
import { getDatabase } from '#lib/server/db/database.ts'
import type { Asking } from '#lib/server/teams/profile-access.ts'
import { findProfileRights } from '#lib/server/teams/require-profile-right.ts'
import type { ImportItem, ImportResult } from '#lib/shared/import.ts'
import type { Actor } from './actor.ts'
import { storeProfile } from './create-profile.ts'
import { findDuplicates } from './find-duplicates.ts'

/** Importer is the member who imports, into which team, with which rights. */
export type Importer = Actor & Asking

export type ImportSource = Pick<ImportItem, 'source' | 'line'>

/**
 * importCredential stores one credential as a new profile, in a transaction of its own, unless a profile that the
 * importer may see was made from the same one. What goes wrong becomes the item's error; an unknown error is thrown.
 */
export async function importCredential(options: {
  readonly by: Importer
  readonly from: ImportSource
  readonly credential: Credential
  readonly name?: string | undefined
  readonly labels?: readonly string[] | undefined
}): Promise<ImportItem> {
  const { by, from, credential, name, labels } = options
  const { product, unit } = credential.facts
  const item = { ...from, product, unit, profile: null, error: null }
  const known = await findVisibleDuplicate(by, credential)
  if (known) return { ...item, outcome: 'duplicate', profile: known }
  try {
    const made = await storeProfile({ teamId: by.teamId, actor: by, credential, name, labels })
    return { ...item, outcome: 'created', profile: { id: made.id, name: made.name } }
  } catch (error) {
    if (!(error instanceof AppError)) throw error
    const { code, message, advice } = error
    return { ...item, outcome: 'failed', error: { code, message, ...(advice !== undefined && { advice }) } }
  }
}

async function findVisibleDuplicate(by: Importer, credential: Credential) {
  for (const { profile, name } of await findDuplicates({ teamId: by.teamId, credential })) {
    const rights = await findProfileRights(getDatabase(), by, profile)
    if (rights.includes('see')) return { id: profile, name }
  }
  return null
}

/** resultOf counts the items. */
export function resultOf(items: ImportItem[]): ImportResult {
  const count = (outcome: ImportItem['outcome']) => items.filter((item) => item.outcome === outcome).length
  return { items, created: count('created'), duplicates: count('duplicate'), failed: count('failed') }
}

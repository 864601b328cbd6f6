import 'server-only'
import type { Credential } from '#lib/credentials/credential.ts'
import { getDatabase } from '#lib/server/db/database.ts'
import { fingerprintCredential } from '#lib/server/vault/fingerprint.ts'
import { getKeyring } from '#lib/server/vault/keyring.ts'

/** Duplicate is a version of a profile that was made from the same paste. */
export interface Duplicate {
  readonly profile: string
  readonly name: string
  readonly version: number
  readonly state: 'current' | 'pending'
}

/**
 * findDuplicates finds, by keyed fingerprint and without opening a secret, the profiles of a team whose current or
 * pending version came from the same paste: same servers, principal, grants, authorities and secrets.
 */
export async function findDuplicates(options: {
  readonly teamId: string
  readonly credential: Credential
}): Promise<readonly Duplicate[]> {
  const { teamId, credential } = options
  const fingerprint = fingerprintCredential(await getKeyring(), teamId, credential)
  const rows = await getDatabase()
    .selectFrom('profileVersion')
    .innerJoin('profile', 'profile.id', 'profileVersion.profileId')
    .where('profileVersion.teamId', '=', teamId)
    .where('profileVersion.fingerprint', '=', fingerprint)
    .where('profileVersion.state', 'in', ['current', 'pending'])
    .where('profile.deletedAt', 'is', null)
    .select(['profile.id', 'profile.name', 'profileVersion.version', 'profileVersion.state'])
    .orderBy('profile.createdAt')
    .execute()
  return rows.map(({ id, name, version, state }) => ({
    profile: id,
    name,
    version,
    state: state === 'current' ? state : 'pending',
  }))
}

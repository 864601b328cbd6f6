import 'server-only'
import { getDatabase } from '#lib/server/db/database.ts'
import { decodeCredential } from '#lib/server/vault/credential-codec.ts'
import { fingerprintCredential } from '#lib/server/vault/fingerprint.ts'
import { getKeyring } from '#lib/server/vault/keyring.ts'
import { openBytes } from '#lib/server/vault/seal-secret.ts'

/**
 * fillFingerprints gives a fingerprint to versions that were stored before there were any, so that the same paste is
 * recognised. One that does not open is left: its first use says so. Gives how many were filled.
 */
export async function fillFingerprints(): Promise<number> {
  const keyring = await getKeyring()
  const rows = await getDatabase()
    .selectFrom('profileVersion')
    .innerJoin('secretVersion', (join) =>
      join
        .onRef('secretVersion.profileId', '=', 'profileVersion.profileId')
        .onRef('secretVersion.version', '=', 'profileVersion.version'),
    )
    .where('profileVersion.fingerprint', 'is', null)
    .selectAll('secretVersion')
    .execute()
  let filled = 0
  for (const row of rows) {
    const { teamId, profileId, version } = row
    let fingerprint: string
    try {
      const credential = decodeCredential(openBytes(keyring, { teamId, profileId, version }, row))
      fingerprint = fingerprintCredential(keyring, teamId, credential)
    } catch {
      continue
    }
    await getDatabase()
      .updateTable('profileVersion')
      .set({ fingerprint })
      .where('profileId', '=', profileId)
      .where('version', '=', version)
      .where('fingerprint', 'is', null)
      .execute()
    filled += 1
  }
  return filled
}

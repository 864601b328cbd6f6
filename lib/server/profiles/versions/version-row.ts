import 'server-only'
import type { Selectable } from 'kysely'
import { type Credential, isKafkaCredential } from '#lib/credentials/credential.ts'
import type { ProfileVersionTable } from '#lib/server/db/schema.ts'
import { CredentialFactsSchema } from '#lib/shared/credential.ts'
import { LastCheckSchema } from '#lib/shared/profile.ts'
import { type ProfileVersion, ProfileVersionSchema } from '#lib/shared/profile-version.ts'

/** versionOfRow makes the public face of a stored version. */
export function versionOfRow(row: Selectable<ProfileVersionTable>): ProfileVersion {
  return ProfileVersionSchema.parse({
    ...row,
    facts: CredentialFactsSchema.parse(JSON.parse(row.facts)),
    lastCheck: row.lastCheck === null ? null : LastCheckSchema.parse(JSON.parse(row.lastCheck)),
    hasClientCertificate: row.hasClientCertificate === 1,
    verifyHostname: row.verifyHostname === 1,
  })
}

/** faceColumns gives the plain columns that a profile and its versions show of a credential. */
export function faceColumns(credential: Credential) {
  const isKafka = isKafkaCredential(credential)
  return {
    facts: JSON.stringify(credential.facts),
    hasClientCertificate: isKafka && credential.clientCertificatePem !== null ? 1 : 0,
    verifyHostname: isKafka && !credential.verifyHostname ? 0 : 1,
  }
}

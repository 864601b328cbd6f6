import 'server-only'
import type { Selectable } from 'kysely'
import { z } from 'zod'
import type { ProfileTable } from '#lib/server/db/schema.ts'
import { CredentialFactsSchema } from '#lib/shared/credential.ts'
import { LastCheckSchema, type ProfileFace, ProfileFaceSchema } from '#lib/shared/profile.ts'

const jsonOf = <T extends z.ZodType>(schema: T) =>
  z
    .string()
    .transform((text): unknown => JSON.parse(text))
    .pipe(schema)

const RowSchema = z.object({
  labels: jsonOf(z.array(z.string())),
  facts: jsonOf(CredentialFactsSchema),
  lastCheck: jsonOf(LastCheckSchema).nullable(),
})

/** profileOfRow makes the public face of a stored row; columns that the face does not name stay behind. */
export function profileOfRow(row: Selectable<ProfileTable>): ProfileFace {
  return ProfileFaceSchema.parse({
    ...row,
    ...RowSchema.parse(row),
    hasClientCertificate: row.hasClientCertificate === 1,
    verifyHostname: row.verifyHostname === 1,
  })
}

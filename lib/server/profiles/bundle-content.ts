import 'server-only'
import { z } from 'zod'
import type { Credential } from '#lib/credentials/credential.ts'
import { AppError } from '#lib/server/base/app-error.ts'
import { decodeCredential } from '#lib/server/vault/credential-codec.ts'
import { MAX_BUNDLE_PROFILES } from '#lib/shared/bundle.ts'
import { LabelsSchema, ProfileNameSchema } from '#lib/shared/profile.ts'

/** Form 1 of what lies inside a bundle. */
const ContentSchema = z.object({
  form: z.literal(1),
  profiles: z
    .array(
      z.object({
        name: ProfileNameSchema,
        labels: LabelsSchema,
        /** The bytes of encodeCredential, as text. */
        credential: z.string(),
      }),
    )
    .max(MAX_BUNDLE_PROFILES),
})

export interface BundledProfile {
  readonly name: string
  readonly labels: readonly string[]
  readonly credential: Credential
}

/** encodeBundle puts profiles, opened, into bytes for the seal. The caller wipes them afterwards. */
export function encodeBundle(
  profiles: readonly {
    readonly face: { readonly name: string; readonly labels: readonly string[] }
    readonly sealed: Buffer
  }[],
): Buffer {
  const items = profiles.map(({ face: { name, labels }, sealed }) => ({
    name,
    labels: [...labels],
    credential: sealed.toString('utf8'),
  }))
  return Buffer.from(JSON.stringify({ form: 1, profiles: items } satisfies z.input<typeof ContentSchema>))
}

/** decodeBundle is the way back. Throws AppError `unprocessable` for bytes of a form that this version does not know. */
export function decodeBundle(bytes: Buffer): BundledProfile[] {
  try {
    const { profiles } = ContentSchema.parse(JSON.parse(bytes.toString('utf8')))
    return profiles.map(({ name, labels, credential }) => ({
      name,
      labels,
      credential: decodeCredential(Buffer.from(credential)),
    }))
  } catch {
    // Neither the parser's text nor the schema's is passed on: both may quote what they read.
    throw new AppError({
      code: 'unprocessable',
      field: 'bundle',
      message: 'The bundle opens, but its content is of a form that this Keystream does not know.',
      advice: 'Bring this Keystream up to the version that made the bundle.',
    })
  }
}

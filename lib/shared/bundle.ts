import { z } from 'zod'
import { IdSchema } from './ids.ts'

/** A bundle is guessed at without any throttle by whoever finds the file, so its passphrase is longer than a password. */
export const MIN_PASSPHRASE = 16
export const MAX_PASSPHRASE = 1_024
/** Whom to ask for a right; a team has few owners and admins, and a sentence has room for no more. */
export const MAX_NAMED_HEADS = 20
/** More profiles than this are several teams' work. */
export const MAX_BUNDLE_PROFILES = 1_000
/** A thousand profiles with chains of certificates. */
export const MAX_BUNDLE_BYTES = 16 * 1024 * 1024

/** What scrypt costs for a bundle of version 1: OWASP's first choice, 128 MiB of memory. A file can't ask for more. */
export const BUNDLE_KDF = { name: 'scrypt', n: 2 ** 17, r: 8, p: 1 } as const

const base64 = (bytes: number) =>
  z
    .string()
    .regex(/^[A-Za-z0-9+/]+={0,2}$/)
    .length(Math.ceil(bytes / 3) * 4)

/** BundleFileSchema is the file: what stands outside of `data` is bound into the seal and can't be edited. */
export const BundleFileSchema = z.strictObject({
  format: z.literal('keystream-bundle'),
  version: z.literal(1),
  createdAt: z.iso.datetime(),
  profiles: z.number().int().min(0).max(MAX_BUNDLE_PROFILES),
  kdf: z.strictObject({
    name: z.literal(BUNDLE_KDF.name),
    n: z.literal(BUNDLE_KDF.n),
    r: z.literal(BUNDLE_KDF.r),
    p: z.literal(BUNDLE_KDF.p),
    salt: base64(16),
  }),
  cipher: z.strictObject({ name: z.literal('aes-256-gcm'), nonce: base64(12) }),
  /** Ciphertext with the tag at its end. */
  data: z.string().max(MAX_BUNDLE_BYTES),
})
export type BundleFile = z.infer<typeof BundleFileSchema>

export const PassphraseSchema = z
  .string()
  .min(MIN_PASSPHRASE, `A passphrase has at least ${MIN_PASSPHRASE} characters; four random words are good.`)
  .max(MAX_PASSPHRASE)

export const ExportBundleSchema = z.strictObject({
  passphrase: PassphraseSchema,
  /** Default: every profile of the team whose secrets the exporter may see. */
  profiles: z.array(IdSchema).min(1).max(MAX_BUNDLE_PROFILES).optional(),
})
export type ExportBundle = z.infer<typeof ExportBundleSchema>

/** ExportedBundleSchema: the file, and which profiles are not in it because their secrets were not the exporter's to see. */
export const ExportedBundleSchema = z.object({
  bundle: BundleFileSchema,
  leftOut: z.array(z.object({ id: IdSchema, name: z.string() })).max(MAX_BUNDLE_PROFILES),
  /** Who may grant the right `reveal` on those left out; empty when none is. */
  canGrant: z.array(z.object({ name: z.string(), email: z.string() })).max(MAX_NAMED_HEADS),
})
export type ExportedBundle = z.infer<typeof ExportedBundleSchema>

export const ImportBundleSchema = z.strictObject({
  bundle: BundleFileSchema,
  passphrase: z.string().min(1, 'Give the passphrase of the bundle.').max(MAX_PASSPHRASE),
})
export type ImportBundle = z.infer<typeof ImportBundleSchema>

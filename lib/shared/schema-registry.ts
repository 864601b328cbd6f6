import { z } from 'zod'

const MAX_SECRET = 4096

/** RegistryUrlSchema: http or https, without a login, a query or a fragment in it. */
const RegistryUrlSchema = z
  .string()
  .trim()
  .max(2000)
  .refine((text) => {
    const url = URL.parse(text)
    return (
      url !== null &&
      (url.protocol === 'http:' || url.protocol === 'https:') &&
      url.username === '' &&
      url.password === '' &&
      url.search === '' &&
      url.hash === ''
    )
  }, 'Write the address as https://registry.example:8081, without a login in it.')

/** RegistrySchema: a profile's schema registry, without its secret. `url` null: none is set. */
export const RegistrySchema = z.object({
  url: z.string().nullable(),
  username: z.string().nullable(),
  login: z.enum(['none', 'password', 'token']),
  hasAuthority: z.boolean(),
  updatedAt: z.iso.datetime().nullable(),
  updatedBy: z.string().nullable(),
})
export type Registry = z.infer<typeof RegistrySchema>

/** SetRegistrySchema: with the address unchanged, what is left out stays as it is; with another one it is gone. */
export const SetRegistrySchema = z.strictObject({
  url: RegistryUrlSchema,
  login: z.enum(['none', 'password', 'token']).default('none'),
  username: z.string().trim().min(1).max(200).optional(),
  password: z.string().min(1).max(MAX_SECRET).optional(),
  token: z.string().min(1).max(MAX_SECRET).optional(),
  /** PEM; null: the authorities that the server trusts. */
  authority: z.string().max(100_000).nullable().optional(),
})
export type SetRegistry = z.infer<typeof SetRegistrySchema>

/** RegistryCheckSchema is what a look at a registry gives. */
export const RegistryCheckSchema = z.object({
  ok: z.boolean(),
  /** How many subjects it has; null when it gave no answer. */
  subjects: z.number().int().nullable(),
  reason: z.string().nullable(),
})
export type RegistryCheck = z.infer<typeof RegistryCheckSchema>

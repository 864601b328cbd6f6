import { z } from 'zod'

/** ClientCertificate is what a user of the mutual TLS listener shows; its ACLs are bound to `principal`. */
export const ClientCertificateSchema = z.object({
  certificatePem: z.string(),
  keyPem: z.string(),
  principal: z.string(),
})
export type ClientCertificate = z.infer<typeof ClientCertificateSchema>

/** SandboxUserSchema is one related application as the charm knows it, with the password that it was given. */
export const SandboxUserSchema = z.object({
  /** `relation-N`. */
  username: z.string(),
  password: z.string(),
  /** `extra-user-roles` as asked for: `producer,consumer`. */
  roles: z.string(),
  /** As asked for; `abc*` is a grant on the prefix `abc`. */
  topic: z.string(),
  /** Null for a user without the consumer role, who is granted no group. */
  consumerGroupPrefix: z.string().nullable(),
  /** The salts mean nothing to a client; they are kept so that a paste stays the same text. */
  requestSalt: z.string(),
  salt: z.string(),
  clientCertificate: ClientCertificateSchema.nullable(),
})
export type SandboxUser = z.infer<typeof SandboxUserSchema>

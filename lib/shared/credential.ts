import { z } from 'zod'

export const ProductSchema = z.enum([
  'kafka',
  'mysql',
  'postgresql',
  'mongodb',
  'mongos',
  'opensearch',
  'zookeeper',
  'kyuubi',
  'etcd',
  'cassandra',
  'valkey',
])
export type Product = z.infer<typeof ProductSchema>

export const SecurityProtocolSchema = z.enum(['PLAINTEXT', 'SASL_PLAINTEXT', 'SASL_SSL', 'SSL'])
export type SecurityProtocol = z.infer<typeof SecurityProtocolSchema>

export const SaslMechanismSchema = z.enum(['SCRAM-SHA-512', 'SCRAM-SHA-256', 'OAUTHBEARER'])
export type SaslMechanism = z.infer<typeof SaslMechanismSchema>

/** ParseIssue tells one thing about a paste. Its texts never contain a value of the paste, only names and lines. */
export const ParseIssueSchema = z.object({
  code: z.string(),
  severity: z.enum(['error', 'warning', 'info']),
  line: z.number().int().min(1).optional(),
  product: ProductSchema.optional(),
  unit: z.string().optional(),
  field: z.string().optional(),
  message: z.string(),
  advice: z.string(),
  command: z.string().optional(),
})
export type ParseIssue = z.infer<typeof ParseIssueSchema>

export const CertificateAuthoritySchema = z.object({
  subject: z.string(),
  notBefore: z.iso.datetime(),
  notAfter: z.iso.datetime(),
  sha256: z.string(),
})
export type CertificateAuthority = z.infer<typeof CertificateAuthoritySchema>

/** EntityPermission is one item of `entity-permissions`, the extra ACLs that were asked for. */
export const EntityPermissionSchema = z.object({
  resourceType: z.string(),
  resourceName: z.string(),
  privileges: z.array(z.string()),
})

/** KafkaFacts are what a `kafka` credential says about itself, without any secret. */
export const KafkaFactsSchema = z.object({
  product: z.literal('kafka'),
  unit: z.string().nullable(),
  bootstrapServers: z.array(z.string()),
  securityProtocol: SecurityProtocolSchema,
  /** Other protocols the paste would fit as well; the connection check decides between them. */
  alternativeProtocols: z.array(SecurityProtocolSchema),
  saslMechanism: SaslMechanismSchema.nullable(),
  username: z.string().nullable(),
  topic: z.string().nullable(),
  /** True when `topic` is a prefix grant (`abc*`, kept here without the star). */
  topicPrefix: z.boolean(),
  consumerGroupPrefix: z.string().nullable(),
  /** The roles asked for, or null when the paste does not tell. */
  roles: z.array(z.string()).nullable(),
  entityPermissions: z.array(EntityPermissionSchema),
  certificateAuthorities: z.array(CertificateAuthoritySchema),
  notes: z.array(z.string()),
  /** Names of the secrets that are there, as the paste names them. */
  secrets: z.array(z.string()),
})
export type KafkaFacts = z.infer<typeof KafkaFactsSchema>

/** OtherFacts are those of any other product of data-integrator: plain facts by field name, and the names of secrets. */
export const OtherFactsSchema = z.object({
  product: ProductSchema.exclude(['kafka']),
  unit: z.string().nullable(),
  facts: z.record(z.string(), z.string()),
  username: z.string().nullable(),
  certificateAuthorities: z.array(CertificateAuthoritySchema),
  notes: z.array(z.string()),
  secrets: z.array(z.string()),
})
export type OtherFacts = z.infer<typeof OtherFactsSchema>

export const CredentialFactsSchema = z.discriminatedUnion('product', [KafkaFactsSchema, OtherFactsSchema])
export type CredentialFacts = z.infer<typeof CredentialFactsSchema>

/** ParseAnswerSchema is what the parse route and `keystream parse --json` give: facts, issues, units; never a secret. */
export const ParseAnswerSchema = z.object({
  products: z.array(CredentialFactsSchema),
  issues: z.array(ParseIssueSchema),
  units: z.array(z.string()),
})
export type ParseAnswer = z.infer<typeof ParseAnswerSchema>

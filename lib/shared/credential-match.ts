import { z } from 'zod'
import { ParseAnswerSchema, ProductSchema } from './credential.ts'
import { IdSchema } from './ids.ts'

/** What of a credential can differ from another one; `secrets` says only that they do, never how. */
export const differingFields = [
  'servers',
  'protocol',
  'principal',
  'topic',
  'group-prefix',
  'roles',
  'grants',
  'authority',
  'client-certificate',
  'facts',
  'secrets',
] as const

/** DifferenceSchema tells one thing that a new credential says otherwise than the kept one, and what follows from it. */
export const DifferenceSchema = z.object({
  field: z.enum(differingFields),
  /** As it is kept and as it is pasted; null = not there, or not to be shown. */
  before: z.string().nullable(),
  after: z.string().nullable(),
  /** What it means for those who work with it; null when that goes without saying. */
  meaning: z.string().nullable(),
  /** True when something that works now may stop working. */
  breaking: z.boolean(),
})
export type Difference = z.infer<typeof DifferenceSchema>

/**
 * MatchKindSchema: `same` = nothing differs, not even a secret; `update` = the same user of the same servers with
 * something changed; `rotation` = a later relation of the same topic, so another user.
 */
export const MatchKindSchema = z.enum(['same', 'update', 'rotation'])
export type MatchKind = z.infer<typeof MatchKindSchema>

/** ProfileMatchSchema says which kept profile a pasted credential continues. */
export const ProfileMatchSchema = z.object({
  profile: IdSchema,
  name: z.string(),
  kind: MatchKindSchema,
  /** Which of the paste's credentials: one paste can hold several. */
  product: ProductSchema,
  unit: z.string().nullable(),
  differences: z.array(DifferenceSchema),
})
export type ProfileMatch = z.infer<typeof ProfileMatchSchema>

/** ParsedPasteSchema is the parse route's answer: what the text holds, and which kept profiles it continues. */
export const ParsedPasteSchema = ParseAnswerSchema.extend({ matches: z.array(ProfileMatchSchema) })

import { z } from 'zod'
import { IdSchema } from './ids.ts'

/**
 * PushedProfileSchema says what a push did: `created` a profile; `version_added` a version that waits to be promoted, to
 * the profile that the paste continues; `unchanged` when the very paste is stored already.
 */
export const PushedProfileSchema = z.object({
  outcome: z.enum(['created', 'version_added', 'unchanged']),
  profile: IdSchema,
  name: z.string(),
  version: z.number().int(),
  state: z.enum(['current', 'pending']),
})
export type PushedProfile = z.infer<typeof PushedProfileSchema>

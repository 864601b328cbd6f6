import { z } from 'zod'
import { IdSchema } from './ids.ts'

/** A page that still answers within a frame. */
const MAX_LIMIT = 200

/** PageQuerySchema asks for a page of a list: what stands after an item's id, 200 at most and by default. */
export const PageQuerySchema = z.strictObject({
  after: IdSchema.optional(),
  limit: z.coerce.number().int().min(1).max(MAX_LIMIT).default(MAX_LIMIT),
})

import { z } from 'zod'
import { ProductSchema } from './credential.ts'
import { ErrorCodeSchema } from './error-code.ts'
import { LabelsSchema } from './profile.ts'

/** A folder of a platform team; more files than this are several folders. */
export const MAX_IMPORT_FILES = 100
/** Each profile is sealed and audited in a transaction of its own: 200 take about a second. */
export const MAX_IMPORT_PROFILES = 200
/** 200 outputs with chains of certificates come to half of it. */
export const MAX_IMPORT_BYTES = 4 * 1024 * 1024

export const ImportFilesSchema = z.strictObject({
  files: z
    .array(z.strictObject({ name: z.string().trim().min(1).max(300), text: z.string() }))
    .min(1, 'Choose at least one file.')
    .max(MAX_IMPORT_FILES, `At most ${MAX_IMPORT_FILES} files at once.`),
  /** Given to every profile that is made. */
  labels: LabelsSchema.optional(),
})
export type ImportFiles = z.infer<typeof ImportFilesSchema>

/** ImportItemSchema is what became of one credential, or of one document that held none. */
export const ImportItemSchema = z.object({
  /** The file's name, or the profile's name within a bundle. */
  source: z.string(),
  /** Line of the file on which the document begins, when the file holds several. */
  line: z.number().int().nullable(),
  product: ProductSchema.nullable(),
  unit: z.string().nullable(),
  outcome: z.enum(['created', 'duplicate', 'failed']),
  /** The profile that was made, or that is there already. */
  profile: z.object({ id: z.string(), name: z.string() }).nullable(),
  error: z
    .object({
      /** Ours, or the parser's own code of the issue. */
      code: z.union([ErrorCodeSchema, z.string()]),
      message: z.string(),
      advice: z.string().optional(),
      line: z.number().int().optional(),
    })
    .nullable(),
})
export type ImportItem = z.infer<typeof ImportItemSchema>

export const ImportResultSchema = z.object({
  items: z.array(ImportItemSchema),
  created: z.number().int(),
  duplicates: z.number().int(),
  failed: z.number().int(),
})
export type ImportResult = z.infer<typeof ImportResultSchema>

import { z } from 'zod'
import { ApiErrorSchema } from './error-code.ts'
import { CompressionSchema, EndSchema, MAX_VALUE_BYTES, RecordQuerySchema } from './record.ts'

export const exportFormats = ['ndjson', 'csv'] as const

/** RecordExportQuerySchema is the record stream's query for a file: it has an end, and values are whole. */
export const RecordExportQuerySchema = RecordQuerySchema.omit({ max_read_bytes: true }).extend({
  to: EndSchema.refine(
    (to) => to !== 'live',
    'A file has to end: give "to" another end than "live".',
  ).default('latest'),
  format: z.enum(exportFormats).default('ndjson'),
  /** A name that the caller made up, under which to ask how far it is, and to end it. */
  export: z.uuid('Name the export by a UUID.').optional(),
  max_value_bytes: z.coerce.number().int().min(0).max(MAX_VALUE_BYTES).default(MAX_VALUE_BYTES),
})
export type RecordExportQuery = z.infer<typeof RecordExportQuerySchema>

/** ExportProgressSchema says how far an export is. `failed` has the reason; the file is not whole then. */
export const ExportProgressSchema = z.object({
  state: z.enum(['running', 'ended', 'cancelled', 'failed']),
  read: z.number(),
  matched: z.number(),
  skipped: z.number(),
  undecodable: z.number(),
  /** How many offsets the range has; about as many records. */
  total: z.number(),
  /** Bytes of the file so far. */
  bytes: z.number(),
  error: ApiErrorSchema.nullable(),
})
export type ExportProgress = z.infer<typeof ExportProgressSchema>

/**
 * importFormats are the files whose records can be written: an NDJSON export again, a JSON value a line, CSV with a
 * header (each row becomes a JSON object of texts), or plain lines.
 */
export const importFormats = ['export', 'ndjson', 'csv', 'lines'] as const
export type ImportFormat = (typeof importFormats)[number]
/** Where a file is wrong shows in the first few lines; of more only the number is told. */
export const MAX_NAMED_LINES = 20

export const ImportQuerySchema = z.strictObject({
  compression: CompressionSchema.default('none'),
  format: z.enum(importFormats).default('export'),
  /** At a line that is no record: `stop` keeps what stood before it, `skip` leaves it out and counts it. */
  on_bad: z.enum(['stop', 'skip']).default('stop'),
  /** How records are made around the file's values, as JSON: a produce job's key, partition, timestamp, headers, seed. */
  shape: z.string().max(8_192).optional(),
})
export type ImportQuery = z.infer<typeof ImportQuerySchema>

/** ImportResultSchema says what became of an imported file's records. */
export const ImportResultSchema = z.object({
  acknowledged: z.number(),
  failed: z.number(),
  /** Lines that are not records, but marks of transactions: nothing to write. */
  passedOver: z.number(),
  /** Lines that held no record and were left out, as `on_bad` says; the first ones by name. */
  skipped: z.number(),
  bad: z.array(z.object({ line: z.number(), message: z.string() })),
  seconds: z.number(),
  refused: z.array(z.object({ line: z.number(), message: z.string() })),
})
export type ImportResult = z.infer<typeof ImportResultSchema>

import { z } from 'zod'
import { ErrorCodeSchema } from './error-code.ts'
import { IdSchema } from './ids.ts'
import { TopicNameSchema } from './topic.ts'

export const FilterFieldSchema = z.enum(['key', 'value', 'headers'])
export type FilterField = z.infer<typeof FilterFieldSchema>
export const filterFields = FilterFieldSchema.options

/** Long enough for what a person writes; it must fit in an address beside everything else. */
export const MAX_FILTER_TEXT = 1000
/** A longer list of numbers or names than this belongs in a job. */
export const MAX_FILTER_EXPRESSION = 4000

/**
 * FilterSpecSchema is a filter as plain data: a text, a regular expression (RE2), an expression (CEL); several together
 * must all hold. `in` and `case` are for the first two.
 */
export const FilterSpecSchema = z.strictObject({
  text: z.string().min(1).max(MAX_FILTER_TEXT).optional(),
  regex: z.string().min(1).max(MAX_FILTER_TEXT).optional(),
  expr: z.string().min(1).max(MAX_FILTER_EXPRESSION).optional(),
  in: z
    .array(FilterFieldSchema)
    .min(1)
    .max(filterFields.length)
    .default([...filterFields]),
  /** Sensitive unless said. */
  case: z.enum(['sensitive', 'insensitive']).optional(),
})
export type FilterSpec = z.infer<typeof FilterSpecSchema>

/** FilterIssueSchema is what is wrong with a filter, and where: `start` and `end` count UTF-16 units from 0. */
export const FilterIssueSchema = z.object({
  field: z.enum(['filter.text', 'filter.regex', 'filter.expr']),
  code: ErrorCodeSchema,
  message: z.string(),
  advice: z.string().optional(),
  line: z.number().int(),
  column: z.number().int(),
  start: z.number().int(),
  end: z.number().int(),
})
export type FilterIssue = z.infer<typeof FilterIssueSchema>

export const CheckedFilterSchema = z.object({ issues: z.array(FilterIssueSchema) })
export type CheckedFilter = z.infer<typeof CheckedFilterSchema>

const NameSchema = z.string().trim().min(1, 'Give it a name.').max(80)

/** SavedFilterSchema is a filter that a team keeps under a name; with `topic` it is meant for that topic. */
export const SavedFilterSchema = z.object({
  id: IdSchema,
  name: z.string(),
  topic: z.string().nullable(),
  filter: FilterSpecSchema,
  createdBy: z.string(),
  createdAt: z.iso.datetime(),
  updatedAt: z.iso.datetime(),
})
export type SavedFilter = z.infer<typeof SavedFilterSchema>

export const SavedFilterPageSchema = z.object({ items: z.array(SavedFilterSchema), next: z.null() })

const isFilter = (filter: FilterSpec): boolean =>
  filter.text !== undefined || filter.regex !== undefined || filter.expr !== undefined

export const CreateFilterSchema = z.strictObject({
  name: NameSchema,
  topic: TopicNameSchema.nullable().default(null),
  filter: FilterSpecSchema.refine(isFilter, 'Give a text, a regex or an expr.'),
})
export type CreateFilter = z.infer<typeof CreateFilterSchema>

export const UpdateFilterSchema = z.strictObject({
  name: NameSchema.optional(),
  topic: TopicNameSchema.nullable().optional(),
  filter: FilterSpecSchema.refine(isFilter, 'Give a text, a regex or an expr.').optional(),
})
export type UpdateFilter = z.infer<typeof UpdateFilterSchema>

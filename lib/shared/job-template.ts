import { z } from 'zod'
import { IdSchema } from './ids.ts'
import { JobKindSchema, JobSpecSchema } from './job.ts'

const NameSchema = z.string().trim().min(1, 'Give it a name.').max(80)

/** JobTemplateSchema is a specification that a team keeps under a name; without `profile` it is for any. */
export const JobTemplateSchema = z.object({
  id: IdSchema,
  name: z.string(),
  kind: JobKindSchema,
  profile: IdSchema.nullable(),
  spec: JobSpecSchema,
  createdBy: z.string(),
  createdAt: z.iso.datetime(),
  updatedAt: z.iso.datetime(),
})
export type JobTemplate = z.infer<typeof JobTemplateSchema>

export const JobTemplatePageSchema = z.object({ items: z.array(JobTemplateSchema), next: z.null() })

export const CreateJobTemplateSchema = z.strictObject({
  name: NameSchema,
  profile: IdSchema.nullable().default(null),
  spec: JobSpecSchema,
})
export type CreateJobTemplate = z.infer<typeof CreateJobTemplateSchema>

export const UpdateJobTemplateSchema = z.strictObject({
  name: NameSchema.optional(),
  profile: IdSchema.nullable().optional(),
  spec: JobSpecSchema.optional(),
})
export type UpdateJobTemplate = z.infer<typeof UpdateJobTemplateSchema>

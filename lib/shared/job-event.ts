import { z } from 'zod'
import { ApiErrorSchema } from './error-code.ts'
import { JobProgressSchema, JobResultSchema, JobStateSchema } from './job.ts'

/**
 * JobEventSchema is one line of a job's journal. `sequence` begins at 1 and grows; of a long job every second progress
 * goes after a time, and leaves a gap.
 */
export const JobEventSchema = z.object({
  sequence: z.number().int().min(1),
  at: z.iso.datetime(),
  body: z.discriminatedUnion('type', [
    z.object({ type: z.literal('state'), state: JobStateSchema }),
    z.object({ type: z.literal('note'), message: z.string() }),
    z.object({ type: z.literal('progress'), progress: JobProgressSchema }),
    z.object({ type: z.literal('warning'), message: z.string(), advice: z.string().optional() }),
    z.object({
      type: z.literal('ended'),
      state: JobStateSchema,
      result: JobResultSchema.nullable(),
      error: ApiErrorSchema.nullable(),
    }),
  ]),
})
export type JobEvent = z.infer<typeof JobEventSchema>

import { z } from 'zod'

export const RightIdSchema = z.enum([
  'topic.describe',
  'topic.read',
  'topic.write',
  'topic.create',
  'topic.delete',
  'topic.alter',
  'topic.configs',
  'group.read',
  'group.delete',
  'cluster.admin',
])
export type RightId = z.infer<typeof RightIdSchema>

/** RightAnswer: `unknown` means that nothing told; it is never shown as "no". */
export const RightAnswerSchema = z.enum(['yes', 'no', 'unknown'])
export type RightAnswer = z.infer<typeof RightAnswerSchema>

/** RightSchema stands for one row of the rights table: what the paste predicts beside what the cluster proves. */
export const RightSchema = z.object({
  id: RightIdSchema,
  resource: z.string(),
  predicted: RightAnswerSchema,
  proved: RightAnswerSchema,
  reason: z.string(),
})
export type Right = z.infer<typeof RightSchema>

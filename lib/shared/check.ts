import { z } from 'zod'
import { ApiErrorSchema, ErrorCodeSchema } from './error-code.ts'
import { RightSchema } from './rights.ts'

/** The ladder, in the order in which it is climbed. */
export const checkSteps = [
  'resolve',
  'connect',
  'tls',
  'api-versions',
  'sasl',
  'metadata',
  'advertised',
  'topic',
  'read',
  'write',
  'group',
] as const
export const CheckStepNameSchema = z.enum(checkSteps)
export type CheckStepName = z.infer<typeof CheckStepNameSchema>

export const CheckStepSchema = z.object({
  type: z.literal('step'),
  step: CheckStepNameSchema,
  status: z.enum(['running', 'ok', 'warning', 'failed', 'skipped']),
  /** Wall time of the step; absent while it runs. */
  milliseconds: z.number().optional(),
  detail: z.string(),
  code: ErrorCodeSchema.optional(),
  advice: z.string().optional(),
  command: z.string().optional(),
})
export type CheckStep = z.infer<typeof CheckStepSchema>

/** Verdicts are coarse on purpose: a check must not become a port scanner's eyes. */
export const VerdictSchema = z.object({
  type: z.literal('verdict'),
  verdict: z.enum(['authorized', 'limited', 'failed']),
  code: ErrorCodeSchema.optional(),
  message: z.string(),
  advice: z.string().optional(),
  command: z.string().optional(),
  milliseconds: z.number(),
  rights: z.array(RightSchema),
  cluster: z
    .object({ id: z.string().nullable(), brokers: z.array(z.string()), superUser: z.boolean() })
    .nullable(),
})
export type Verdict = z.infer<typeof VerdictSchema>

export const CheckEventSchema = z.discriminatedUnion('type', [
  CheckStepSchema,
  VerdictSchema,
  z.object({ type: z.literal('failed'), error: ApiErrorSchema }),
])
export type CheckEvent = z.infer<typeof CheckEventSchema>

import { z } from 'zod'
import { DifferenceSchema } from './credential-match.ts'
import { ProfileVersionSchema } from './profile-version.ts'
import { RightAnswerSchema, RightIdSchema } from './rights.ts'

/** RightChangeSchema: one right that two versions of a profile do not share, as proved, or else as predicted. */
export const RightChangeSchema = z.object({
  id: RightIdSchema,
  before: RightAnswerSchema,
  after: RightAnswerSchema,
})
export type RightChange = z.infer<typeof RightChangeSchema>

/** ComparisonSchema says how a version differs from the one in use. */
export const ComparisonSchema = z.object({
  /** The version in use, and the one it is compared with. */
  current: z.number().int(),
  version: z.number().int(),
  kind: z.enum(['same', 'update', 'rotation', 'other']),
  differences: z.array(DifferenceSchema),
  rights: z.array(RightChangeSchema),
  /** Jobs that run or wait with the current version now. */
  runningJobs: z.number().int(),
})
export type Comparison = z.infer<typeof ComparisonSchema>

/** What is left to do by hand once a rotation was promoted. */
export const RotationStepSchema = z.enum(['moved', 'removed'])
export type RotationStep = z.infer<typeof RotationStepSchema>

export const TickSchema = z.object({
  step: RotationStepSchema,
  at: z.iso.datetime(),
  /** Null when Keystream noticed it by itself. */
  by: z.string().nullable(),
})

/** RotationSchema is a rotation that was promoted: from which version to which, and which steps are done. */
export const RotationSchema = z.object({
  from: ProfileVersionSchema,
  to: ProfileVersionSchema,
  ticks: z.array(TickSchema),
  finished: z.boolean(),
})
export type Rotation = z.infer<typeof RotationSchema>

export const RotationAnswerSchema = z.object({ rotation: RotationSchema.nullable() })

export const TickRequestSchema = z.strictObject({ step: RotationStepSchema, done: z.boolean() })
export type TickRequest = z.infer<typeof TickRequestSchema>

/** MovedJobSchema: a job that was ended on the old version, and the one that goes on with the new, or why none does. */
export const MovedJobSchema = z.object({
  from: z.string(),
  name: z.string(),
  to: z.string().nullable(),
  message: z.string(),
})
export type MovedJob = z.infer<typeof MovedJobSchema>
export const MovedJobsSchema = z.object({ items: z.array(MovedJobSchema) })

import { z } from 'zod'
import { JobStateSchema } from './job.ts'
import { ProfileSchema } from './profile.ts'

/** A deleted profile can be restored for so long; a month covers a holiday. Then its secrets are destroyed. */
export const KEEP_DELETED_DAYS = 30

/** DeletedProfileSchema is the face of a profile that can still be restored. */
export const DeletedProfileSchema = ProfileSchema.extend({
  deletedAt: z.iso.datetime(),
  deletedBy: z.string(),
  /** When every sealed version of it is destroyed. */
  shredAt: z.iso.datetime(),
})
export type DeletedProfile = z.infer<typeof DeletedProfileSchema>

export const DeletedProfilePageSchema = z.object({
  items: z.array(DeletedProfileSchema),
  next: z.string().nullable(),
})
export type DeletedProfilePage = z.infer<typeof DeletedProfilePageSchema>

/** ProfileUsageSchema says what would be disturbed by deleting a profile. */
export const ProfileUsageSchema = z.object({
  /** Jobs that wait or run with it: how many, and the oldest of them by name. */
  jobs: z.number().int(),
  examples: z.array(
    z.object({ id: z.string(), name: z.string(), state: JobStateSchema, createdBy: z.string() }),
  ),
})
export type ProfileUsage = z.infer<typeof ProfileUsageSchema>

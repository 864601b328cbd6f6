import 'server-only'
import type { ProfileRight } from '#lib/shared/grant.ts'
import type { JobResult } from '#lib/shared/job.ts'
import { can, type Role } from '#lib/shared/team.ts'

/** maySeeSamples tells whether a member may see the records that a job on a profile kept: as who may read the topic there. */
export function maySeeSamples({ role }: { readonly role: Role }, rights: readonly ProfileRight[]): boolean {
  return can(role, 'records.read') && rights.includes('use')
}

/** withoutSamples gives a job, or a line of its journal, without the records that a consume job kept; counts stay. */
export function withoutSamples<T extends { readonly result: JobResult | null }>(one: T): T {
  const consume = one.result?.consume
  if (!consume || consume.samples.length === 0) return one
  return { ...one, result: { ...one.result, consume: { ...consume, samples: [] } } }
}

import 'server-only'
import type { ProfileRight } from '#lib/shared/grant.ts'
import type { JobResult, JobSpec } from '#lib/shared/job.ts'
import type { MongoSource, ProduceSpec } from '#lib/shared/produce-spec.ts'
import { can, type Role } from '#lib/shared/team.ts'

/** maySeeSamples tells whether a member may see the records that a job on a profile kept: as who may read the topic there. */
export function maySeeSamples({ role }: { readonly role: Role }, rights: readonly ProfileRight[]): boolean {
  return can(role, 'records.read') && rights.includes('use')
}

/**
 * withoutSamples gives a job, or a line of its journal, without the records that a consume job kept, and without the ids
 * of documents where a produce job began and stood; counts stay.
 */
export function withoutSamples<T extends { readonly result: JobResult | null; readonly spec?: JobSpec }>(
  one: T,
): T {
  const { result, spec } = one
  return {
    ...one,
    ...(result && { result: withoutRecords(result) }),
    ...(spec?.kind === 'produce' &&
      spec.value.type === 'mongodb' && { spec: withoutPlace(spec, spec.value) }),
  }
}

/**
 * withoutPlaceOf gives a specification to be kept for later, without the document after which a job went on and the
 * number that it went on with: a template or a schedule is seen by who may read no record, and begins at the beginning.
 */
export function withoutPlaceOf(spec: JobSpec): JobSpec {
  if (spec.kind !== 'produce' || spec.value.type !== 'mongodb') return spec
  const { firstSequence: _first, ...rest } = withoutPlace(spec, spec.value)
  return rest
}

function withoutRecords({ consume, source, ...counts }: JobResult): JobResult {
  return {
    ...counts,
    ...(consume && { consume: { ...consume, samples: [] } }),
    ...(source && { source: { ...source, after: null } }),
  }
}

function withoutPlace(spec: ProduceSpec, { after: _hidden, ...value }: MongoSource): ProduceSpec {
  return { ...spec, value }
}

import 'server-only'
import { AppError } from '#lib/server/base/app-error.ts'
import { getDatabase } from '#lib/server/db/database.ts'
import { type OpenedProfile, openProfile } from '#lib/server/profiles/open-profile.ts'
import { requireProfileRight } from '#lib/server/teams/require-profile-right.ts'
import type { KafkaFacts } from '#lib/shared/credential.ts'
import type { JobSpec } from '#lib/shared/job.ts'
import type { JobStarter } from './watch-rights.ts'

/**
 * otherProfileOf gives the profile that a job works with besides its own, or null: where a copy or a sink goes, or values
 * come from. Only a copy may name its own; where MongoDB is wanted, that is a profile of the wrong product.
 */
export function otherProfileOf(spec: JobSpec, own: string): string | null {
  const [other] = placeOf(spec)
  return other === undefined || (spec.kind === 'copy' && other === own) ? null : other
}

/** The profile, and the field that names it. */
function placeOf(spec: JobSpec): readonly [profile?: string | undefined, field?: string] {
  if (spec.kind === 'copy') return [spec.target.profile, 'spec.target.profile']
  if (spec.kind === 'produce' && spec.value.type === 'mongodb')
    return [spec.value.profile, 'spec.value.profile']
  if (spec.kind !== 'consume' && spec.kind !== 'produce') return []
  return spec.sink?.type === 'mongodb' ? [spec.sink.profile, 'spec.sink.profile'] : []
}

/**
 * openOther opens that profile for the one who starts the job; null when there is none. Throws `not_found`, `forbidden`
 * without the right `use`, `unprocessable` for a product that can't take what the job sends, or give it.
 */
export async function openOther(
  member: JobStarter,
  spec: JobSpec,
  own: string,
): Promise<OpenedProfile | null> {
  const profileId = otherProfileOf(spec, own)
  if (profileId === null) return null
  await requireProfileRight(getDatabase(), member, profileId, 'use')
  const opened = await openProfile({ teamId: member.teamId, profileId, actor: member })
  const { product } = opened.profile
  const copies = spec.kind === 'copy'
  if (copies ? product === 'kafka' : product === 'mongodb' || product === 'mongos') return opened
  throw new AppError({
    code: 'unprocessable',
    field: placeOf(spec)[1],
    message: `That profile is of ${product}.`,
    advice: `Choose one of ${copies ? 'Kafka' : 'MongoDB'}.`,
  })
}

/** kafkaFactsOf gives what a profile of Kafka was granted; undefined for any other, and for none. */
export function kafkaFactsOf(opened: OpenedProfile | null): KafkaFacts | undefined {
  return opened?.profile.facts.product === 'kafka' ? opened.profile.facts : undefined
}

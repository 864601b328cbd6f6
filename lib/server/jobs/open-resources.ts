import 'server-only'
import { isKafkaCredential } from '#lib/credentials/credential.ts'
import type { JobResources } from '#lib/kafka/job-resources.ts'
import { mongoTargetOf } from '#lib/mongo/mongo-target.ts'
import { getTeamEgressPolicy } from '#lib/server/egress/team-egress.ts'
import { type OpenedProfile, openProfile } from '#lib/server/profiles/open-profile.ts'
import type { Secret } from '#lib/shared/secret.ts'
import type { JobStarter } from './watch-rights.ts'

/** JobNeeds is what a job works with besides its own profile. */
export interface JobNeeds {
  /** The profile that a copy or a sink goes to. */
  readonly otherProfileId?: string | null
  /** Signs what a webhook sink sends. */
  readonly sinkSecret?: Secret | null
}

/** openResources opens what a job works with besides its own profile, at the moment it begins. Throws as openProfile does. */
export async function openResources(
  job: JobNeeds & { readonly teamId: string; readonly member: JobStarter },
  own: OpenedProfile,
): Promise<JobResources> {
  const { teamId, member, otherProfileId, sinkSecret } = job
  const resources: JobResources = { webhookSecret: sinkSecret ?? undefined }
  if (otherProfileId === undefined || otherProfileId === null) return resources
  const opened = await openProfile({ teamId, profileId: otherProfileId, actor: member })
  const { credential } = opened
  if (isKafkaCredential(credential)) return { ...resources, copyTarget: opened.target() }
  const mongo = mongoTargetOf(credential, await getTeamEgressPolicy(teamId))
  const { facts } = own.profile
  const groupPrefix =
    facts.product === 'kafka' ? (facts.consumerGroupPrefix ?? `${facts.username ?? ''}-`) : undefined
  return { ...resources, mongo, groupPrefix }
}

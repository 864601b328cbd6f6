import 'server-only'
import { isKafkaCredential } from '#lib/credentials/credential.ts'
import type { JobResources } from '#lib/kafka/job-resources.ts'
import { mongoTargetOf } from '#lib/mongo/mongo-target.ts'
import { AppError } from '#lib/server/base/app-error.ts'
import { getTeamEgressPolicy } from '#lib/server/egress/team-egress.ts'
import { webhookTarget } from '#lib/server/profiles/job-webhooks.ts'
import { type OpenedProfile, openProfile } from '#lib/server/profiles/open-profile.ts'
import type { JobStarter } from './watch-rights.ts'

/** JobNeeds is what a job works with besides its own profile. */
export interface JobNeeds {
  /** The profile that a copy or a sink goes to, or that values come from. */
  readonly otherProfileId?: string | null
  /** The webhook that a sink calls. */
  readonly sinkWebhookId?: string | null
}

/**
 * openResources opens what a job works with besides its own profile, at the moment it begins. Throws as openProfile does,
 * and `unprocessable` for a webhook that was deleted meanwhile.
 */
export async function openResources(
  job: JobNeeds & { readonly teamId: string; readonly member: JobStarter },
  own: OpenedProfile,
): Promise<JobResources> {
  const { teamId, member, otherProfileId = null, sinkWebhookId = null } = job
  if (sinkWebhookId !== null) return { webhook: await openWebhook(teamId, sinkWebhookId) }
  if (otherProfileId === null) return {}
  const opened = await openProfile({ teamId, profileId: otherProfileId, actor: member })
  const { credential } = opened
  if (isKafkaCredential(credential)) return { copyTarget: opened.target() }
  const mongo = mongoTargetOf(credential, await getTeamEgressPolicy(teamId))
  const { facts } = own.profile
  const groupPrefix =
    facts.product === 'kafka' ? (facts.consumerGroupPrefix ?? `${facts.username ?? ''}-`) : undefined
  return { mongo, groupPrefix }
}

async function openWebhook(teamId: string, webhookId: string) {
  const target = await webhookTarget(teamId, webhookId)
  if (target) return target
  throw new AppError({
    code: 'unprocessable',
    message: 'The webhook that the records go to was deleted.',
    advice: 'Choose another by “Change and run”.',
  })
}

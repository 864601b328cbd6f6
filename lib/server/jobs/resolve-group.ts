import 'server-only'
import { AppError } from '#lib/server/base/app-error.ts'
import type { KafkaFacts } from '#lib/shared/credential.ts'

/** resolveGroup gives a job its group: the one asked for, else one of its own. Throws `group_not_allowed`. */
export function resolveGroup(
  wanted: string | undefined,
  facts: KafkaFacts,
  jobId: string,
  field = 'spec.groupId',
): string {
  // The charm's own default, when the paste does not tell one.
  const prefix = facts.consumerGroupPrefix ?? (facts.username === null ? '' : `${facts.username}-`)
  const groupId = wanted ?? `${prefix}ks-${jobId}`
  if (facts.roles?.includes('admin') || groupId.startsWith(prefix) || isGranted(facts, groupId))
    return groupId
  throw new AppError({
    code: 'group_not_allowed',
    field,
    message: `This user may use only consumer groups whose id begins with “${prefix}”.`,
    advice: `Leave the group empty for a new one of its own, or begin it with ${prefix}`,
  })
}

function isGranted(facts: KafkaFacts, groupId: string): boolean {
  return facts.entityPermissions.some(({ resourceType, resourceName, privileges }) => {
    if (resourceType !== 'GROUP' || !privileges.includes('READ')) return false
    return resourceName.endsWith('*')
      ? groupId.startsWith(resourceName.slice(0, -1))
      : groupId === resourceName
  })
}

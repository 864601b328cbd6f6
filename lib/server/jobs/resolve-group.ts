import 'server-only'
import { groupNotAllowed, joinableGroups, mayUseGroup, ownGroup } from '#lib/credentials/granted-groups.ts'
import { AppError } from '#lib/server/base/app-error.ts'
import type { KafkaFacts } from '#lib/shared/credential.ts'

/** resolveGroup gives a job its group: the one asked for, else one of its own. Throws `group_not_allowed`. */
export function resolveGroup(
  wanted: string | undefined,
  facts: KafkaFacts,
  jobId: string,
  field = 'spec.groupId',
): string {
  const own = ownGroup(facts, jobId)
  const granted = joinableGroups(facts)
  if (wanted === undefined || granted === null || mayUseGroup(granted, wanted)) return wanted ?? own
  const { message, advice } = groupNotAllowed(granted)
  throw new AppError({
    code: 'group_not_allowed',
    field,
    message,
    advice: `Leave the group empty for a new one of its own. ${advice}`,
  })
}

import { groupNotAllowed, joinableGroups, mayUseGroup, ownGroup } from '#lib/credentials/granted-groups.ts'
import type { KafkaFacts } from '#lib/shared/credential.ts'
import { newId } from '#lib/shared/ids.ts'
import { printable } from './screen.ts'
import { UsageError } from './usage-error.ts'

/** groupOf gives the group to join: one of its own by default, so that a look moves no real application's offsets. */
export function groupOf(facts: KafkaFacts, wanted: string | undefined): string {
  const granted = joinableGroups(facts)
  if (wanted !== undefined) {
    if (granted === null || mayUseGroup(granted, wanted)) return wanted
    const { message, advice } = groupNotAllowed(granted)
    throw new UsageError({
      code: 'group_not_allowed',
      message: printable(message),
      advice: `Leave --group out for a group of its own. ${advice}`,
    })
  }
  if (granted === null && facts.roles?.includes('admin') !== true) {
    throw new UsageError({
      code: 'group_not_allowed',
      message: 'The paste names no consumer group prefix, so no group id is known to be granted.',
      advice: 'Name one with --group, or read without a group: keystream read.',
    })
  }
  return ownGroup(facts, newId('job').slice(4))
}

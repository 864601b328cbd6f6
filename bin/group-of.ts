import type { KafkaFacts } from '#lib/shared/credential.ts'
import { newId } from '#lib/shared/ids.ts'
import { printable } from './screen.ts'
import { UsageError } from './usage-error.ts'

/** groupOf gives the group to join: one of its own by default, so that a look moves no real application's offsets. */
export function groupOf(facts: KafkaFacts, wanted: string | undefined): string {
  const prefix = facts.consumerGroupPrefix
  const superuser = facts.roles?.includes('admin') === true
  if (wanted !== undefined && !superuser && prefix !== null && !wanted.startsWith(prefix)) {
    throw new UsageError({
      code: 'group_not_allowed',
      message: `The group id must begin with ${printable(prefix)}: that is what this user is granted.`,
      advice: `Use --group ${printable(prefix)}…, or leave it out for a group of its own.`,
    })
  }
  if (wanted !== undefined) return wanted
  if (prefix === null && !superuser) {
    throw new UsageError({
      code: 'group_not_allowed',
      message: 'The paste names no consumer group prefix, so no group id is known to be granted.',
      advice: 'Name one with --group, or read without a group: keystream read.',
    })
  }
  return `${prefix ?? ''}ks-${newId('job').slice(4)}`
}

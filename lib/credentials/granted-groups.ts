import type { KafkaFacts } from '#lib/shared/credential.ts'

/**
 * grantedGroups gives the ids of consumer groups that a user was granted, one that ends in `*` as a prefix; null = any,
 * or not known from the paste.
 */
export function grantedGroups(facts: KafkaFacts): string[] | null {
  if (facts.roles?.includes('admin')) return null
  // The charm's own default, when the paste does not tell one.
  const prefix = facts.consumerGroupPrefix ?? (facts.username === null ? null : `${facts.username}-`)
  if (prefix === null) return null
  const permitted = facts.entityPermissions
    .filter(({ resourceType }) => resourceType === 'GROUP')
    .map(({ resourceName }) => resourceName)
  return [...new Set([`${prefix}*`, ...permitted])]
}

/** mayUseGroup says whether one of the granted ids or prefixes covers a group's id. */
export function mayUseGroup(granted: readonly string[] | null, group: string): boolean {
  if (granted === null) return true
  return granted.some((name) => (name.endsWith('*') ? group.startsWith(name.slice(0, -1)) : group === name))
}

/** groupNotAllowed is what is told about a group outside of what was granted. */
export function groupNotAllowed(granted: readonly string[]): { message: string; advice: string } {
  const words = granted.map((name) =>
    name.endsWith('*') ? `begins with “${name.slice(0, -1)}”` : `is “${name}”`,
  )
  return {
    message: `This user may use only consumer groups whose id ${words.join(' or ')}.`,
    advice: 'Another prefix needs another relation of data-integrator, with consumer-group-prefix set on it.',
  }
}

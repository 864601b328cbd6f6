import type { KafkaFacts } from '#lib/shared/credential.ts'

/**
 * grantedGroups gives the ids of consumer groups that a user was granted, one that ends in `*` as a prefix; null = any,
 * or not known from the paste.
 */
export function grantedGroups(facts: KafkaFacts): string[] | null {
  return namesOf(facts, () => true)
}

/** joinableGroups gives, of these, the ids of those that a user may join and commit to. */
export function joinableGroups(facts: KafkaFacts): string[] | null {
  return namesOf(facts, ({ privileges }) => privileges.includes('READ'))
}

function namesOf(
  facts: KafkaFacts,
  fits: (permission: KafkaFacts['entityPermissions'][number]) => boolean,
): string[] | null {
  const prefix = groupPrefix(facts)
  if (prefix === null || facts.roles?.includes('admin')) return null
  const permitted = facts.entityPermissions
    .filter((permission) => permission.resourceType === 'GROUP' && fits(permission))
    .map(({ resourceName }) => resourceName)
  return [...new Set([`${prefix}*`, ...permitted])]
}

/** ownGroup gives the id of a new group that a user may join: nobody else's offsets are moved by it. */
export function ownGroup(facts: KafkaFacts, id: string): string {
  return `${groupPrefix(facts) ?? ''}ks-${id}`
}

/** The charm's own default, when the paste does not tell one; null when nobody can tell. */
function groupPrefix({ consumerGroupPrefix, username }: KafkaFacts): string | null {
  return consumerGroupPrefix ?? (username === null ? null : `${username}-`)
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

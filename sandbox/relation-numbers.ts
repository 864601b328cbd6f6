/**
 * Kafka reads `super.users` at its start only, while the charm's administrators come and go. So every fourth
 * relation number is reserved for them and stands there from the start; a removed administrator has no login left,
 * and its number is never given again. Real models have such gaps too, since all relations share one counter.
 */
const ADMIN_EVERY = 4
/** As many relations as one sandbox can ever have; a thousand reserved names cost Kafka nothing. */
export const MAX_RELATION = 4000
/** Relation numbers of a young model. */
export const FIRST_RELATION = 6

/** isAdmin tests as the charm does: by substring. */
export const isAdmin = (roles: string) => roles.includes('admin')

/** nextRelation gives the next number for these roles after the last one given. Throws when none is left. */
export function nextRelation(last: number, roles: string): number {
  let next = Math.max(last + 1, FIRST_RELATION)
  while ((next % ADMIN_EVERY === 0) !== isAdmin(roles)) next += 1
  if (next > MAX_RELATION) throw new Error(`A sandbox has at most ${MAX_RELATION} relations: start a new one`)
  return next
}

/** reservedSuperUsers are the principals that `super.users` names, by login and by client certificate. */
export function reservedSuperUsers(): string[] {
  const users: string[] = []
  for (let number = ADMIN_EVERY; number <= MAX_RELATION; number += ADMIN_EVERY) {
    users.push(`User:relation-${number}`, `User:CN=relation-${number}`)
  }
  return users
}

import type { Permission } from '#lib/shared/group.ts'
import { isActive, type LookedGroup } from './look-at-group.ts'

type Looked = Pick<LookedGroup, 'state' | 'members' | 'operations' | 'type' | 'exists'>

const yes: Permission = { allowed: true, reason: null }
const no = (reason: string): Permission => ({ allowed: false, reason })

/** DELETE_DENIED is why a related user may not delete its own groups. */
export const DELETE_DENIED =
  'Deleting a group needs DELETE on it. The Kafka charm grants that to no related user: only the role admin, or an entity permission, brings it.'

/** inUseWords say that a group has members, and what to do first. */
export function inUseWords({ state, members }: Pick<LookedGroup, 'state' | 'members'>): string {
  const count = members.length
  if (count === 0) return `The group is in use (${state}). Stop the applications that consume with it first.`
  return `The group is in use by ${count} ${count === 1 ? 'member' : 'members'}. Stop ${count === 1 ? 'it' : 'them'} first.`
}

/** resetPermission predicts whether a group's offsets can be moved now. Operations that were not told forbid nothing. */
export function resetPermission(group: Looked): Permission {
  if (group.type === 'share') return no('A share group has no offsets to move.')
  if (group.operations !== null && !group.operations.includes('READ'))
    return no('Moving offsets needs READ on the group: the role consumer brings it.')
  return isActive(group) ? no(inUseWords(group)) : yes
}

/** deletePermission predicts the same for deleting a group. */
export function deletePermission(group: Looked): Permission {
  if (group.operations !== null && !group.operations.includes('DELETE')) return no(DELETE_DENIED)
  return isActive(group) ? no(inUseWords(group)) : yes
}

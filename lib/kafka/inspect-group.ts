import type { GroupType } from '#lib/shared/group.ts'
import { ClusterLink } from './cluster-link.ts'
import { contextOf } from './error-context.ts'
import { KafkaError, translateError } from './kafka-error.ts'
import type { KafkaTarget } from './kafka-target.ts'
import { isActive, lookAtGroup } from './look-at-group.ts'
import { orAborted } from './or-aborted.ts'

/** Groups that a classic member is refused by, or would change under their members. */
const OTHER_PROTOCOLS: ReadonlySet<GroupType> = new Set(['consumer', 'share', 'streams'])

/**
 * inspectGroup looks at a group before it is joined, and says in words what it is: new, or known, with whom. Throws a
 * KafkaError for one that a classic member can't join (KIP-848, share groups, other protocols) or may not.
 */
export async function inspectGroup(
  target: KafkaTarget,
  { groupId, signal }: { readonly groupId: string; readonly signal: AbortSignal },
): Promise<string> {
  const context = { ...contextOf(target), groupId, operation: 'group' } as const
  const connecting = ClusterLink.connect(target)
  try {
    const link = await orAborted(connecting, signal)
    const group = await lookAtGroup(link, groupId, { signal, context })
    if (!group.exists) return `The group ${groupId} is new.`
    const { type, state, members, protocolType } = group
    if (OTHER_PROTOCOLS.has(type) || (protocolType !== 'consumer' && protocolType !== ''))
      throw new KafkaError({
        code: 'group_not_allowed',
        message: `The group ${groupId} is ${kindOf(type, protocolType)}, which this job can’t join: its members speak another protocol.`,
        advice: 'Take another group id, or leave it empty for a group of the job’s own.',
        retriable: false,
      })
    if (!isActive(group)) return `The group ${groupId} is known (classic) and nobody is in it.`
    return `The group ${groupId} is known (classic, ${state}) with ${members.length} ${members.length === 1 ? 'member' : 'members'}, who will share the partitions with this job.`
  } catch (error) {
    throw translateError(error, context)
  } finally {
    connecting.then((link) => link.close()).catch(() => undefined)
  }
}

/**
 * inspectGroupIfUp does as inspectGroup; null when the group can't be asked at the moment, which who joins it waits out.
 */
export async function inspectGroupIfUp(
  target: KafkaTarget,
  options: { readonly groupId: string; readonly signal: AbortSignal },
): Promise<string | null> {
  try {
    return await inspectGroup(target, options)
  } catch (error) {
    if (error instanceof KafkaError && error.retriable) return null
    throw error
  }
}

function kindOf(type: GroupType, protocolType: string): string {
  if (type === 'consumer') return 'one of the new protocol (KIP-848)'
  if (type === 'classic') return `one of the protocol “${protocolType}”`
  return `a ${type} group`
}

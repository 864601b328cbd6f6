import type { GroupFacts } from '#lib/shared/group.ts'
import { describePartitions, partitionsOf, textOf, totalLag } from './group-lag.ts'
import { committedOffsets, logEnds } from './group-offsets.ts'
import { deletePermission, resetPermission } from './group-permissions.ts'
import { KafkaError } from './kafka-error.ts'
import type { KafkaTarget } from './kafka-target.ts'
import { lookAtGroup } from './look-at-group.ts'
import { withLink } from './shared-links.ts'

/** groupMissing says that no group has this id. */
export function groupMissing(groupId: string): KafkaError {
  return new KafkaError({
    code: 'not_found',
    message: `There is no consumer group “${groupId}” on this cluster.`,
    advice:
      'A group begins when its first member joins or commits, and is forgotten some days after its last commit.',
    retriable: false,
  })
}

/**
 * describeGroup gives a group's state, members and, for each partition that it has committed on or reads, the offsets
 * and the lag. Joins nothing. Throws `not_found` for a group that is not there, `broker_group_denied` for one that
 * this user may not use.
 */
export function describeGroup(
  target: KafkaTarget,
  groupId: string,
  { signal }: { readonly signal?: AbortSignal | undefined } = {},
): Promise<GroupFacts> {
  return withLink(target, signal, async (link, call) => {
    const [group, committed] = await Promise.all([
      lookAtGroup(link, groupId, call),
      committedOffsets(link, groupId, call),
    ])
    if (!group.exists && committed.length === 0) throw groupMissing(groupId)
    const wanted = partitionsOf(committed, group.members)
    const ends = await logEnds(link, wanted, call)
    const partitions = describePartitions(wanted, { committed, ...ends, members: group.members })
    const { type, state, protocolType, assignor, node } = group
    return {
      group: groupId,
      type,
      state,
      protocolType,
      assignor,
      coordinator: { node, address: link.addressOf(node) },
      operations: group.operations && [...group.operations],
      members: group.members.map(({ assigned, ...member }) => ({
        ...member,
        assigned: assigned.map(({ topic, partitions: held }) => ({
          topic,
          partitions: held.toSorted((a, b) => a - b),
        })),
      })),
      partitions,
      lag: textOf(totalLag(partitions.map(({ lag }) => (lag === null ? null : BigInt(lag))))),
      note: group.note,
      reset: resetPermission(group),
      delete: deletePermission(group),
    }
  })
}

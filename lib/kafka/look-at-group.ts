import type { GroupType } from '#lib/shared/group.ts'
import { askCoordinator, type GroupCall } from './ask-coordinator.ts'
import type { ClusterLink } from './cluster-link.ts'
import { decodeAssignment, type TopicAssignment } from './consumer-protocol.ts'
import { protocolError } from './kafka-error.ts'
import { brokerGroups, typeOf } from './list-broker-groups.ts'
import type { Operation } from './operations.ts'
import { kafkaErrors } from './protocol-code.ts'
import {
  DESCRIBE_CONSUMER_GROUPS_KEY,
  describeConsumerGroupsRequest,
} from './requests/describe-consumer-groups.ts'
import { describeGroupsRequest, type GroupDescription } from './requests/describe-groups.ts'

export interface LookedMember {
  readonly id: string
  readonly clientId: string
  readonly host: string
  readonly instanceId: string | null
  readonly assigned: readonly TopicAssignment[]
}

/** LookedGroup is how a group stands with its coordinator. */
export interface LookedGroup {
  /** False: no group has this id; a commit would make one. */
  readonly exists: boolean
  readonly type: GroupType
  readonly state: string
  readonly protocolType: string
  readonly assignor: string
  readonly members: readonly LookedMember[]
  readonly operations: readonly Operation[] | null
  readonly node: number
  /** What can't be told about it, and why. */
  readonly note: string | null
}

/** In these states nobody is in the group. */
const QUIET: ReadonlySet<string> = new Set(['Empty', 'Dead'])

/** isActive: somebody is in the group, or about to be, so its offsets are theirs. */
export function isActive({ state, members }: Pick<LookedGroup, 'state' | 'members'>): boolean {
  return members.length > 0 || !QUIET.has(state)
}

/**
 * lookAtGroup asks a group's coordinator how it stands. A group of the new protocol (KIP-848) looks dead to the classic
 * question, so a dead one is asked about again, and then looked for in the list. Joins nothing. Throws
 * `broker_group_denied`.
 */
export async function lookAtGroup(link: ClusterLink, groupId: string, call: GroupCall): Promise<LookedGroup> {
  const { answer, node } = await askCoordinator(link, groupId, describeGroupsRequest([groupId]), {
    ...call,
    codeOf: ({ groups }) => groups[0]?.errorCode,
  })
  const [described] = answer.groups
  const code = described?.errorCode ?? kafkaErrors.NONE
  if (!described || code !== kafkaErrors.NONE)
    throw protocolError(code || kafkaErrors.COORDINATOR_NOT_AVAILABLE, {
      ...call.context,
      groupId,
      operation: 'group',
    })
  const classic = classicGroup(described, node)
  if (classic.exists) return classic
  return (await newGroup(link, classic, groupId, call)) ?? (await listedGroup(link, classic, groupId, call))
}

function classicGroup(described: GroupDescription, node: number): LookedGroup {
  const { state, protocolType, assignor, operations } = described
  const members = described.members.map(({ memberId, assignment, ...member }) => ({
    id: memberId,
    ...member,
    assigned: protocolType === 'consumer' ? readAssignment(assignment) : [],
  }))
  const exists = state !== 'Dead'
  return { exists, type: 'classic', state, protocolType, assignor, members, operations, node, note: null }
}

/** Members write this themselves; one that writes something else must not hide the others. */
function readAssignment(bytes: Buffer | null): TopicAssignment[] {
  try {
    return decodeAssignment(bytes ?? Buffer.alloc(0))
  } catch {
    return []
  }
}

async function newGroup(
  link: ClusterLink,
  dead: LookedGroup,
  groupId: string,
  { signal }: GroupCall,
): Promise<LookedGroup | null> {
  const connection = link.node(dead.node)
  if (!connection.versions?.[DESCRIBE_CONSUMER_GROUPS_KEY]) return null
  const { groups } = await connection.call(describeConsumerGroupsRequest([groupId]), { signal })
  const [found] = groups
  if (!found || found.errorCode !== kafkaErrors.NONE) return null
  return {
    ...dead,
    exists: true,
    type: 'consumer',
    state: found.state,
    protocolType: 'consumer',
    assignor: found.assignor,
    members: found.members.map(({ memberId, ...member }) => ({ id: memberId, ...member })),
    operations: found.operations ?? dead.operations,
  }
}

async function listedGroup(
  link: ClusterLink,
  dead: LookedGroup,
  groupId: string,
  { signal }: GroupCall,
): Promise<LookedGroup> {
  const { groups } = await brokerGroups(link.node(dead.node), signal)
  const listed = groups.find(({ group }) => group === groupId)
  if (!listed) return dead
  const type = typeOf(listed)
  return {
    ...dead,
    exists: true,
    type,
    state: listed.state ?? dead.state,
    protocolType: listed.protocolType,
    note:
      type === 'share'
        ? 'A share group: its records are shared out one by one, so it has no offsets to commit.'
        : 'A group of the new protocol (KIP-848): this cluster lists it and does not say who its members are.',
  }
}

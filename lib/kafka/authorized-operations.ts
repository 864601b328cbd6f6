import { setTimeout as delay } from 'node:timers/promises'
import type { Right, RightAnswer, RightId } from '#lib/shared/rights.ts'
import type { ClusterLink } from './cluster-link.ts'
import type { CallOptions } from './connection-options.ts'
import type { Operation } from './operations.ts'
import { kafkaErrors } from './protocol-code.ts'
import { describeGroupsRequest } from './requests/describe-groups.ts'
import { findCoordinatorRequest } from './requests/find-coordinator.ts'
import type { Metadata } from './requests/metadata.ts'

/** A young cluster makes its offsets topic at the first question for a coordinator: some hundred milliseconds. */
const COORDINATOR_PATIENCE_MS = 3_000
const PAUSE_MS = 75
const PASSING: ReadonlySet<number> = new Set([
  kafkaErrors.COORDINATOR_LOAD_IN_PROGRESS,
  kafkaErrors.COORDINATOR_NOT_AVAILABLE,
  kafkaErrors.NOT_COORDINATOR,
])

/** What the cluster says this user may do. Null = it did not tell. */
export interface ProvedOperations {
  /** Of the topic; an empty list when it is denied or hidden. */
  readonly topic: readonly Operation[] | null
  readonly topicDenied: boolean
  readonly group: readonly Operation[] | null
  readonly groupDenied: boolean
  readonly cluster: readonly Operation[] | null
}

/** topicOperations reads the answer for one topic out of metadata that was asked with its operations. */
export function topicOperations(
  metadata: Metadata,
  topic: string,
): Pick<ProvedOperations, 'topic' | 'topicDenied'> {
  const known = metadata.topics.find((candidate) => candidate.topic === topic)
  return {
    topic: known?.operations ?? null,
    topicDenied: known?.errorCode === kafkaErrors.TOPIC_AUTHORIZATION_FAILED,
  }
}

/**
 * groupOperations asks the group's coordinator what this user may do with a group id, used or not. Joins nothing.
 * `errorCode` 30 = no right; 14, 15 or 16 = the coordinator was not ready in time.
 */
export async function groupOperations(
  link: ClusterLink,
  groupId: string,
  call: CallOptions,
): Promise<{
  readonly operations: readonly Operation[] | null
  readonly errorCode: number
  readonly state: string
}> {
  const until = performance.now() + COORDINATOR_PATIENCE_MS
  for (;;) {
    const answer = await askCoordinator(link, groupId, call)
    if (!PASSING.has(answer.errorCode) || performance.now() > until) return answer
    await delay(PAUSE_MS, undefined, { signal: call.signal })
  }
}

async function askCoordinator(link: ClusterLink, groupId: string, call: CallOptions) {
  const { errorCode, node } = await link.call(findCoordinatorRequest(groupId), call)
  if (!node) return { operations: null, errorCode, state: '' }
  const connection = link.addressOf(node.nodeId) === null ? link.bootstrap : link.node(node.nodeId)
  const { groups } = await connection.call(describeGroupsRequest([groupId]), call)
  const [group] = groups
  return {
    operations: group?.operations ?? null,
    errorCode: group?.errorCode ?? 0,
    state: group?.state ?? '',
  }
}

const topicRights: Readonly<Partial<Record<RightId, Operation>>> = {
  'topic.describe': 'DESCRIBE',
  'topic.read': 'READ',
  'topic.write': 'WRITE',
  'topic.create': 'CREATE',
  'topic.delete': 'DELETE',
  'topic.alter': 'ALTER',
  'topic.configs': 'DESCRIBE_CONFIGS',
}
const groupRights: Readonly<Partial<Record<RightId, Operation>>> = {
  'group.read': 'READ',
  'group.delete': 'DELETE',
}

const answerOf = (has: boolean): RightAnswer => (has ? 'yes' : 'no')

function prove(id: RightId, proved: ProvedOperations): RightAnswer {
  if (id === 'cluster.admin')
    return proved.cluster === null ? 'unknown' : answerOf(proved.cluster.includes('ALTER'))
  if (id === 'topic.create' && proved.cluster?.includes('CREATE')) return 'yes'
  const onTopic = topicRights[id]
  if (onTopic) {
    // Without DESCRIBE the cluster hides the topic, and whether it might be created.
    if (proved.topicDenied) return id === 'topic.create' ? 'unknown' : 'no'
    return proved.topic === null ? 'unknown' : answerOf(proved.topic.includes(onTopic))
  }
  const onGroup = groupRights[id]
  if (!onGroup) return 'unknown'
  if (proved.groupDenied) return 'no'
  return proved.group === null ? 'unknown' : answerOf(proved.group.includes(onGroup))
}

/** proveRights puts what the cluster says beside what was predicted. */
export function proveRights(predicted: readonly Right[], proved: ProvedOperations): Right[] {
  return predicted.map((right) => ({ ...right, proved: prove(right.id, proved) }))
}

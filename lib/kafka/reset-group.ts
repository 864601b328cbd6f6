import type { ResetPartition, ResetResult } from '#lib/shared/group.ts'
import { askCoordinator, type GroupCall } from './ask-coordinator.ts'
import type { ClusterLink } from './cluster-link.ts'
import { partitionKey } from './group-lag.ts'
import { inUseWords } from './group-permissions.ts'
import { KafkaError, protocolError } from './kafka-error.ts'
import type { KafkaTarget } from './kafka-target.ts'
import { isActive, lookAtGroup } from './look-at-group.ts'
import { planReset, readResetTarget } from './plan-reset.ts'
import { explainProtocolCode } from './protocol-failures.ts'
import { offsetCommitRequest } from './requests/offset-commit.ts'
import { type ResetScope, resetPlaces } from './reset-places.ts'
import { withLink } from './shared-links.ts'

export interface ResetGroupOptions extends ResetScope {
  /** `earliest`, `latest`, `time:…`, `offset:n`, `by:±n`. */
  readonly to: string
  /** True plans only; nothing is written. */
  readonly dryRun: boolean
  readonly signal?: AbortSignal | undefined
}

/** The coordinator's words for "somebody is in there": unknown member, illegal generation, rebalancing. */
const IN_USE: ReadonlySet<number> = new Set([22, 25, 27])

/**
 * resetGroup moves a group's committed offsets, or says where it would move them. It commits real offsets as nobody in
 * the group, which the coordinator itself refuses while the group has members, so a member that joins in between is
 * safe. What each partition came to is in the result. Throws `conflict` for a group in use, `broker_group_denied`,
 * `broker_topic_denied`, `topic_needed`, `bad_request` for a target or a partition that is none.
 */
export function resetGroup(
  target: KafkaTarget,
  groupId: string,
  options: ResetGroupOptions,
): Promise<ResetResult> {
  const goal = readResetTarget(options.to)
  return withLink(target, options.signal, async (link, call) => {
    const group = await lookAtGroup(link, groupId, call)
    const time = goal.to === 'time' ? goal.milliseconds : null
    const places = await resetPlaces(link, groupId, { ...options, ...call, time, members: group.members })
    const planned = planReset(places, goal)
    const active = isActive(group)
    const result = { group: groupId, to: options.to, active, exists: group.exists }
    if (options.dryRun) return { ...result, dryRun: true, partitions: planned }
    if (active) throw inUse(inUseWords(group))
    return { ...result, dryRun: false, partitions: await commitPlan(link, groupId, planned, call) }
  })
}

function inUse(message: string): KafkaError {
  return new KafkaError({
    code: 'conflict',
    message,
    advice:
      'Kafka moves the offsets of a group only while nobody is in it. A stopped member may count until its session ends.',
    retriable: false,
  })
}

async function commitPlan(
  link: ClusterLink,
  groupId: string,
  planned: readonly ResetPartition[],
  call: GroupCall,
): Promise<ResetPartition[]> {
  const offsets = planned.flatMap(({ topic, partition, status, new: offset }) =>
    status === 'planned' && offset !== null ? [{ topic, partition, offset: BigInt(offset) }] : [],
  )
  if (offsets.length === 0) return [...planned]
  const { answer } = await askCoordinator(link, groupId, offsetCommitRequest({ group: groupId, offsets }), {
    ...call,
    codeOf: ({ partitions }) => partitions[0]?.errorCode,
  })
  const codes = new Map(answer.partitions.map((each) => [partitionKey(each), each.errorCode]))
  const failed = answer.partitions.filter(({ errorCode }) => errorCode !== 0)
  const [first] = failed
  // Nothing was written: the whole reset failed, and for one reason.
  if (first && failed.length === answer.partitions.length) {
    if (IN_USE.has(first.errorCode))
      throw inUse(
        'Somebody joined the group in the meantime. Stop the applications that consume with it first.',
      )
    throw protocolError(first.errorCode, { ...call.context, topic: first.topic, groupId, operation: 'read' })
  }
  return planned.map((row) => {
    if (row.status !== 'planned') return row
    const code = codes.get(partitionKey(row)) ?? 0
    if (code === 0) return { ...row, status: 'committed' as const }
    const place = { ...call.context, groupId, topic: row.topic, partition: row.partition }
    const { code: ours, message } = explainProtocolCode(code, { ...place, operation: 'read' })
    return { ...row, status: 'failed' as const, code: ours, message }
  })
}

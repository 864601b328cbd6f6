import 'server-only'
import type { RunnableCopy } from '#lib/kafka/job-update.ts'
import { findFilterIssues } from '#lib/records/find-filter-issues.ts'
import { findMappingFault } from '#lib/records/map-value.ts'
import { AppError } from '#lib/server/base/app-error.ts'
import type { CopySpec } from '#lib/shared/copy-spec.ts'
import type { KafkaFacts } from '#lib/shared/credential.ts'
import { requireRight } from './require-right.ts'
import { resolveGroup } from './resolve-group.ts'
import { topicOf } from './topic-of.ts'

/** resolveCopy fills in both topics, and refuses a copy that either user may not make, or that would never end. */
export function resolveCopy(
  spec: CopySpec & { topic: string },
  { facts, target, jobId }: { facts: KafkaFacts; target: KafkaFacts; jobId: string },
): RunnableCopy {
  requireRight(facts, 'topic.read')
  requireRight(target, 'topic.write')
  if (spec.target.createTopic) requireRight(target, 'topic.create')
  const topic = topicAtTarget(spec, target)
  checkRange(spec)
  checkFilter(spec)
  const fault = findMappingFault(spec.mapping)
  if (fault)
    throw new AppError({ code: 'unprocessable', field: `spec.${fault.field}`, message: fault.message })
  if (topic === spec.topic && isSameCluster(facts, target)) refuseLoop(spec)
  const { group, ...rest } = spec
  const resolved = { ...rest, target: { ...spec.target, topic } }
  if (!group) return resolved
  requireRight(facts, 'group.read')
  return { ...resolved, group: { ...group, id: resolveGroup(group.id, facts, jobId, 'spec.group.id') } }
}

function topicAtTarget(spec: CopySpec, target: KafkaFacts): string {
  try {
    return topicOf(spec.target, target)
  } catch (error) {
    if (!(error instanceof AppError)) throw error
    const { code, message, advice } = error
    throw new AppError({ code, field: 'spec.target.topic', message, ...(advice && { advice }) })
  }
}

/** A group keeps its own place in every partition. */
function checkRange({ group, from, partitions }: CopySpec): void {
  if (!group) return
  const field =
    partitions !== undefined
      ? 'spec.partitions'
      : from !== 'earliest' && from !== 'latest'
        ? 'spec.from'
        : null
  if (field === null) return
  throw new AppError({
    code: 'unprocessable',
    field,
    message: 'A copy in a consumer group takes all partitions, and a new group begins at earliest or latest.',
    advice: 'Leave the group out to copy a part of a topic.',
  })
}

function checkFilter({ filter }: CopySpec): void {
  const [issue] = filter ? findFilterIssues(filter) : []
  if (!issue) return
  const { code, field, message, advice, line, column } = issue
  throw new AppError({
    ...{ code, field: `spec.${field}`, message, line, column },
    ...(advice !== undefined && { advice }),
  })
}

function isSameCluster(one: KafkaFacts, other: KafkaFacts): boolean {
  return one.bootstrapServers.some((server) => other.bootstrapServers.includes(server))
}

function refuseLoop({ to, group, filter }: CopySpec): void {
  if (filter || (to !== 'live' && !group)) return
  throw new AppError({
    code: 'unprocessable',
    field: 'spec.target.topic',
    message: 'This would copy a topic to itself without end: each copy is read and copied again.',
    advice:
      'Choose another topic, end at latest, or set a filter that its own copies do not match, such as a header that the mapping adds.',
  })
}

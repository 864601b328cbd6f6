import 'server-only'
import type { RunnableSpec } from '#lib/kafka/job-update.ts'
import type { KafkaFacts } from '#lib/shared/credential.ts'
import type { RoundTripSpec } from '#lib/shared/round-trip-spec.ts'
import { requireRight } from './require-right.ts'
import { resolveGroup } from './resolve-group.ts'

/** resolveRoundTrip gives a round trip its group and refuses one of a user who may not both write and receive. */
export function resolveRoundTrip(
  spec: RoundTripSpec & { topic: string },
  facts: KafkaFacts,
  jobId: string,
): RunnableSpec {
  requireRight(facts, 'topic.write')
  requireRight(facts, 'topic.read')
  requireRight(facts, 'group.read')
  if (spec.createTopic) requireRight(facts, 'topic.create')
  return { ...spec, groupId: resolveGroup(spec.groupId, facts, jobId) }
}

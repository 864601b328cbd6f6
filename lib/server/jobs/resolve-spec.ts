import 'server-only'
import type { RunnableSpec } from '#lib/kafka/job-update.ts'
import type { KafkaFacts } from '#lib/shared/credential.ts'
import type { JobSpec } from '#lib/shared/job.ts'
import { resolveConsume } from './resolve-consume.ts'
import { resolveCopy } from './resolve-copy.ts'
import { resolveProduce } from './resolve-produce.ts'
import { resolveRoundTrip } from './resolve-round-trip.ts'
import { topicOf } from './topic-of.ts'

/**
 * resolveSpec fills in what a specification left open, from what the profile was granted, and refuses before anything
 * starts what the cluster would refuse later. `target` is what the profile of a copy's target was granted. Throws AppError `topic_needed`, `not_permitted_by_acl`,
 * `group_not_allowed`, `unprocessable`.
 */
export function resolveSpec(
  spec: JobSpec,
  facts: KafkaFacts,
  jobId: string,
  target: KafkaFacts = facts,
): RunnableSpec {
  const topic = topicOf(spec, facts)
  switch (spec.kind) {
    case 'produce':
      return resolveProduce({ ...spec, topic }, facts)
    case 'consume':
      return resolveConsume({ ...spec, topic }, facts, jobId)
    case 'round-trip':
      return resolveRoundTrip({ ...spec, topic }, facts, jobId)
    case 'copy':
      return resolveCopy({ ...spec, topic }, { facts, target, jobId })
  }
}

import type { TopicConfiguration } from '#lib/shared/topic.ts'
import type { ClusterLink } from './cluster-link.ts'
import { kafkaErrors } from './protocol-code.ts'
import { describeConfigsRequest } from './requests/describe-configs.ts'
import type { TopicMetadata } from './requests/metadata.ts'

/** topicConfiguration asks how a topic keeps its records; null where this user may not know. */
export async function topicConfiguration(
  link: ClusterLink,
  { topic, operations }: TopicMetadata,
  { signal }: { readonly signal: AbortSignal | undefined },
): Promise<TopicConfiguration | null> {
  if (operations?.includes('DESCRIBE_CONFIGS') !== true) return null
  const request = describeConfigsRequest(topic, ['retention.ms', 'cleanup.policy'])
  const { topics } = await link.call(request, { signal })
  const [answer] = topics
  // The right may have gone between the two questions; what else is wrong, the topic's offsets tell.
  if (answer?.errorCode !== kafkaErrors.NONE) return null
  const cleanupPolicy = answer.configs.get('cleanup.policy')
  const retentionMs = Number(answer.configs.get('retention.ms') ?? Number.NaN)
  return cleanupPolicy && Number.isFinite(retentionMs) ? { retentionMs, cleanupPolicy } : null
}

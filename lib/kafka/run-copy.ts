import { ClusterLink } from './cluster-link.ts'
import { ensureTopic } from './ensure-topic.ts'
import { contextOf } from './error-context.ts'
import type { JobUpdate, RunnableCopy } from './job-update.ts'
import { openKafkaSink } from './kafka-sink.ts'
import type { KafkaTarget } from './kafka-target.ts'
import { runDelivery } from './run-delivery.ts'
import { topicMetadata } from './topic-metadata.ts'

/** runCopy copies from one topic to another. It never throws: how it went is in the last update. */
export function runCopy(
  source: KafkaTarget,
  target: KafkaTarget,
  spec: RunnableCopy,
  { signal }: { readonly signal: AbortSignal },
): AsyncGenerator<JobUpdate> {
  const { topic, createTopic } = spec.target
  let topicCreated = false
  const { from, to, partitions, filter, limit, group, mapping, compression } = spec
  return runDelivery(
    source,
    {
      ...{ topic: spec.topic, from, to, partitions, filter, limit, other: target },
      group: group ?? null,
      topicCreated: () => topicCreated,
      openSink: async (tell) => {
        const sourcePartitions = await countPartitions(source, spec.topic, signal)
        if (createTopic) {
          topicCreated = await ensureTopic(target, { topic, ...createTopic, signal })
          tell(topicCreated ? `Created the topic “${topic}”.` : `The topic “${topic}” exists already.`)
        }
        const sink = await openKafkaSink(target, { topic, mapping, compression, sourcePartitions, signal })
        if (!sink.samePartition && mapping.partition === 'keep')
          tell(`“${topic}” has fewer partitions than “${spec.topic}”, so keys decide where a record goes.`)
        return sink
      },
    },
    { signal },
  )
}

async function countPartitions(target: KafkaTarget, topic: string, signal: AbortSignal): Promise<number> {
  const link = await ClusterLink.connect(target, { signal })
  try {
    const metadata = await topicMetadata(link, { topic, context: contextOf(target), signal })
    return metadata.topics[0]?.partitions.length ?? 0
  } finally {
    link.close()
  }
}

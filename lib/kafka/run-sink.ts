import { randomBytes } from 'node:crypto'
import { MongoWriter } from '#lib/mongo/mongo-writer.ts'
import { consumedDocument } from '#lib/mongo/test-document.ts'
import type { ConsumeSpec } from '#lib/shared/consume-spec.ts'
import type { SinkSpec, WebhookSink as WebhookSpec } from '#lib/shared/sink-spec.ts'
import type { JobResources } from './job-resources.ts'
import type { JobUpdate } from './job-update.ts'
import { KafkaError } from './kafka-error.ts'
import type { KafkaTarget } from './kafka-target.ts'
import { MongoSink } from './mongo-sink.ts'
import { ownOrigin } from './own-origin.ts'
import { runDelivery } from './run-delivery.ts'
import { WebhookSink } from './webhook-sink.ts'

const ID_BYTES = 9

export type SinkingSpec = ConsumeSpec & {
  readonly topic: string
  readonly groupId: string
  readonly sink: SinkSpec
}

/** runSink consumes in a group and delivers to a sink. It never throws: how it went is in the last update. */
export function runSink(
  target: KafkaTarget,
  spec: SinkingSpec,
  { signal, resources }: { readonly signal: AbortSignal; readonly resources: JobResources },
): AsyncGenerator<JobUpdate> {
  const { topic, groupId, from, limit, idleSeconds, sink } = spec
  return runDelivery(
    target,
    {
      ...{ topic, from, limit },
      group: { id: groupId, idleSeconds },
      openSink: async () =>
        sink.type === 'mongodb'
          ? openMongoSink(spec, { signal, resources })
          : openWebhookSink(sink, topic, resources),
    },
    { signal },
  )
}

function openWebhookSink(spec: WebhookSpec, topic: string, { webhook: receiver }: JobResources): WebhookSink {
  if (!receiver)
    throw new KafkaError({ code: 'internal', message: 'The job has no webhook.', retriable: false })
  const deliveryId = `msg_${randomBytes(ID_BYTES).toString('base64url')}`
  return new WebhookSink({ spec, receiver, topic, deliveryId })
}

/** The database is named after the topic, as the test application has it. */
async function openMongoSink(
  { topic, groupId }: SinkingSpec,
  { signal, resources }: { readonly signal: AbortSignal; readonly resources: JobResources },
): Promise<MongoSink> {
  if (!resources.mongo)
    throw new KafkaError({ code: 'internal', message: 'The job has no MongoDB.', retriable: false })
  const writer = new MongoWriter(resources.mongo, topic, {
    adviceWhenAway: 'Look after it, then start again: what was not stored is not committed.',
  })
  await writer.connect(signal)
  const consumerGroup = resources.groupPrefix ?? groupId
  const destination = ownOrigin()
  return new MongoSink({
    ...{ writer, topic, collection: 'consumer' },
    documentOf: (value, id) => consumedDocument(value, { destination, consumerGroup, now: Date.now(), id }),
  })
}

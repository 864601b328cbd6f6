import type { ProduceSpec } from '#lib/shared/produce-spec.ts'
import type { JobResources } from './job-resources.ts'
import { KafkaError } from './kafka-error.ts'
import { MongoSource } from './mongo-source.ts'
import type { OutgoingRecord } from './outgoing-record.ts'
import { outgoingRecords } from './outgoing-records.ts'
import type { ProduceOptions } from './produce-records.ts'
import { ProducedStore } from './produced-store.ts'

export interface ProduceFlowOptions {
  readonly resources: JobResources
  readonly signal: AbortSignal
  /** Is told in words what is worth a line. */
  readonly note: (message: string) => void
}

/** ProduceFlow is where a produce job’s records come from, and where they go besides the topic. */
export interface ProduceFlow extends Pick<ProduceOptions, 'onAcknowledged' | 'onRefused'> {
  readonly records: Iterable<OutgoingRecord> | AsyncIterable<OutgoingRecord>
  readonly source: MongoSource | null
  readonly store: ProducedStore | null
}

/** openProduceFlow opens both. Throws TemplateError, and MongoAccessError where records can’t be stored. */
export async function openProduceFlow(
  spec: ProduceSpec & { readonly topic: string },
  { resources, signal, note }: ProduceFlowOptions,
): Promise<ProduceFlow> {
  const { value, sink, topic } = spec
  if (value.type !== 'mongodb') {
    const records = await outgoingRecords({ ...spec, value })
    if (!sink) return { records, source: null, store: null }
    const store = await ProducedStore.open(mongoOf(resources), topic, signal)
    return {
      ...{ records: store.through(records, signal), source: null, store },
      onAcknowledged: (partition, indices, base) => store.acknowledged(partition, indices, base),
      onRefused: (indices) => store.refused(indices),
    }
  }
  const source = new MongoSource({
    ...{ target: mongoOf(resources), value, topic, shape: spec, signal },
    onRetry: (words) => note(`MongoDB is asked again: ${words}.`),
  })
  return {
    ...{ records: source.records(), source, store: null },
    onAcknowledged: (_, indices) => source.settle(indices),
    onRefused: (indices) => source.settle(indices),
  }
}

function mongoOf({ mongo }: JobResources) {
  if (mongo) return mongo
  throw new KafkaError({ code: 'internal', message: 'The job has no MongoDB.', retriable: false })
}

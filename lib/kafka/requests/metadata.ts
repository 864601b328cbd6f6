import type { KafkaAnswer, KafkaRequest } from '../kafka-request.ts'
import { type Operation, operationsOf } from '../operations.ts'
import { requiredString } from '../wire-reader.ts'
import { WireWriter } from '../wire-writer.ts'

export interface NodeAddress {
  readonly nodeId: number
  readonly host: string
  readonly port: number
}

export interface PartitionMetadata {
  readonly errorCode: number
  readonly partition: number
  /** -1 while there is none. */
  readonly leader: number
  readonly replicas: readonly number[]
  readonly inSyncReplicas: readonly number[]
  readonly offlineReplicas: readonly number[]
}

export interface TopicMetadata {
  readonly errorCode: number
  readonly topic: string
  readonly internal: boolean
  readonly partitions: readonly PartitionMetadata[]
  /** What this user may do with the topic; null when not asked for, or not visible. */
  readonly operations: readonly Operation[] | null
}

export interface Metadata extends KafkaAnswer {
  readonly brokers: readonly NodeAddress[]
  readonly clusterId: string | null
  readonly controllerId: number
  readonly topics: readonly TopicMetadata[]
  readonly clusterOperations: readonly Operation[] | null
}

export interface MetadataOptions {
  /** Null asks for every topic that the user may see. */
  readonly topics: readonly string[] | null
  readonly topicOperations?: boolean
  readonly clusterOperations?: boolean
}

/**
 * metadataRequest: Metadata v8, the first version with authorized operations (KIP-430) and the last before the
 * flexible ones. It never creates a topic.
 */
export function metadataRequest(options: MetadataOptions): KafkaRequest<Metadata> {
  const body = new WireWriter()
    .array(options.topics, (writer, topic) => writer.string(topic))
    .boolean(false)
    .boolean(options.clusterOperations ?? false)
    .boolean(options.topicOperations ?? false)
    .finish()
  return {
    apiKey: 3,
    apiVersion: 8,
    name: 'Metadata',
    body,
    decode: (reader) => {
      const throttleMs = reader.int32()
      const brokers = reader.array(() => {
        const node = { nodeId: reader.int32(), host: requiredString(reader.string()), port: reader.int32() }
        reader.string() // rack
        return node
      })
      const clusterId = reader.string()
      const controllerId = reader.int32()
      const topics = reader.array(() => ({
        errorCode: reader.int16(),
        topic: requiredString(reader.string()),
        internal: reader.boolean(),
        partitions: reader.array(() => {
          const [errorCode, partition, leader] = [reader.int16(), reader.int32(), reader.int32()]
          reader.int32() // leader epoch
          return {
            errorCode,
            partition,
            leader,
            replicas: reader.array(() => reader.int32()),
            inSyncReplicas: reader.array(() => reader.int32()),
            offlineReplicas: reader.array(() => reader.int32()),
          }
        }),
        operations: operationsOf(reader.int32()),
      }))
      return {
        throttleMs,
        brokers,
        clusterId,
        controllerId,
        topics,
        clusterOperations: operationsOf(reader.int32()),
      }
    },
  }
}

import type { KafkaAnswer, KafkaRequest } from '../kafka-request.ts'
import { type Operation, operationsOf } from '../operations.ts'
import { requiredString } from '../wire-reader.ts'
import { WireWriter } from '../wire-writer.ts'
import type { NodeAddress } from './metadata.ts'

export interface ClusterDescription extends KafkaAnswer {
  readonly errorCode: number
  readonly clusterId: string | null
  readonly controllerId: number
  readonly brokers: readonly NodeAddress[]
  /** Empty for a usual user; seven of them for a super user. */
  readonly operations: readonly Operation[] | null
}

/** describeClusterRequest: DescribeCluster v0 (KIP-700) with authorized operations; any broker answers. */
export function describeClusterRequest(): KafkaRequest<ClusterDescription> {
  return {
    apiKey: 60,
    apiVersion: 0,
    name: 'DescribeCluster',
    flexible: true,
    body: new WireWriter().boolean(true).noTags().finish(),
    decode: (reader) => {
      const [throttleMs, errorCode] = [reader.int32(), reader.int16()]
      reader.compactString() // the broker's own words
      const [clusterId, controllerId] = [reader.compactString(), reader.int32()]
      const brokers = reader.compactArray(() => {
        const node = {
          nodeId: reader.int32(),
          host: requiredString(reader.compactString()),
          port: reader.int32(),
        }
        reader.compactString() // rack
        reader.skipTags()
        return node
      })
      return {
        throttleMs,
        errorCode,
        clusterId,
        controllerId,
        brokers,
        operations: operationsOf(reader.int32()),
      }
    },
  }
}

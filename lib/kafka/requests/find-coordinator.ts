import type { KafkaAnswer, KafkaRequest } from '../kafka-request.ts'
import { WireWriter } from '../wire-writer.ts'
import type { NodeAddress } from './metadata.ts'

export interface Coordinator extends KafkaAnswer {
  /** 30 = no right on the group, 53 = none on the transactional id, 15 = not there yet: ask again. */
  readonly errorCode: number
  readonly node: NodeAddress | null
}

/** findCoordinatorRequest: FindCoordinator v2, for a group or a transactional id. */
export function findCoordinatorRequest(
  key: string,
  kind: 'group' | 'transaction' = 'group',
): KafkaRequest<Coordinator> {
  return {
    apiKey: 10,
    apiVersion: 2,
    name: 'FindCoordinator',
    body: new WireWriter()
      .string(key)
      .int8(kind === 'group' ? 0 : 1)
      .finish(),
    decode: (reader) => {
      const [throttleMs, errorCode] = [reader.int32(), reader.int16()]
      reader.string() // the broker's own words
      const node = { nodeId: reader.int32(), host: reader.string() ?? '', port: reader.int32() }
      return { throttleMs, errorCode, node: errorCode === 0 ? node : null }
    },
  }
}

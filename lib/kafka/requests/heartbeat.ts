import type { KafkaAnswer, KafkaRequest } from '../kafka-request.ts'
import { WireWriter } from '../wire-writer.ts'

/** Who a member is in which generation of the group. */
export interface MembershipId {
  readonly group: string
  readonly generation: number
  readonly memberId: string
}

export interface GroupAnswer extends KafkaAnswer {
  readonly errorCode: number
}

/** heartbeatRequest: Heartbeat v3, to the coordinator. 27 = the group rebalances: join again. */
export function heartbeatRequest({ group, generation, memberId }: MembershipId): KafkaRequest<GroupAnswer> {
  return {
    apiKey: 12,
    apiVersion: 3,
    name: 'Heartbeat',
    body: new WireWriter().string(group).int32(generation).string(memberId).string(null).finish(),
    decode: (reader) => ({ throttleMs: reader.int32(), errorCode: reader.int16() }),
  }
}

import type { KafkaAnswer, KafkaRequest } from '../kafka-request.ts'
import { WireWriter } from '../wire-writer.ts'
import type { MembershipId } from './heartbeat.ts'

export interface SyncedGroup extends KafkaAnswer {
  readonly errorCode: number
  readonly assignment: Buffer
}

/** syncGroupRequest: SyncGroup v3, to the coordinator. The leader brings everybody's assignment, the others none. */
export function syncGroupRequest(
  { group, generation, memberId }: MembershipId,
  assignments: readonly { readonly memberId: string; readonly assignment: Uint8Array }[],
): KafkaRequest<SyncedGroup> {
  const body = new WireWriter()
    .string(group)
    .int32(generation)
    .string(memberId)
    .string(null) // group instance id
    .array(assignments, (writer, item) => writer.string(item.memberId).bytes(item.assignment))
    .finish()
  return {
    apiKey: 14,
    apiVersion: 3,
    name: 'SyncGroup',
    body,
    decode: (reader) => ({
      throttleMs: reader.int32(),
      errorCode: reader.int16(),
      assignment: reader.bytes() ?? Buffer.alloc(0),
    }),
  }
}

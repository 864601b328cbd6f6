import type { KafkaAnswer, KafkaRequest } from '../kafka-request.ts'
import { requiredString } from '../wire-reader.ts'
import { WireWriter } from '../wire-writer.ts'

export interface JoinGroupOptions {
  readonly group: string
  /** Empty at the first time; the coordinator answers 79 with the id to use. */
  readonly memberId: string
  readonly sessionTimeoutMs: number
  /** How long the coordinator waits for the other members to join again. */
  readonly rebalanceTimeoutMs: number
  /** In order of preference: the name of a strategy and what this member subscribes to. */
  readonly protocols: readonly { readonly name: string; readonly metadata: Uint8Array }[]
}

export interface JoinedGroup extends KafkaAnswer {
  readonly errorCode: number
  readonly generation: number
  readonly protocol: string
  readonly leader: string
  readonly memberId: string
  /** For the leader only: everybody, with what they subscribe to. */
  readonly members: readonly { readonly memberId: string; readonly metadata: Buffer }[]
}

/** joinGroupRequest: JoinGroup v5, to the group's coordinator, which answers when all members have joined. */
export function joinGroupRequest(options: JoinGroupOptions): KafkaRequest<JoinedGroup> {
  const body = new WireWriter()
    .string(options.group)
    .int32(options.sessionTimeoutMs)
    .int32(options.rebalanceTimeoutMs)
    .string(options.memberId)
    .string(null) // group instance id
    .string('consumer')
    .array(options.protocols, (writer, { name, metadata }) => writer.string(name).bytes(metadata))
    .finish()
  return {
    apiKey: 11,
    apiVersion: 5,
    name: 'JoinGroup',
    body,
    holdMs: options.rebalanceTimeoutMs,
    decode: (reader) => ({
      throttleMs: reader.int32(),
      errorCode: reader.int16(),
      generation: reader.int32(),
      protocol: reader.string() ?? '',
      leader: reader.string() ?? '',
      memberId: reader.string() ?? '',
      members: reader.array(() => {
        const memberId = requiredString(reader.string())
        reader.string() // group instance id
        return { memberId, metadata: reader.bytes() ?? Buffer.alloc(0) }
      }),
    }),
  }
}

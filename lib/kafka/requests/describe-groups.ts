import type { KafkaAnswer, KafkaRequest } from '../kafka-request.ts'
import { type Operation, operationsOf } from '../operations.ts'
import { requiredString } from '../wire-reader.ts'
import { WireWriter } from '../wire-writer.ts'

export interface GroupMember {
  readonly memberId: string
  readonly instanceId: string | null
  readonly clientId: string
  readonly host: string
  readonly assignment: Buffer | null
}

export interface GroupDescription {
  readonly errorCode: number
  readonly group: string
  /** `Dead` also for a group that never was, and for one of the new protocol (KIP-848). */
  readonly state: string
  readonly protocolType: string
  /** How partitions are shared out; empty while nobody is there. */
  readonly assignor: string
  readonly members: readonly GroupMember[]
  readonly operations: readonly Operation[] | null
}

export interface DescribedGroups extends KafkaAnswer {
  readonly groups: readonly GroupDescription[]
}

/** describeGroupsRequest: DescribeGroups v4 with authorized operations; only a group's coordinator answers well. */
export function describeGroupsRequest(groups: readonly string[]): KafkaRequest<DescribedGroups> {
  return {
    apiKey: 15,
    apiVersion: 4,
    name: 'DescribeGroups',
    body: new WireWriter()
      .array(groups, (writer, group) => writer.string(group))
      .boolean(true)
      .finish(),
    decode: (reader) => {
      const throttleMs = reader.int32()
      const described = reader.array(() => {
        const [errorCode, group] = [reader.int16(), requiredString(reader.string())]
        const [state, protocolType] = [reader.string() ?? '', reader.string() ?? '']
        const assignor = reader.string() ?? ''
        const members = reader.array(() => {
          const memberId = requiredString(reader.string())
          const instanceId = reader.string()
          const [clientId, host] = [reader.string() ?? '', reader.string() ?? '']
          reader.bytes() // subscription
          return { memberId, instanceId, clientId, host, assignment: reader.bytes() }
        })
        const operations = operationsOf(reader.int32())
        return { errorCode, group, state, protocolType, assignor, members, operations }
      })
      return { throttleMs, groups: described }
    },
  }
}

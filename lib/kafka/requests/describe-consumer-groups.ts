import type { TopicAssignment } from '../consumer-protocol.ts'
import type { KafkaAnswer, KafkaRequest } from '../kafka-request.ts'
import { type Operation, operationsOf } from '../operations.ts'
import { requiredString, type WireReader } from '../wire-reader.ts'
import { WireWriter } from '../wire-writer.ts'

/** The protocol's number of ConsumerGroupDescribe, for those who ask whether a broker has it. */
export const DESCRIBE_CONSUMER_GROUPS_KEY = 69

export interface ConsumerGroupMember {
  readonly memberId: string
  readonly instanceId: string | null
  readonly clientId: string
  readonly host: string
  readonly assigned: readonly TopicAssignment[]
}

export interface ConsumerGroupDescription {
  /** 69 = no group of the new protocol has this id. */
  readonly errorCode: number
  readonly group: string
  readonly state: string
  readonly assignor: string
  readonly members: readonly ConsumerGroupMember[]
  readonly operations: readonly Operation[] | null
}

export interface DescribedConsumerGroups extends KafkaAnswer {
  readonly groups: readonly ConsumerGroupDescription[]
}

/** describeConsumerGroupsRequest: ConsumerGroupDescribe v0 (KIP-848) with authorized operations, to the coordinator. */
export function describeConsumerGroupsRequest(
  groups: readonly string[],
): KafkaRequest<DescribedConsumerGroups> {
  return {
    apiKey: DESCRIBE_CONSUMER_GROUPS_KEY,
    apiVersion: 0,
    name: 'ConsumerGroupDescribe',
    flexible: true,
    body: new WireWriter()
      .compactArray(groups, (writer, group) => writer.compactString(group))
      .boolean(true)
      .noTags()
      .finish(),
    decode: (reader) => {
      const throttleMs = reader.int32()
      const described = reader.compactArray(() => {
        const errorCode = reader.int16()
        reader.compactString() // the broker's own words
        const group = requiredString(reader.compactString())
        const state = reader.compactString() ?? ''
        reader.int32() // the group's epoch
        reader.int32() // the assignment's epoch
        const assignor = reader.compactString() ?? ''
        const members = reader.compactArray(() => memberOf(reader))
        const operations = operationsOf(reader.int32())
        reader.skipTags()
        return { errorCode, group, state, assignor, members, operations }
      })
      reader.skipTags()
      return { throttleMs, groups: described }
    },
  }
}

function memberOf(reader: WireReader): ConsumerGroupMember {
  const memberId = requiredString(reader.compactString())
  const instanceId = reader.compactString()
  reader.compactString() // rack
  reader.int32() // the member's epoch
  const [clientId, host] = [reader.compactString() ?? '', reader.compactString() ?? '']
  reader.compactArray(() => reader.compactString()) // subscribed topics
  reader.compactString() // subscribed pattern
  const assigned = assignmentOf(reader)
  assignmentOf(reader) // where the group is heading
  reader.skipTags()
  return { memberId, instanceId, clientId, host, assigned }
}

function assignmentOf(reader: WireReader): TopicAssignment[] {
  const topics = reader.compactArray(() => {
    reader.uuid()
    const topic = requiredString(reader.compactString())
    const partitions = reader.compactArray(() => reader.int32())
    reader.skipTags()
    return { topic, partitions }
  })
  reader.skipTags()
  return topics
}

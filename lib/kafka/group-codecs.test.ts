import fc from 'fast-check'
import { expect, test } from 'vitest'
import { deleteGroupsRequest } from './requests/delete-groups.ts'
import { describeConsumerGroupsRequest } from './requests/describe-consumer-groups.ts'
import { describeGroupsRequest } from './requests/describe-groups.ts'
import { listGroupsRequest, listTypedGroupsRequest } from './requests/list-groups.ts'
import { WireReader } from './wire-reader.ts'
import { WireWriter } from './wire-writer.ts'

/** Answers as a broker writes them, beside what must be read out of them. */
const text = fc.string({ unit: 'grapheme', maxLength: 40 })
const maybe = fc.option(text, { nil: null })
const int32 = fc.integer()
const code = fc.integer({ min: -1, max: 120 })
const assignment = fc.array(
  fc.record({ topic: text, partitions: fc.array(fc.nat(100_000), { maxLength: 20 }) }),
  { maxLength: 4 },
)
const READ_AND_DESCRIBE = (1 << 3) | (1 << 8)

test('reads a list of groups, with and without types', () => {
  const listed = fc.array(fc.record({ group: text, protocolType: text, state: text, type: text }), {
    maxLength: 20,
  })
  fc.assert(
    fc.property(int32, code, listed, (throttleMs, errorCode, groups) => {
      const old = new WireWriter()
        .int32(throttleMs)
        .int16(errorCode)
        .array(groups, (writer, { group, protocolType }) => writer.string(group).string(protocolType))
        .finish()
      const fresh = new WireWriter()
        .int32(throttleMs)
        .int16(errorCode)
        .compactArray(groups, (writer, each) =>
          writer
            .compactString(each.group)
            .compactString(each.protocolType)
            .compactString(each.state)
            .compactString(each.type)
            .noTags(),
        )
        .noTags()
        .finish()
      const untold = groups.map(({ group, protocolType }) => ({
        group,
        protocolType,
        state: null,
        type: null,
      }))
      const told = groups.map((each) => ({ ...each, type: each.type.toLowerCase() }))
      const readers = [new WireReader(old), new WireReader(fresh)] as const
      expect(listGroupsRequest().decode(readers[0])).toEqual({ throttleMs, errorCode, groups: untold })
      expect(listTypedGroupsRequest().decode(readers[1])).toEqual({ throttleMs, errorCode, groups: told })
      expect(readers.map(({ remaining }) => remaining)).toEqual([0, 0])
    }),
  )
})

test('reads a classic group with its members', () => {
  const member = fc.record({
    memberId: text,
    instanceId: maybe,
    clientId: text,
    host: text,
    assignment: fc.uint8Array({ maxLength: 60 }).map((bytes) => Buffer.from(bytes)),
  })
  const described = fc.record({
    ...{ errorCode: code, group: text, state: text, protocolType: text, assignor: text },
    members: fc.array(member, { maxLength: 6 }),
  })
  fc.assert(
    fc.property(int32, fc.array(described, { maxLength: 4 }), (throttleMs, groups) => {
      const bytes = new WireWriter()
        .int32(throttleMs)
        .array(groups, (writer, each) =>
          writer
            .int16(each.errorCode)
            .string(each.group)
            .string(each.state)
            .string(each.protocolType)
            .string(each.assignor)
            .array(each.members, (inner, one) =>
              inner
                .string(one.memberId)
                .string(one.instanceId)
                .string(one.clientId)
                .string(one.host)
                .bytes(Buffer.from('what it subscribed to'))
                .bytes(one.assignment),
            )
            .int32(READ_AND_DESCRIBE),
        )
        .finish()
      const reader = new WireReader(bytes)
      expect(describeGroupsRequest([]).decode(reader)).toEqual({
        throttleMs,
        groups: groups.map((each) => ({ ...each, operations: ['READ', 'DESCRIBE'] })),
      })
      expect(reader.remaining).toBe(0)
    }),
  )
})

test('reads a group of the new protocol with its members', () => {
  const writeAssignment = (writer: WireWriter, topics: readonly { topic: string; partitions: number[] }[]) =>
    writer
      .compactArray(topics, (inner, { topic, partitions }) =>
        inner
          .raw(Buffer.alloc(16, 7))
          .compactString(topic)
          .compactArray(partitions, (deep, partition) => deep.int32(partition))
          .noTags(),
      )
      .noTags()
  const member = fc.record({
    memberId: text,
    instanceId: maybe,
    clientId: text,
    host: text,
    assigned: assignment,
  })
  const described = fc.record({
    ...{ errorCode: code, group: text, state: text, assignor: text },
    members: fc.array(member, { maxLength: 6 }),
  })
  fc.assert(
    fc.property(int32, fc.array(described, { maxLength: 4 }), assignment, (throttleMs, groups, heading) => {
      const bytes = new WireWriter()
        .int32(throttleMs)
        .compactArray(groups, (writer, each) =>
          writer
            .int16(each.errorCode)
            .compactString('the broker’s own words')
            .compactString(each.group)
            .compactString(each.state)
            .int32(3)
            .int32(4)
            .compactString(each.assignor)
            .compactArray(each.members, (inner, one) => {
              inner
                .compactString(one.memberId)
                .compactString(one.instanceId)
                .compactString(null)
                .int32(5)
                .compactString(one.clientId)
                .compactString(one.host)
                .compactArray(['orders'], (deep, topic) => deep.compactString(topic))
                .compactString(null)
              writeAssignment(writeAssignment(inner, one.assigned), heading).noTags()
            })
            .int32(READ_AND_DESCRIBE)
            .noTags(),
        )
        .noTags()
        .finish()
      const reader = new WireReader(bytes)
      expect(describeConsumerGroupsRequest([]).decode(reader)).toEqual({
        throttleMs,
        groups: groups.map((each) => ({ ...each, operations: ['READ', 'DESCRIBE'] })),
      })
      expect(reader.remaining).toBe(0)
    }),
  )
})

test('reads which groups are gone', () => {
  const deleted = fc.array(fc.record({ group: text, errorCode: code }), { maxLength: 10 })
  fc.assert(
    fc.property(int32, deleted, (throttleMs, groups) => {
      const bytes = new WireWriter()
        .int32(throttleMs)
        .array(groups, (writer, each) => writer.string(each.group).int16(each.errorCode))
        .finish()
      expect(deleteGroupsRequest([]).decode(new WireReader(bytes))).toEqual({ throttleMs, groups })
    }),
  )
})

test('asks in Kafka’s own bytes', () => {
  expect(deleteGroupsRequest(['ab']).body.toString('hex')).toBe('0000000100026162')
  expect(describeConsumerGroupsRequest(['ab']).body.toString('hex')).toBe('020361620100')
  expect(listTypedGroupsRequest().body.toString('hex')).toBe('010100')
})

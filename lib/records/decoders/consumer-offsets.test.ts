import { describe, expect, it } from 'vitest'
import { decodeOffsetsKey, decodeOffsetsValue } from './consumer-offsets.ts'

const bytes = (hex: string) => Uint8Array.from(Buffer.from(hex.replaceAll(' ', ''), 'hex'))
const offsetKey = bytes('0001 0002 6731 0002 7431 00000003')
const groupKey = bytes('0002 0002 6731')

describe('__consumer_offsets', () => {
  it('reads keys of every kind', () => {
    const commit = { kind: 'offset-commit', group: 'g1', topic: 't1', partition: 3 }
    expect(decodeOffsetsKey(offsetKey)).toEqual(commit)
    expect(decodeOffsetsKey(bytes('0000 0002 6731 0002 7431 00000003'))).toEqual(commit)
    expect(decodeOffsetsKey(groupKey)).toEqual({ kind: 'group-metadata', group: 'g1' })
    expect(decodeOffsetsKey(bytes('0005 0001 67 0001 6d'))).toEqual({
      kind: 'group-record-5',
      group: 'g',
      member: 'm',
    })
    expect(() => decodeOffsetsKey(bytes('0063'))).toThrow('version 99')
    expect(() => decodeOffsetsKey(bytes('0001 ffff'))).toThrow('a null where a text must be')
  })

  it.each([
    [
      '0000 000000000000000a 0001 6d 0000000000000005',
      { version: 0, offset: 10, metadata: 'm', commitTimestamp: 5 },
    ],
    [
      '0001 000000000000000a 0000 0000000000000005 0000000000000007',
      { version: 1, offset: 10, metadata: '', commitTimestamp: 5, expireTimestamp: 7 },
    ],
    [
      '0002 000000000000000a 0000 0000000000000005',
      { version: 2, offset: 10, metadata: '', commitTimestamp: 5 },
    ],
    [
      '0003 000000000000000a ffffffff 0000 0000000000000005',
      { version: 3, offset: 10, leaderEpoch: -1, metadata: '', commitTimestamp: 5 },
    ],
    [
      '0004 000000000000000a 00000002 02 6d 0000000000000005 01 00 10 00112233445566778899aabbccddeeff',
      {
        version: 4,
        offset: 10,
        leaderEpoch: 2,
        metadata: 'm',
        commitTimestamp: 5,
        topicId: '00112233-4455-6677-8899-aabbccddeeff',
      },
    ],
  ])('reads a committed offset %s', (hex, value) => {
    expect(decodeOffsetsValue(bytes(hex), offsetKey)).toEqual(value)
  })

  it('reads a group and its members', () => {
    const member = '0001 6d ffff 0001 63 0001 68 00000001 00000002 00000001 aa 00000000'
    const hex = `0003 0001 70 00000004 ffff 0001 6d 0000000000000009 00000001 ${member}`
    expect(decodeOffsetsValue(bytes(hex), groupKey)).toEqual({
      version: 3,
      protocolType: 'p',
      generation: 4,
      protocol: null,
      leader: 'm',
      currentStateTimestamp: 9,
      members: [
        {
          memberId: 'm',
          groupInstanceId: null,
          clientId: 'c',
          clientHost: 'h',
          rebalanceTimeout: 1,
          sessionTimeout: 2,
          subscription: 'qg==',
          assignment: '',
        },
      ],
    })
    expect(decodeOffsetsValue(bytes('0000 0001 70 00000004 ffff ffff 00000000'), groupKey)).toMatchObject({
      version: 0,
      members: [],
    })
    expect(() => decodeOffsetsValue(bytes('0000 0001 70 00000004 ffff ffff 7fffffff'), groupKey)).toThrow(
      'items are announced',
    )
    expect(() => decodeOffsetsValue(bytes('0000'), null)).toThrow('without its key')
  })
})

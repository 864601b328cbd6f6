import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { ResetPartition } from '#lib/shared/group.ts'
import { describeGroup } from './describe-group.ts'
import type { KafkaTarget } from './kafka-target.ts'
import { resetGroup } from './reset-group.ts'
import { type GroupWorld, openGroupWorld, TOPIC } from './testing/group-world.ts'

let world: GroupWorld
let target: KafkaTarget

beforeAll(async () => {
  world = await openGroupWorld()
  target = world.target
})

afterAll(() => world.kafka.stop())

const id = (name: string) => world.id(name)
const short = (partitions: readonly ResetPartition[]) =>
  partitions.map(({ partition, old, new: next, clamped, status }) => [partition, old, next, clamped, status])

async function committed(group: string) {
  const { partitions } = await describeGroup(target, group)
  return partitions.map(({ partition, committed: at }) => [partition, at])
}

describe('resetting', () => {
  it('makes every kind of reset to real offsets, dry first', async () => {
    const group = id('kinds')
    const reset = async (to: string, dryRun: boolean, over = {}) => {
      const { partitions } = await resetGroup(target, group, { to, dryRun, topic: TOPIC, ...over })
      return short(partitions)
    }
    expect(await reset('offset:40', true)).toEqual([0, 1, 2].map((p) => [p, null, '40', null, 'planned']))
    await expect(describeGroup(target, group)).rejects.toMatchObject({ code: 'not_found' })
    expect(await reset('offset:40', false)).toEqual([0, 1, 2].map((p) => [p, null, '40', null, 'committed']))
    expect(await committed(group)).toEqual([0, 1, 2].map((p) => [p, '40']))
    expect(await reset('by:-15', false, { partitions: [2] })).toEqual([[2, '40', '25', null, 'committed']])
    expect(await reset('by:+1000', false, { partitions: [1] })).toEqual([
      [1, '40', '100', 'high', 'committed'],
    ])
    expect(await reset('by:-1000', true)).toEqual([
      [0, '40', '0', 'low', 'planned'],
      [1, '100', '0', 'low', 'planned'],
      [2, '25', '0', 'low', 'planned'],
    ])
    expect(await committed(group)).toEqual([
      [0, '40'],
      [1, '100'],
      [2, '25'],
    ])
    // Record n was written at n seconds, from 1 on.
    expect(await reset('time:70500', false)).toEqual([
      [0, '40', '70', null, 'committed'],
      [1, '100', '70', null, 'committed'],
      [2, '25', '70', null, 'committed'],
    ])
    expect(await reset('time:2026-01-31T00:00:00Z', false, { topic: undefined })).toEqual(
      [0, 1, 2].map((p) => [p, '70', '100', null, 'committed']),
    )
    expect(await reset('latest', false)).toEqual([0, 1, 2].map((p) => [p, '100', '100', null, 'unchanged']))
    expect(await reset('earliest', false)).toEqual([0, 1, 2].map((p) => [p, '100', '0', null, 'committed']))
    expect(await committed(group)).toEqual([0, 1, 2].map((p) => [p, '0']))
    // A consumer takes it up there.
    await reset('offset:95', false)
    await world.consume(group, 15)
    expect(await committed(group)).toEqual([0, 1, 2].map((p) => [p, '100']))
  })

  it('refuses what can’t be meant', async () => {
    const reset = (over: object) => resetGroup(target, id('wrong'), { to: 'earliest', dryRun: true, ...over })
    await expect(reset({})).rejects.toMatchObject({ code: 'topic_needed' })
    await expect(reset({ topic: TOPIC, partitions: [7] })).rejects.toMatchObject({
      code: 'bad_request',
      message: 'The topic grouped has no partition 7.',
    })
    await expect(reset({ topic: 'elsewhere' })).rejects.toMatchObject({ code: 'broker_topic_denied' })
  })
})

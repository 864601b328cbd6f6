import { Kafka, logLevel } from 'kafkajs'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { ResetPartition } from '#lib/shared/group.ts'
import type { KafkaCluster } from '#sandbox/kafka-cluster.ts'
import { deleteGroup } from './delete-group.ts'
import { describeGroup } from './describe-group.ts'
import type { KafkaTarget } from './kafka-target.ts'
import { listGroups } from './list-groups.ts'
import { resetGroup } from './reset-group.ts'
import { EACH, type GroupWorld, openGroupWorld, PARTITIONS, TOPIC } from './testing/group-world.ts'
import { startJavaConsumer } from './testing/java-consumer.ts'
import { hasJavaCompiler } from './testing/java-writer.ts'

let world: GroupWorld
let target: KafkaTarget
let admin: KafkaTarget
let kafka: KafkaCluster

const id = (name: string) => world.id(name)
const all = { isOwn: () => true, limit: 100 }
const whyNoDelete: unknown = expect.stringContaining('The Kafka charm grants that to no related user')

beforeAll(async () => {
  world = await openGroupWorld()
  ;({ target, admin, kafka } = world)
})

afterAll(() => world.kafka.stop())

const short = (partitions: readonly ResetPartition[]) =>
  partitions.map(({ partition, old, new: next, clamped, status }) => [partition, old, next, clamped, status])

describe('listing and describing', () => {
  it('tells the exact lag of a group of ours that has left', async () => {
    await world.consume(id('left'), PARTITIONS * EACH)
    await resetGroup(target, id('left'), { to: 'offset:90', topic: TOPIC, partitions: [1], dryRun: false })
    const facts = await describeGroup(target, id('left'))
    const row = { topic: TOPIC, low: '0', high: '100', member: null, error: null }
    expect(facts).toEqual({
      group: id('left'),
      type: 'classic',
      state: 'Empty',
      protocolType: 'consumer',
      assignor: '',
      coordinator: { node: 1, address: kafka.servers('scram')[0] },
      operations: ['READ', 'DESCRIBE'],
      members: [],
      partitions: [
        { ...row, partition: 0, committed: '100', lag: '0' },
        { ...row, partition: 1, committed: '90', lag: '10' },
        { ...row, partition: 2, committed: '100', lag: '0' },
      ],
      lag: '10',
      note: null,
      reset: { allowed: true, reason: null },
      delete: {
        allowed: false,
        reason: whyNoDelete,
      },
    })
    const page = await listGroups(target, { ...all, search: 'LEFT' })
    expect(page).toEqual({
      items: [{ group: id('left'), type: 'classic', state: 'Empty', members: 0, lag: '10', topics: [TOPIC] }],
      ...{ next: null, total: 1, outside: 0, silent: [] },
    })
  })

  it('tells members, their partitions and the lag of a kafkajs consumer, and moves nothing of it', async () => {
    const client = new Kafka({
      clientId: 'an-application',
      brokers: kafka.servers('internal'),
      logLevel: logLevel.NOTHING,
    })
    const consumer = client.consumer({ groupId: id('kafkajs') })
    const enough = Promise.withResolvers<void>()
    let seen = 0
    await consumer.connect()
    await consumer.subscribe({ topic: TOPIC, fromBeginning: true })
    await consumer.run({
      autoCommitInterval: 100,
      eachMessage: () => {
        seen++
        if (seen === PARTITIONS * EACH) enough.resolve()
        return Promise.resolve()
      },
    })
    try {
      await enough.promise
      await expect.poll(async () => (await describeGroup(target, id('kafkajs'))).lag).toBe('0')
      const facts = await describeGroup(target, id('kafkajs'))
      expect(facts).toMatchObject({ type: 'classic', state: 'Stable', protocolType: 'consumer' })
      expect(facts.assignor).not.toBe('')
      expect(facts.members).toEqual([
        {
          id: expect.stringMatching(/^an-application-/) as unknown,
          clientId: 'an-application',
          host: '/127.0.0.1',
          instanceId: null,
          assigned: [{ topic: TOPIC, partitions: [0, 1, 2] }],
        },
      ])
      expect(facts.partitions.map(({ member }) => member)).toEqual(
        facts.partitions.map(() => facts.members[0]?.id),
      )
      expect(facts.reset).toEqual({
        allowed: false,
        reason: 'The group is in use by 1 member. Stop it first.',
      })
      const dry = await resetGroup(target, id('kafkajs'), { to: 'earliest', dryRun: true })
      expect(dry).toMatchObject({ active: true, exists: true, dryRun: true })
      expect(short(dry.partitions)).toEqual([0, 1, 2].map((p) => [p, '100', '0', null, 'planned']))
      await expect(
        resetGroup(target, id('kafkajs'), { to: 'earliest', dryRun: false }),
      ).rejects.toMatchObject({
        code: 'conflict',
        message: 'The group is in use by 1 member. Stop it first.',
      })
      await expect(deleteGroup(admin, id('kafkajs'))).rejects.toMatchObject({ code: 'conflict' })
      expect((await describeGroup(target, id('kafkajs'))).lag).toBe('0')
    } finally {
      await consumer.disconnect()
    }
    expect((await describeGroup(target, id('kafkajs'))).state).toBe('Empty')
  })

  it('pages by id, and counts apart what does not belong to the user', async () => {
    for (const name of ['page-a', 'page-b', 'page-c'])
      await resetGroup(target, id(name), { to: 'earliest', topic: TOPIC, dryRun: false })
    const options = { isOwn: (group: string) => group.includes('page-'), limit: 2 }
    const first = await listGroups(admin, options)
    expect(first.items.map(({ group }) => group)).toEqual([id('page-a'), id('page-b')])
    expect(first).toMatchObject({ next: id('page-b'), total: 3 })
    expect(first.outside).toBeGreaterThan(0)
    const second = await listGroups(admin, { ...options, after: id('page-b') })
    expect(second.items.map(({ group }) => group)).toEqual([id('page-c')])
    expect(second.next).toBeNull()
  })

  it('hides foreign groups, refuses them by name, and says what is not there', async () => {
    await resetGroup(admin, 'billing', { to: 'earliest', topic: TOPIC, dryRun: false })
    const groups = async (who: KafkaTarget) => (await listGroups(who, all)).items.map(({ group }) => group)
    expect(await groups(admin)).toContain('billing')
    expect(await groups(target)).not.toContain('billing')
    const denied = { code: 'broker_group_denied' }
    await expect(describeGroup(target, 'billing')).rejects.toMatchObject(denied)
    await expect(resetGroup(target, 'billing', { to: 'latest', dryRun: false })).rejects.toMatchObject(denied)
    await expect(deleteGroup(target, 'billing')).rejects.toMatchObject(denied)
    await expect(describeGroup(target, id('never'))).rejects.toMatchObject({ code: 'not_found' })
    await expect(deleteGroup(admin, 'never')).rejects.toMatchObject({ code: 'not_found' })
    const producer = await kafka.addUser({ role: 'producer', topic: TOPIC })
    expect(await groups(producer.target())).toEqual([])
  })
})

describe('deleting', () => {
  it('is refused to a related user, and why, and done for an admin', async () => {
    const group = id('doomed')
    await resetGroup(target, group, { to: 'earliest', topic: TOPIC, dryRun: false })
    await expect(deleteGroup(target, group)).rejects.toMatchObject({
      code: 'not_permitted_by_acl',
      message: whyNoDelete,
    })
    expect((await describeGroup(admin, group)).delete).toEqual({ allowed: true, reason: null })
    await deleteGroup(admin, group)
    await expect(describeGroup(admin, group)).rejects.toMatchObject({ code: 'not_found' })
  })
})

describe('the new protocol (KIP-848)', () => {
  it('is shown as what it is, with its members, and is as safe from a reset (where a Java compiler is)', async ({
    skip,
  }) => {
    if (!(await hasJavaCompiler())) skip()
    const group = id('new-protocol')
    const java = await startJavaConsumer({
      ...{ bootstrapServer: kafka.servers('internal')[0] ?? '', group, topic: TOPIC, protocol: 'consumer' },
    })
    try {
      await java.waitFor(PARTITIONS * EACH)
      await expect.poll(async () => (await describeGroup(target, group)).lag).toBe('0')
      const facts = await describeGroup(target, group)
      expect(facts).toMatchObject({
        ...{ type: 'consumer', state: 'Stable', protocolType: 'consumer', assignor: 'uniform' },
        operations: ['READ', 'DESCRIBE'],
        members: [
          {
            ...{ clientId: 'java-consumer', host: '/127.0.0.1', instanceId: null },
            assigned: [{ topic: TOPIC, partitions: [0, 1, 2] }],
          },
        ],
        reset: { allowed: false },
      })
      const { items } = await listGroups(target, { ...all, search: 'new-protocol' })
      expect(items).toEqual([
        { group, type: 'consumer', state: 'Stable', members: 1, lag: '0', topics: [TOPIC] },
      ])
      const refusal = resetGroup(target, group, { to: 'earliest', dryRun: false })
      await expect(refusal).rejects.toMatchObject({ code: 'conflict' })
      expect((await describeGroup(target, group)).lag).toBe('0')
    } finally {
      await java.stop()
    }
  })
})

import { Kafka, logLevel } from 'kafkajs'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { AddedUser, KafkaCluster } from '#sandbox/kafka-cluster.ts'
import { startKafka } from '#sandbox/start-kafka.ts'
import type { ConsumeEvent } from './consume-event.ts'
import { GroupConsumption } from './consume-group.ts'
import { ensureTopic } from './ensure-topic.ts'
import { produceRecords } from './produce-records.ts'

/** The promise to whoever clicks: a cancel is over in under a second. */
const CANCEL_LIMIT_MS = 1_000

const TOPIC = 'shared'
const PARTITIONS = 6

let kafka: KafkaCluster
let user: AddedUser

const groupId = (name: string) => `${user.consumerGroupPrefix}${name}`

function* numbered(first: number, count: number) {
  for (let number = first; number < first + count; number++) yield { key: null, value: `record ${number}` }
}

/** Collects the values that a member was given, until `enough` says so or it ends by itself. */
async function collect(
  consumption: GroupConsumption,
  enough: (values: string[], events: ConsumeEvent[]) => boolean = () => false,
) {
  const values: string[] = []
  const events: ConsumeEvent[] = []
  for await (const event of consumption.events()) {
    if (event.type !== 'records') events.push(event)
    else
      for (const line of Buffer.from(event.lines).toString().trimEnd().split('\n')) {
        const record = JSON.parse(line) as { value: { text: string } }
        values.push(record.value.text)
      }
    if (enough(values, events)) break
  }
  return { values, events }
}

beforeAll(async () => {
  kafka = await startKafka()
  user = await kafka.addUser({ role: 'producer,consumer', topic: TOPIC })
  await ensureTopic(user.target(), { topic: TOPIC, partitions: PARTITIONS, replicationFactor: 1 })
  await produceRecords(user.target(), { topic: TOPIC, records: numbered(0, 3_000) })
})

afterAll(() => kafka.stop())

describe('GroupConsumption', () => {
  it('gives exactly as many records as asked for, and the next member goes on behind them', async () => {
    const options = {
      topic: TOPIC,
      groupId: groupId('limit'),
      from: 'earliest',
      maxValueBytes: 1_000,
    } as const
    const first = await collect(new GroupConsumption(user.target(), { ...options, limit: 1_234 }))
    expect(first.events.at(-1)).toEqual({ type: 'ended', reason: 'limit' })
    const second = await collect(new GroupConsumption(user.target('scramTls'), { ...options, idleMs: 1_000 }))
    expect(second.events.at(-1)).toEqual({ type: 'ended', reason: 'idle' })
    expect([first.values.length, second.values.length]).toEqual([1_234, 1_766])
    expect(new Set([...first.values, ...second.values]).size).toBe(3_000)
  })

  it('shares partitions with a member that comes and goes, loses no record, and repeats none when nobody dies', async () => {
    const options = { topic: TOPIC, groupId: groupId('two'), from: 'earliest', maxValueBytes: 1_000 } as const
    const producing = new AbortController()
    const leaving = new AbortController()
    // Longer than a rebalance takes, in which nothing arrives.
    const stay = new GroupConsumption(user.target(), { ...options, idleMs: 6_000 })
    const joined = Promise.withResolvers<void>()
    const staying = collect(stay, (_, events) => {
      if (events.some(({ type }) => type === 'note')) joined.resolve()
      return false
    })
    // The second comes once the first has joined, or it might have had its share before there was anybody to share
    // with; it leaves once it has had it.
    await joined.promise
    const visiting = collect(
      new GroupConsumption(user.target(), { ...options, signal: leaving.signal }),
      (values) => values.length > 100,
    )
    const feeding = produceRecords(user.target(), {
      topic: TOPIC,
      rate: 500,
      records: numbered(3_000, 6_000),
      signal: producing.signal,
    })
    const visitor = await visiting
    leaving.abort()
    await feeding
    const stayed = await staying
    const all = [...stayed.values, ...visitor.values]
    expect(new Set(all).size).toBe(9_000)
    expect(all.length - 9_000).toBeLessThan(600)
    const notes = stayed.events.flatMap((event) => (event.type === 'note' ? [event.message] : []))
    expect(
      notes.some(
        (note) =>
          note === 'Joined the group with partitions 0, 1, 2.' ||
          note === 'Joined the group with partitions 3, 4, 5.',
      ),
    ).toBe(true)
    expect(notes.at(-1)).toBe('Joined the group with partitions 0, 1, 2, 3, 4, 5.')
  })

  it('refuses a group outside the prefix, and a user without the role, by name', async () => {
    const foreign = new GroupConsumption(user.target(), {
      topic: TOPIC,
      groupId: 'billing',
      from: 'earliest',
    })
    await expect(collect(foreign)).rejects.toMatchObject({ code: 'broker_group_denied' })
    const producer = await kafka.addUser({ role: 'producer', topic: TOPIC })
    const without = new GroupConsumption(producer.target(), {
      topic: TOPIC,
      groupId: `${producer.username}-x`,
      from: 'earliest',
    })
    await expect(collect(without)).rejects.toMatchObject({ code: 'broker_group_denied' })
  })

  it('ends within a second of a cancel, committed and without its place in the group', async () => {
    const stop = new AbortController()
    const options = { topic: TOPIC, groupId: groupId('cancel'), from: 'earliest' } as const
    const consumption = new GroupConsumption(user.target(), { ...options, signal: stop.signal })
    let cancelledAt = 0
    const cancelling = setInterval(() => {
      if (consumption.tally.consumed < 9_000) return
      clearInterval(cancelling)
      cancelledAt = performance.now()
      stop.abort()
    }, 20)
    const { events } = await collect(consumption)
    expect(performance.now() - cancelledAt).toBeLessThan(CANCEL_LIMIT_MS)
    expect(events.at(-1)).toEqual({ type: 'ended', reason: 'cancelled' })
    const next = new GroupConsumption(user.target(), { ...options, idleMs: 500 })
    await collect(next)
    expect(next.tally.consumed).toBe(0)
    expect(next.tally.lag()).toBe(0)
  })

  it('takes up partitions that are added while it consumes, from their first record', async () => {
    const topic = 'growing'
    const one = await kafka.addUser({ role: 'producer,consumer', topic })
    await ensureTopic(one.target(), { topic, partitions: 1, replicationFactor: 1 })
    const options = { topic, groupId: `${one.consumerGroupPrefix}grow`, from: 'latest' } as const
    const look = { maxValueBytes: 100, lookForPartitionsMs: 200 }
    const member = collect(new GroupConsumption(one.target(), { ...options, ...look, limit: 2 }))
    const client = new Kafka({ brokers: kafka.servers('internal'), logLevel: logLevel.NOTHING })
    const admin = client.admin()
    await admin.connect()
    // Not before it has joined: at its start it would see all three.
    const joined = async () => (await admin.describeGroups([options.groupId])).groups[0]?.state
    await expect.poll(joined, { timeout: 30_000 }).toBe('Stable')
    await admin.createPartitions({ topicPartitions: [{ topic, count: 3 }] })
    await admin.disconnect()
    const records = [1, 2].map((partition) => ({ key: null, value: `into ${partition}`, partition }))
    await produceRecords(one.target(), { topic, records })
    const { values, events } = await member
    expect(values.toSorted()).toEqual(['into 1', 'into 2'])
    const notes = events.flatMap((event) => (event.type === 'note' ? [event.message] : []))
    expect(notes).toEqual([
      'Joined the group with partitions 0.',
      'The group rebalances: partitions are shared out anew.',
      'Joined the group with partitions 0, 1, 2.',
    ])
  })

  it('begins at the end when asked to, and only then', async () => {
    const options = { topic: TOPIC, groupId: groupId('late'), from: 'latest', maxValueBytes: 100 } as const
    const late = collect(new GroupConsumption(user.target(), { ...options, limit: 1 }))
    const feeding = new AbortController()
    const written = produceRecords(user.target(), {
      topic: TOPIC,
      rate: 20,
      records: numbered(50_000, 10_000),
      signal: feeding.signal,
    })
    const [value = ''] = (await late).values
    feeding.abort()
    await written
    expect(Number(value.replace('record ', ''))).toBeGreaterThanOrEqual(50_000)
  })
})

import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { ConsumeSpec } from '#lib/shared/consume-spec.ts'
import type { AddedUser, KafkaCluster } from '#sandbox/kafka-cluster.ts'
import { startKafka } from '#sandbox/start-kafka.ts'
import { ensureTopic } from './ensure-topic.ts'
import type { JobUpdate } from './job-update.ts'
import { produceRecords } from './produce-records.ts'
import { runJob } from './run-job.ts'
import { startJavaConsumer } from './testing/java-consumer.ts'
import { hasJavaCompiler } from './testing/java-writer.ts'

const TOPIC = 'consumed'
const PARTITIONS = 3
/** In each partition, one a second, the last one just now: older ones would fall to retention. */
const EACH = 100
const ALL = EACH * PARTITIONS
const BEGIN = Date.now() - EACH * 1_000

let kafka: KafkaCluster
let user: AddedUser

const id = (name: string) => `${user.consumerGroupPrefix}${name}`

function* records() {
  for (let partition = 0; partition < PARTITIONS; partition++)
    for (let n = 0; n < EACH; n++)
      yield { key: null, value: `record ${n}`, partition, timestamp: BEGIN + n * 1_000 }
}

async function consume(
  part: Omit<Partial<ConsumeSpec>, 'topic'> & { group: string },
  options: { signal?: AbortSignal; on?: (update: JobUpdate) => void } = {},
) {
  const { group, ...rest } = part
  const signal = options.signal ?? new AbortController().signal
  const spec = { kind: 'consume', from: 'earliest', ...rest, topic: TOPIC, groupId: id(group) } as const
  const updates: JobUpdate[] = []
  for await (const update of runJob(user.target(), spec, { signal })) {
    updates.push(update)
    options.on?.(update)
  }
  const last = updates.at(-1)
  if (last?.type !== 'ended') throw new Error('The job ended without a word.')
  const notes = updates.flatMap((update) => (update.type === 'note' ? [update.message] : []))
  return { ...last, notes, updates }
}

beforeAll(async () => {
  kafka = await startKafka()
  user = await kafka.addUser({ role: 'producer,consumer', topic: TOPIC })
  await ensureTopic(user.target(), { topic: TOPIC, partitions: PARTITIONS, replicationFactor: 1 })
  await produceRecords(user.target(), { topic: TOPIC, records: records() })
})

afterAll(() => kafka.stop())

describe('a consume job', () => {
  it('begins at a time where the group has committed nothing, and goes on behind it where it has', async () => {
    // Each partition has a record a second; the first 40 of each are older.
    const first = await consume({
      group: 'time',
      from: `time:${BEGIN + 40_000}`,
      limit: (EACH - 40) * PARTITIONS - 5,
    })
    expect(first.result).toMatchObject({ done: 175, stopReason: 'limit' })
    expect(first.notes[0]).toBe(`The group ${id('time')} is new.`)
    const second = await consume({ group: 'time', from: 'earliest', idleSeconds: 1 })
    expect(second.result).toMatchObject({ done: 5, stopReason: 'idle' })
    expect(second.notes[0]).toBe(`The group ${id('time')} is known (classic) and nobody is in it.`)
    const young = await consume({ group: 'young', from: 'time:2999-01-01T00:00:00Z', idleSeconds: 1 })
    expect(young.result.done).toBe(0)
  })

  it('ends after its time, and shows the first records', async () => {
    const { result } = await consume({ group: 'duration', durationSeconds: 1.5 })
    expect(result).toMatchObject({ done: ALL, stopReason: 'duration', lag: 0 })
    expect(result.consume?.samples).toHaveLength(10)
    expect(result.consume?.samples[0]).toMatchObject({ value: { text: 'record 0' }, timestamp: BEGIN })
    expect(result.partitions.map(({ records, lag }) => [records, lag])).toEqual(
      Array.from({ length: PARTITIONS }, () => [EACH, 0]),
    )
  })

  it.each([
    ['each-second', 0],
    ['end', 0],
    ['never', ALL],
  ] as const)('commits %s: the next one gets %i', async (commit, left) => {
    const group = `commit-${commit}`
    expect((await consume({ group, commit, limit: ALL })).result.done).toBe(ALL)
    expect((await consume({ group, idleSeconds: 1 })).result.done).toBe(left)
  })

  it('is slow when told to be: what it has not taken stays as lag, and is not committed', async () => {
    const group = 'slow'
    const slow = await consume({ group, rate: 20, durationSeconds: 2 })
    expect(slow.result.stopReason).toBe('duration')
    expect(slow.result.done).toBeGreaterThan(20)
    expect(slow.result.done).toBeLessThan(70)
    expect(slow.result.lag).toBe(ALL - slow.result.done)
    const rest = await consume({ group, idleSeconds: 1 })
    expect(rest.result.done).toBe(ALL - slow.result.done)
  })

  it('counts values that are not what was expected, and says where and why', async () => {
    const topic = TOPIC
    await produceRecords(user.target(), {
      topic,
      records: [
        { key: null, value: '{"good":1}' },
        { key: null, value: null },
      ],
    })
    const { result, updates } = await consume({ group: 'expect', expect: 'json', idleSeconds: 1 })
    expect(result.done).toBe(ALL + 2)
    expect(result.consume?.undecodable).toBe(ALL)
    expect(result.consume?.undecodableSamples).toHaveLength(10)
    expect(result.consume?.undecodableSamples[0]).toMatchObject({ offset: '0' })
    expect(result.consume?.undecodableSamples[0]?.reason).not.toBe('')
    expect(updates.some((update) => update.type === 'warning' && update.message.includes('not json'))).toBe(
      true,
    )
  })

  it('shares the partitions among its members, and consumes each record once while they join', async () => {
    const held = new Set<string>()
    const stop = new AbortController()
    const { result, notes } = await consume(
      { group: 'crew', members: 3, joinDelaySeconds: 2, rate: 60, idleSeconds: 60 },
      {
        signal: stop.signal,
        on: (update) => {
          if (update.type !== 'progress') return
          held.add(JSON.stringify(update.progress.members?.map(({ partitions }) => partitions.length)))
          if (held.has('[1,1,1]')) stop.abort()
        },
      },
    )
    expect(result.stopReason).toBe('cancelled')
    expect(result.members?.map(({ member }) => member)).toEqual([1, 2, 3])
    expect(result.members?.reduce((sum, { consumed }) => sum + consumed, 0)).toBe(result.done)
    // Alone with all of them, then one for each.
    expect([...held]).toEqual(expect.arrayContaining(['[3,0,0]', '[1,1,1]']))
    expect(result.consume?.rebalances).toBeGreaterThan(0)
    expect(notes.some((note) => note.startsWith('Member 3: Joined the group with'))).toBe(true)
    const rest = await consume({ group: 'crew', idleSeconds: 1 })
    expect(rest.result.done).toBe(ALL + 2 - result.done)
  })

  it('does not join a group of the new protocol, and says what it is (where a Java compiler is)', async ({
    skip,
  }) => {
    if (!(await hasJavaCompiler())) skip()
    const group = id('next-generation')
    const [bootstrapServer = ''] = kafka.servers('internal')
    const java = await startJavaConsumer({ bootstrapServer, group, topic: TOPIC, protocol: 'consumer' })
    try {
      await java.waitFor(1)
      const { error, result } = await consume({ group: 'next-generation', idleSeconds: 1 })
      expect(error).toMatchObject({
        code: 'group_not_allowed',
        message: `The group ${group} is one of the new protocol (KIP-848), which this job can’t join: its members speak another protocol.`,
      })
      expect(result.done).toBe(0)
      const trip = {
        ...({ kind: 'round-trip', topic: TOPIC, groupId: group, compression: 'none' } as const),
        ...{ count: 10, valueBytes: 200, keys: 5, timeoutSeconds: 5 },
      }
      const updates = await Array.fromAsync(
        runJob(user.target(), trip, { signal: new AbortController().signal }),
      )
      expect(updates.at(-1)).toMatchObject({
        error: { code: error?.code, message: error?.message },
        result: { roundTrip: { sent: 0 } },
      })
    } finally {
      await java.stop()
    }
  })
})

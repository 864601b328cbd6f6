import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { partitionOfKey } from '#lib/records/partitioner.ts'
import { type ProduceSpec, ProduceSpecSchema } from '#lib/shared/produce-spec.ts'
import type { Bytes } from '#lib/shared/record.ts'
import type { AddedUser, KafkaCluster } from '#sandbox/kafka-cluster.ts'
import { startKafka } from '#sandbox/start-kafka.ts'
import type { JobUpdate } from './job-update.ts'
import { closeReaders } from './read-records.ts'
import { runJob } from './run-job.ts'
import { collect } from './testing/collect.ts'

const PARTITIONS = 3

let kafka: KafkaCluster
let user: AddedUser
let topics = 0

type Wish = Partial<Omit<ProduceSpec, 'kind' | 'topic'>>

const textOf = (bytes: Bytes | null) => (bytes === null ? null : 'text' in bytes ? bytes.text : bytes.base64)

/** Runs a job into a topic of its own and gives its end and what is there afterwards. */
async function produced(wish: Wish, on?: (update: JobUpdate) => void, signal = new AbortController().signal) {
  const topic = `strategy-${++topics}`
  await kafka.admin.createTopic({
    name: topic,
    partitions: PARTITIONS,
    replicationFactor: 1,
    configs: { 'retention.ms': '-1' },
  })
  const spec = { ...ProduceSpecSchema.parse({ kind: 'produce', topic, ...wish }), topic }
  let last: JobUpdate | undefined
  for await (const update of runJob(user.target(), spec, { signal })) {
    on?.(update)
    last = update
  }
  if (last?.type !== 'ended') throw new Error('The job ended without a word.')
  const { records } = await collect(user.target(), { topic })
  return {
    ...last,
    records: records.map(({ key, value, headers, ...rest }) => ({
      ...rest,
      key: textOf(key),
      value: textOf(value),
      headers: headers.map(([name, text]) => [name, textOf(text)]),
    })),
  }
}

const template = (text: string) => ({ type: 'template', template: text }) as const
const field = (path: string) => ({ type: 'field', path }) as const

beforeAll(async () => {
  kafka = await startKafka()
  user = await kafka.addUser({ role: 'admin', topic: 'strategies' })
})

afterAll(async () => {
  await closeReaders()
  await kafka.stop()
})

describe('a produce job', () => {
  it('takes key, partition and time of fields of the value', async () => {
    const { result, error, records } = await produced({
      count: 30,
      value: template('{"id":"k{{sequence}}","p":{{sequence 0 1}},"at":{{sequence 1700000000000 1000}}}'),
      key: field('id'),
      timestamp: field('at'),
      headers: [
        ['n', '{{sequence}}'],
        ['n', null],
        ['empty', ''],
      ],
    })
    expect([error, result.done]).toEqual([null, 30])
    expect(records).toHaveLength(30)
    for (const { key, value, partition, timestamp, headers } of records) {
      const { id, p, at } = JSON.parse(value ?? '') as { id: string; p: number; at: number }
      expect([key, timestamp]).toEqual([id, at])
      expect(partition).toBe(partitionOfKey(id, PARTITIONS))
      expect(headers).toEqual([
        ['n', String(p)],
        ['n', null],
        ['empty', ''],
      ])
    }
  })

  it('goes round the partitions, or stays in one, or follows a template', async () => {
    const counts = async (wish: Wish) => {
      const { records } = await produced({ count: 30, key: 'same', ...wish })
      return [0, 1, 2].map((wanted) => records.filter(({ partition }) => partition === wanted).length)
    }
    expect(await counts({ partition: { type: 'round-robin' } })).toEqual([10, 10, 10])
    expect(await counts({ partition: { type: 'fixed', partition: 1 } })).toEqual([0, 30, 0])
    expect(await counts({ partition: { type: 'template', template: '{{weighted 2 1}}' } })).toEqual([
      0, 0, 30,
    ])
  })

  it('writes tombstones for keys in turn, with times over a range', async () => {
    const { records } = await produced({
      count: 11,
      value: { type: 'null' },
      key: { type: 'cycle', keys: 4 },
      timestamp: { type: 'range', from: 1_700_000_000_000, to: 1_700_000_010_000 },
    })
    const sorted = records.toSorted((a, b) => a.timestamp - b.timestamp)
    expect(sorted.map(({ key, value, timestamp }) => [key, value, timestamp])).toEqual(
      Array.from({ length: 11 }, (_, n) => [String(n % 4), null, 1_700_000_000_000 + n * 1_000]),
    )
  })

  it('makes the same records again by a seed, names too', async () => {
    const wish: Wish = { count: 20, seed: 7, value: template('{{uuid}} {{fullName}} {{normal 0 1}}') }
    const values = async () => (await produced(wish)).records.map(({ value }) => value).sort()
    expect(await values()).toEqual(await values())
  })

  it('ends when its time is over, having kept to its bursts', async () => {
    const began = performance.now()
    const { result, records } = await produced({ durationSeconds: 2, rate: 100, burst: 50 })
    expect(performance.now() - began).toBeGreaterThan(1_900)
    expect(result).toMatchObject({ stopReason: 'duration', failed: 0, total: null })
    // A burst at 0, 0.5, 1 and 1.5 seconds; a slow machine may miss one.
    expect(result.done % 50).toBe(0)
    expect(result.done).toBeGreaterThanOrEqual(100)
    expect(result.done).toBeLessThanOrEqual(200)
    expect(records).toHaveLength(result.done)
  })

  it('goes on until it is stopped', async () => {
    const stop = new AbortController()
    const { result, error } = await produced(
      { untilStopped: true, rate: 1_000 },
      (update) => {
        if (update.type === 'progress' && update.progress.done > 100) stop.abort()
      },
      stop.signal,
    )
    expect([error, result.stopReason, result.total]).toEqual([null, 'cancelled', null])
  })

  it('tells how many it had made also when it is cancelled before it began', async () => {
    const { result, records } = await produced({ count: 50 }, undefined, AbortSignal.abort())
    expect(result).toMatchObject({ stopReason: 'cancelled', done: 0, taken: expect.any(Number) as number })
    expect(records).toEqual([])
  })

  it('says which record lacks a field, and which partition is not there', async () => {
    const lacking = await produced({ count: 5, value: template('{"n":1}'), key: field('id') })
    expect(lacking.error).toMatchObject({
      code: 'unprocessable',
      message: 'The value has no field “id”, in record 0, counted from 0.',
    })
    const beyond = await produced({ count: 5, partition: { type: 'fixed', partition: 9 } })
    expect(beyond.error).toMatchObject({ code: 'broker_topic_unknown' })
  })
})

import { afterAll, beforeAll, expect, it } from 'vitest'
import { startStandInRegistry } from '#lib/registry/testing/stand-in-registry.ts'
import type { FilterSpec } from '#lib/shared/filter.ts'
import type { AddedUser, KafkaCluster } from '#sandbox/kafka-cluster.ts'
import { startKafka } from '#sandbox/start-kafka.ts'
import { produceRecords } from './produce-records.ts'
import type { ReadOptions } from './read-options.ts'
import { closeReaders, readRecords } from './read-records.ts'
import { brokerSockets } from './testing/broker-sockets.ts'
import { offsetsOf, readingDefaults, recordsIn } from './testing/collect.ts'

const PARTITIONS = 3

let kafka: KafkaCluster
let user: AddedUser

beforeAll(async () => {
  kafka = await startKafka()
  user = await kafka.addUser({ role: 'admin', topic: 'any' })
})

afterAll(async () => {
  await closeReaders()
  await kafka.stop()
})

/** Produces `count` numbered records, round robin over the partitions. */
async function produce(topic: string, count: number, first = 0): Promise<void> {
  const records = Array.from({ length: count }, (_, i) => ({
    key: null,
    value: `{"n":${first + i},"even":${(first + i) % 2 === 0}}`,
    partition: (first + i) % PARTITIONS,
  }))
  const outcome = await produceRecords(user.target('scram'), { topic, records })
  expect(outcome).toMatchObject({ acknowledged: count, failed: 0 })
}

interface Viewer {
  readonly values: number[]
  readonly places: string[]
  /** What values were decoded to, or what was tried. */
  readonly decoded: unknown[]
  readonly joined: () => boolean
  /** How many it said last that it had read. */
  readonly read: () => number
  readonly leave: () => Promise<void>
  readonly ended: () => { read: number; matched: number; skipped: number; undecodable: number } | null
}

function watch(topic: string, options: Partial<ReadOptions> = {}): Viewer {
  const stop = new AbortController()
  const values: number[] = []
  const places: string[] = []
  const decoded: unknown[] = []
  let joined = false
  let read = 0
  let ended: ReturnType<Viewer['ended']> = null
  const run = async (): Promise<void> => {
    const all = { ...readingDefaults, topic, to: 'live', share: true, signal: stop.signal, ...options }
    for await (const event of readRecords(user.target('scram'), all)) {
      if (event.type === 'joined') joined = true
      if (event.type === 'progress') read = event.read
      if (event.type === 'ended') ended = event
      if (event.type !== 'records') continue
      const records = recordsIn(event)
      places.push(...offsetsOf(records))
      for (const { value } of records) {
        if (value?.decoder !== undefined) decoded.push(value.decoded)
        else if (value?.decodeError) decoded.push(value.decodeError.tried)
        else if (value && 'text' in value) values.push((JSON.parse(value.text) as { n: number }).n)
      }
    }
  }
  const running = run()
  return {
    values,
    places,
    decoded,
    joined: () => joined,
    read: () => read,
    ended: () => ended,
    leave: async () => {
      stop.abort()
      await running
    },
  }
}

const inOrder = (places: readonly string[]): boolean =>
  Array.from({ length: PARTITIONS }, (_, partition) =>
    places.filter((place) => place.startsWith(`${partition}:`)).map((place) => Number(place.split(':')[1])),
  ).every((offsets) => offsets.every((offset, index) => index === 0 || offset > (offsets[index - 1] ?? -1)))

const upTo = (count: number, step = 1): number[] =>
  Array.from({ length: Math.ceil(count / step) }, (_, i) => i * step)

const sorted = (values: readonly number[]): number[] => values.toSorted((a, b) => a - b)

it('viewers who come one after the other, while records come, share one reader and miss and repeat nothing', async () => {
  await kafka.admin.createTopic({ name: 'shared', partitions: PARTITIONS, replicationFactor: 1 })
  await produce('shared', 300)
  const total = 6_000
  const producing = (async () => {
    for (let first = 300; first < total; first += 300) await produce('shared', 300, first)
  })()
  const viewers: Viewer[] = []
  for (const options of [
    {},
    {},
    { filter: { text: '"even":true', in: ['value'] } },
    { maxValueBytes: 100 },
    {},
  ] satisfies Partial<ReadOptions>[]) {
    const viewer = watch('shared', options)
    viewers.push(viewer)
    await expect.poll(() => viewer.values.length, { timeout: 15_000 }).toBeGreaterThan(100)
  }
  await producing
  await expect.poll(() => viewers.every((viewer) => viewer.joined()), { timeout: 15_000 }).toBe(true)
  await produce('shared', 300, total)
  for (const [index, viewer] of viewers.entries()) {
    const expected = upTo(total + 300, index === 2 ? 2 : 1)
    await expect.poll(() => viewer.values.length, { timeout: 15_000 }).toBe(expected.length)
    expect(sorted(viewer.values)).toEqual(expected)
    expect(inOrder(viewer.places)).toBe(true)
  }
  // One reading keeps a link to the broker and a lane; five of them alone would keep five lanes.
  expect(await brokerSockets(kafka.ports[0]?.scram ?? 0)).toBeLessThanOrEqual(2)
  const [first, ...rest] = viewers
  await first?.leave()
  await produce('shared', 30, total + 300)
  for (const [index, viewer] of rest.entries()) {
    await expect.poll(() => viewer.values.length).toBe(upTo(total + 330, index === 1 ? 2 : 1).length)
    await viewer.leave()
    const end = viewer.ended()
    expect(end).toMatchObject({
      read: total + 330,
      matched: viewer.values.length,
      skipped: 0,
      undecodable: 0,
    })
  }
  await expect.poll(() => brokerSockets(kafka.ports[0]?.scram ?? 0), { timeout: 1_500 }).toBe(0)
})

it('viewers with a schema registry share one reader, which asks for each schema once', async () => {
  const schema = '{"type":"record","name":"Order","fields":[{"name":"id","type":"long"}]}'
  const registry = await startStandInRegistry({ ids: { 7: { schema }, 8: { schema } } })
  try {
    await kafka.admin.createTopic({ name: 'framed', partitions: 1, replicationFactor: 1 })
    const before = await brokerSockets(kafka.ports[0]?.scram ?? 0)
    const framed = async (id: number, value: number): Promise<void> => {
      const record = { key: null, value: Buffer.from([0, 0, 0, 0, id, value * 2]) }
      const outcome = await produceRecords(user.target('scram'), { topic: 'framed', records: [record] })
      expect(outcome).toMatchObject({ failed: 0 })
    }
    const options: Partial<ReadOptions> = {
      decode: { key: 'auto', value: 'auto', schemas: [], explain: false },
      registry: {
        ...{ url: registry.url, username: null, password: null, token: null, authorityPem: null },
        egress: { mode: 'unrestricted' },
      },
    }
    const filter: FilterSpec = { expr: 'value.id > 10', in: ['value'] }
    const all = watch('framed', options)
    const some = watch('framed', { ...options, filter })
    await expect.poll(() => all.joined() && some.joined()).toBe(true)
    await framed(7, 5)
    await framed(8, 42)
    await framed(9, 50)
    await expect.poll(() => all.decoded.length).toBe(3)
    expect(all.decoded).toEqual([
      { id: 5 },
      { id: 42 },
      [{ decoder: 'registry', reason: 'schema 9: 404: the registry does not know it' }],
    ])
    expect(some.decoded).toEqual([{ id: 42 }])
    await expect.poll(() => some.read()).toBe(3)
    expect(registry.asked.map(({ path }) => path)).toEqual([7, 8, 9].map((id) => `/schemas/ids/${id}`))
    expect((await brokerSockets(kafka.ports[0]?.scram ?? 0)) - before).toBeLessThanOrEqual(2)
    await all.leave()
    await some.leave()
    expect(some.ended()).toMatchObject({ read: 3, matched: 1, undecodable: 0 })
  } finally {
    await registry.close()
  }
})

it('a viewer who takes nothing holds nobody up, and is told what it missed', async () => {
  await kafka.admin.createTopic({ name: 'slow', partitions: PARTITIONS, replicationFactor: 1 })
  const quick = watch('slow')
  await expect.poll(() => quick.joined()).toBe(true)
  const stop = new AbortController()
  const slow = readRecords(user.target('scram'), {
    ...readingDefaults,
    topic: 'slow',
    to: 'live',
    share: true,
    signal: stop.signal,
  })[Symbol.asyncIterator]()
  for (let next = await slow.next(); !next.done && next.value.type !== 'joined'; next = await slow.next()) {
    // Up to where it shares the tail; from there on it takes nothing.
  }
  const count = 60_000
  await produce('slow', count)
  await expect.poll(() => quick.values.length, { timeout: 20_000 }).toBe(count)
  let skipped = 0
  let taken = 0
  let matched = 0
  for (let next = await slow.next(); !next.done; next = await slow.next()) {
    if (next.value.type === 'skipped') skipped += next.value.count
    if (next.value.type === 'records') taken += next.value.count
    if (next.value.type === 'ended') matched = next.value.matched
    if (skipped + taken === count) stop.abort()
  }
  expect(skipped).toBeGreaterThan(0)
  expect(skipped + taken).toBe(count)
  expect(matched).toBe(taken)
  await quick.leave()
})

import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type CopySpec, CopySpecSchema } from '#lib/shared/copy-spec.ts'
import type { AddedUser, KafkaCluster } from '#sandbox/kafka-cluster.ts'
import { startKafka } from '#sandbox/start-kafka.ts'
import { ensureTopic } from './ensure-topic.ts'
import type { JobUpdate, RunnableCopy } from './job-update.ts'
import type { OutgoingRecord } from './outgoing-record.ts'
import { produceRecords } from './produce-records.ts'
import { closeReaders } from './read-records.ts'
import { runJob } from './run-job.ts'
import { collect, type LineRecord } from './testing/collect.ts'

const MAX_MESSAGE_BYTES = 20_000
const NOW = Date.now() - 60_000

let kafka: KafkaCluster
let reader: AddedUser
let writer: AddedUser

beforeAll(async () => {
  kafka = await startKafka({ properties: { 'message.max.bytes': String(MAX_MESSAGE_BYTES) } })
  reader = await kafka.addUser({ role: 'admin', topic: 'from' })
  writer = await kafka.addUser({ role: 'admin', topic: 'to' })
})

afterAll(async () => {
  await closeReaders()
  await kafka.stop()
})

async function topic(name: string, partitions: number, records: readonly OutgoingRecord[] = []) {
  await ensureTopic(reader.target(), { topic: name, partitions, replicationFactor: 1 })
  const { acknowledged } = await produceRecords(reader.target(), { topic: name, records })
  expect(acknowledged).toBe(records.length)
}

function specOf(from: string, to: string, more: Partial<CopySpec> & { group?: { id: string } } = {}) {
  const spec = CopySpecSchema.parse({ kind: 'copy', topic: from, target: { topic: to }, ...more })
  return spec as RunnableCopy
}

/** From the listener with TLS to the one without. */
async function copy(
  spec: RunnableCopy,
  { signal, on }: { signal?: AbortSignal; on?: (update: JobUpdate) => void } = {},
) {
  const updates: JobUpdate[] = []
  const stop = signal ?? new AbortController().signal
  const resources = { copyTarget: writer.target() }
  for await (const update of runJob(reader.target('scramTls'), spec, { signal: stop, resources })) {
    updates.push(update)
    on?.(update)
  }
  const last = updates.at(-1)
  if (last?.type !== 'ended') throw new Error('The job ended without a word.')
  return { ...last, updates }
}

const textOf = (part: LineRecord['value']) => (part && 'text' in part ? part.text : null)

const plain = ({ partition, key, value, headers, timestamp }: LineRecord) => ({
  ...{ partition, key: textOf(key), value: textOf(value), timestamp },
  headers: headers.map(([name, held]) => [name, textOf(held)]),
})

async function recordsIn(name: string) {
  return (await collect(writer.target(), { topic: name })).records.map(plain)
}

const sum = (delivery: object | undefined) => {
  const { read, retries, ...rest } = delivery as Record<string, number>
  return { read, parts: Object.values(rest).reduce((total, count) => total + count, 0), retries }
}

describe('runCopy', () => {
  it('keeps keys, values, headers, times, partitions and tombstones, into a topic that it creates', async () => {
    const records: OutgoingRecord[] = Array.from({ length: 500 }, (_, index) => ({
      key: index % 7 === 0 ? null : `k${index % 20}`,
      value: index % 50 === 3 ? null : `{"n":${index}}`,
      headers:
        index % 10 === 0
          ? [
              ['a', '1'],
              ['a', null],
              ['é', ''],
            ]
          : [],
      timestamp: NOW + index,
      partition: index % 3,
    }))
    await topic('whole', 3, records)
    const { result, error } = await copy(
      specOf('whole', 'whole-copy', {
        target: { topic: 'whole-copy', createTopic: { partitions: 4, replicationFactor: 1 } },
        compression: 'zstd',
      }),
    )
    expect(error).toBeNull()
    expect(result).toMatchObject({
      done: 500,
      failed: 0,
      total: 500,
      topicCreated: true,
      stopReason: 'count',
    })
    expect(result.delivery).toEqual({
      ...{ read: 500, delivered: 500, redelivered: 0, filtered: 0, dropped: 0, undecodable: 0, failed: 0 },
      ...{ pending: 0, retries: 0 },
    })
    expect(await recordsIn('whole-copy')).toEqual(await recordsIn('whole'))
  })

  it('filters, maps, leaves tombstones out, and counts each record once', async () => {
    const records: OutgoingRecord[] = Array.from({ length: 300 }, (_, index) => ({
      key: `k${index}`,
      value:
        index % 10 === 0 ? null : index % 10 === 1 ? 'no JSON, shop' : `{"id":${index},"shop":"web","x":1}`,
      partition: index % 2,
    }))
    await topic('shops', 2, [...records, { key: 'other', value: '{"id":1}', partition: 0 }])
    await topic('shops-mapped', 1)
    const { result, error, updates } = await copy(
      specOf('shops', 'shops-mapped', {
        filter: { expr: 'key != "other"', in: ['value'] },
        mapping: CopySpecSchema.shape.mapping.parse({
          fields: [{ from: 'id', to: 'order.id' }],
          constants: [{ to: 'copied', value: true }],
          addHeaders: [['by', 'keystream']],
          tombstones: 'drop',
          timestamp: 'now',
        }),
        partitions: [0, 1],
      }),
    )
    expect(error).toBeNull()
    expect(result.delivery).toMatchObject({
      read: 301,
      delivered: 240,
      filtered: 1,
      dropped: 30,
      undecodable: 30,
      pending: 0,
    })
    const found = await recordsIn('shops-mapped')
    expect(found).toHaveLength(result.done)
    expect(new Set(found.map(({ partition }) => partition))).toEqual(new Set([0]))
    expect(found.find(({ key }) => key === 'k2')).toMatchObject({
      value: '{"order":{"id":2},"copied":true}',
      headers: [['by', 'keystream']],
    })
    const warnings = updates.filter(({ type }) => type === 'warning')
    expect(warnings).toHaveLength(20)
    expect(warnings[0]).toMatchObject({ message: expect.stringContaining('is no JSON object') as unknown })
  })

  it('counts and names what the target does not take, and copies everything around it', async () => {
    await ensureTopic(reader.target(), { topic: 'large', partitions: 1, replicationFactor: 1 })
    const big = 'x'.repeat(MAX_MESSAGE_BYTES - 2_000)
    await produceRecords(reader.target(), {
      topic: 'large',
      records: Array.from({ length: 100 }, (_, index) => ({
        key: String(index),
        value: index === 40 || index === 41 ? big : 'fits',
      })),
    })
    await topic('large-copy', 1)
    const { result, error, updates } = await copy(
      specOf('large', 'large-copy', {
        mapping: CopySpecSchema.shape.mapping.parse({
          addHeaders: [['pad', 'p'.repeat(4_000)]],
        }),
      }),
    )
    expect(error).toBeNull()
    expect(result.delivery).toMatchObject({ read: 100, delivered: 98, failed: 2, pending: 0 })
    expect(updates.filter(({ type }) => type === 'warning').map((each) => JSON.stringify(each))).toEqual([
      expect.stringMatching(/offset 40: /),
      expect.stringMatching(/offset 41: /),
    ])
  })

  it('is taken up again by its group after a cancel, without a loss', async () => {
    const count = 30_000
    await topic(
      'grouped',
      2,
      Array.from({ length: count }, (_, index) => ({ key: null, value: `v${index}`, partition: index % 2 })),
    )
    await topic('grouped-copy', 2)
    const group = { id: 'copy-group', idleSeconds: 1 }
    const stop = new AbortController()
    const first = await copy(specOf('grouped', 'grouped-copy', { group }), {
      signal: stop.signal,
      on: (update) => {
        if (update.type === 'note' && update.message.startsWith('Joined')) setTimeout(() => stop.abort(), 30)
      },
    })
    expect(first.result.stopReason).toBe('cancelled')
    const second = await copy(specOf('grouped', 'grouped-copy', { group }))
    expect(second).toMatchObject({ error: null, result: { stopReason: 'idle', groupId: group.id } })
    const found = await recordsIn('grouped-copy')
    expect(new Set(found.map(({ value }) => value)).size).toBe(count)
    // What was acknowledged and not committed comes twice at worst, and is counted.
    expect(found.length).toBeLessThanOrEqual(
      first.result.done + second.result.done + (first.result.delivery?.pending ?? 0),
    )
    expect(sum(second.result.delivery).parts).toBe(second.result.delivery?.read)
  })

  it('follows live until it is cancelled', async () => {
    await topic('live', 1, [{ key: null, value: 'old' }])
    await topic('live-copy', 1)
    const stop = new AbortController()
    const { result, error } = await copy(specOf('live', 'live-copy', { from: 'latest', to: 'live' }), {
      signal: stop.signal,
      on: (update) => {
        if (update.type !== 'progress') return
        if (update.progress.done === 0 && update.progress.delivery)
          void produceRecords(reader.target(), { topic: 'live', records: [{ key: null, value: 'new' }] })
        if (update.progress.done > 0) stop.abort()
      },
    })
    expect({ error, stopReason: result.stopReason }).toEqual({ error: null, stopReason: 'cancelled' })
    const found = await recordsIn('live-copy')
    expect(new Set(found.map(({ value }) => value))).toEqual(new Set(['new']))
  })

  it('fails to begin with the words of the one who may not', async () => {
    const consumer = await kafka.addUser({ role: 'consumer', topic: 'elsewhere' })
    await topic('closed', 1, [{ key: null, value: 'x' }])
    const updates: JobUpdate[] = []
    const resources = { copyTarget: consumer.target() }
    const signal = new AbortController().signal
    for await (const update of runJob(reader.target(), specOf('closed', 'elsewhere'), { signal, resources }))
      updates.push(update)
    expect(updates.at(-1)).toMatchObject({
      type: 'ended',
      result: { done: 0, stopReason: 'error' },
      error: { code: expect.stringMatching(/^broker_topic_(denied|unknown)$/) as unknown },
    })
  })
})

import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { AddedUser, KafkaCluster } from '#sandbox/kafka-cluster.ts'
import { startKafka } from '#sandbox/start-kafka.ts'
import { ClusterLink } from './cluster-link.ts'
import { ensureTopic } from './ensure-topic.ts'
import type { JobUpdate, RunnableSpec } from './job-update.ts'
import type { OutgoingRecord } from './outgoing-record.ts'
import { produceRecords } from './produce-records.ts'
import { createTopicsRequest } from './requests/create-topics.ts'
import { runJob } from './run-job.ts'

/** The promise to whoever clicks: a cancel is over in under a second. */
const CANCEL_LIMIT_MS = 1_000

const MAX_MESSAGE_BYTES = 20_000
const HOUR_MS = 3_600_000

let kafka: KafkaCluster
let user: AddedUser

const spec = {
  kind: 'produce',
  topic: 'orders',
  count: 1,
  value: { type: 'test-app' },
  compression: 'none',
} as const

async function ended(
  spec: RunnableSpec,
  options: { signal?: AbortSignal; on?: (update: JobUpdate) => void; by?: AddedUser } = {},
) {
  const updates: JobUpdate[] = []
  const signal = options.signal ?? new AbortController().signal
  for await (const update of runJob((options.by ?? user).target(), spec, { signal })) {
    updates.push(update)
    options.on?.(update)
  }
  const last = updates.at(-1)
  if (last?.type !== 'ended') throw new Error('The job ended without a word.')
  return { ...last, updates }
}

async function refusals(topic: string, records: readonly OutgoingRecord[]) {
  const { acknowledged, failed, refused, stopReason, error } = await produceRecords(user.target(), {
    topic,
    records,
  })
  return { acknowledged, failed, refused: refused.map(({ index, code }) => [index, code]), stopReason, error }
}

beforeAll(async () => {
  kafka = await startKafka({ properties: { 'message.max.bytes': String(MAX_MESSAGE_BYTES) } })
  user = await kafka.addUser({ role: 'admin', topic: 'orders' })
  await ensureTopic(user.target(), { topic: 'orders', partitions: 2, replicationFactor: 1 })
  const link = await ClusterLink.connect(user.target())
  const configs = { 'cleanup.policy': 'compact' }
  await link.call(
    createTopicsRequest([{ name: 'compacted', partitions: 1, replicationFactor: 1, configs }], {
      timeoutMs: 5_000,
    }),
  )
  link.close()
})

afterAll(() => kafka.stop())

describe('produceRecords', () => {
  it('names the records that are too large, and writes all others', async () => {
    const records = Array.from({ length: 300 }, (_, index) => ({
      key: String(index),
      value: index === 41 || index === 200 ? 'x'.repeat(MAX_MESSAGE_BYTES) : 'fits',
    }))
    expect(await refusals('orders', records)).toEqual({
      acknowledged: 298,
      failed: 2,
      refused: expect.arrayContaining([
        [41, 'broker_record_too_large'],
        [200, 'broker_record_too_large'],
      ]) as unknown,
      stopReason: 'count',
      error: null,
    })
  })

  it('splits batches that are too large only together', async () => {
    const records = Array.from({ length: 40 }, () => ({ key: null, value: 'y'.repeat(5_000) }))
    expect(await refusals('orders', records)).toMatchObject({ acknowledged: 40, failed: 0, error: null })
  })

  it('names a record from the future, and one without a key in a compacted topic', async () => {
    const future = Date.now() + 3 * HOUR_MS
    expect(
      await refusals('orders', [
        { key: 'a', value: 'now' },
        { key: 'a', value: 'later', timestamp: future },
      ]),
    ).toMatchObject({
      acknowledged: 1,
      refused: [[1, 'broker_record_rejected']],
    })
    expect(
      await refusals('compacted', [
        { key: null, value: 'no key' },
        { key: 'k', value: 'key' },
      ]),
    ).toMatchObject({
      acknowledged: 1,
      refused: [[0, 'broker_record_rejected']],
    })
  })

  it('fails to begin on a topic or a partition that is not there', async () => {
    await expect(produceRecords(user.target(), { topic: 'absent', records: [] })).rejects.toMatchObject({
      code: 'broker_topic_unknown',
    })
    expect(await refusals('orders', [{ key: null, value: 'x', partition: 7 }])).toMatchObject({
      stopReason: 'error',
      error: { code: 'broker_topic_unknown', partition: 7 },
    })
  })
})

describe('runJob', () => {
  it('keeps to the rate, and is cancelled within a second with what was acknowledged', async () => {
    const stop = new AbortController()
    const began = performance.now()
    let cancelledAt = 0
    const { result, error, updates } = await ended(
      { ...spec, count: 100_000, rate: 200 },
      {
        signal: stop.signal,
        on: (update) => {
          if (update.type !== 'progress' || update.progress.done < 200 || stop.signal.aborted) return
          cancelledAt = performance.now()
          stop.abort()
        },
      },
    )
    expect(performance.now() - cancelledAt).toBeLessThan(CANCEL_LIMIT_MS)
    expect(error).toBeNull()
    expect(result).toMatchObject({ stopReason: 'cancelled', failed: 0, total: 100_000 })
    expect(result.done).toBeLessThanOrEqual(((performance.now() - began) / 1_000) * 200 + 50)
    expect(updates.filter(({ type }) => type === 'progress').length).toBeGreaterThan(1)
  })

  it('says that a user was removed, though its connection lives on', async () => {
    const gone = await kafka.addUser({ role: 'producer', topic: 'orders' })
    const removals: Promise<void>[] = []
    const { result, error } = await ended(
      { ...spec, count: 100_000, rate: 500 },
      {
        by: gone,
        on: (update) => {
          if (removals.length > 0 || update.type !== 'progress' || update.progress.done <= 100) return
          removals.push(kafka.removeUser(gone))
        },
      },
    )
    await Promise.all(removals)
    expect(error).toMatchObject({ code: 'broker_auth_failed' })
    expect(result.stopReason).toBe('error')
    expect(result.done).toBeGreaterThan(100)
  })

  it('tells a template’s mistake, and a topic that may not be created, as its end', async () => {
    const broken = { ...spec, value: { type: 'template', template: 'a\n{{nope}}' } } as const
    expect((await ended(broken)).error).toMatchObject({ code: 'unprocessable', line: 2 })
    const consumer = await kafka.addUser({ role: 'consumer', topic: 'other' })
    const create = { ...spec, topic: 'other', createTopic: { partitions: 1, replicationFactor: 1 } }
    expect((await ended(create, { by: consumer })).error).toMatchObject({ code: 'broker_topic_denied' })
  })
})

import fc from 'fast-check'
import { Kafka, logLevel, type Transaction } from 'kafkajs'
import type { KafkaCluster } from '#sandbox/kafka-cluster.ts'
import { ClusterLink } from '../cluster-link.ts'
import type { KafkaTarget } from '../kafka-target.ts'
import { produceRecords } from '../produce-records.ts'
import { deleteRecordsRequest } from '../requests/delete-records.ts'
import { collect } from './collect.ts'
import type { ModelRecord } from './model-read.ts'
import { stopCompaction } from './stop-compaction.ts'

/** A marker is written a moment after its transaction's end was acknowledged. */
const MARKER_WAIT_MS = 10_000
const ADMIN_TIMEOUT_MS = 5_000
const STEPS = 14

// All in small letters, so that a filter of any case finds the same.
const text = fc.option(fc.string({ unit: fc.constantFrom('a', 'b', '7', 'é', '"', ' '), maxLength: 6 }), {
  nil: null,
})
const content = fc.record({
  key: text,
  value: text,
  headers: fc.array(fc.tuple(fc.constantFrom('h', 'a7', ''), text), { maxLength: 3 }),
})
const contents = fc.array(content, { minLength: 1, maxLength: 12 })
const step = fc.oneof(
  {
    weight: 5,
    arbitrary: fc.record({
      do: fc.constant('write' as const),
      records: contents,
      compression: fc.constantFrom('none', 'gzip', 'snappy', 'lz4', 'zstd'),
    }),
  },
  {
    weight: 3,
    arbitrary: fc.record({
      do: fc.constant('transaction' as const),
      records: contents,
      commit: fc.boolean(),
    }),
  },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('delete' as const), count: fc.nat(6) }) },
)

interface RandomTopicOptions {
  readonly kafka: KafkaCluster
  readonly target: KafkaTarget
  readonly topic: string
  readonly partitions: number
  readonly seed: number
  /** The topic is made with `compactedConfigs`. */
  readonly compacted: boolean
}

/**
 * writeRandomTopic fills a topic with batches in all codecs, transactions that are committed and aborted, and
 * deletions from the beginning; the same for the same seed. A compacted one is cleaned afterwards, once and for all.
 * It gives what the log holds, by partition and offset.
 */
export async function writeRandomTopic(options: RandomTopicOptions): Promise<readonly ModelRecord[][]> {
  const { kafka, target, topic, partitions, seed, compacted } = options
  const log: ModelRecord[][] = Array.from({ length: partitions }, () => [])
  const places = fc.tuple(step, fc.nat(partitions - 1))
  const client = new Kafka({
    brokers: kafka.servers('internal'),
    logLevel: logLevel.NOTHING,
    retry: { retries: 20 },
  })
  const producer = client.producer({
    transactionalId: topic,
    maxInFlightRequests: 1,
    idempotent: true,
    retry: { retries: 20 },
  })
  await producer.connect()
  let clock = Date.now() - 3_600_000
  try {
    for (const [each, partition] of fc.sample(places, { seed, numRuns: STEPS })) {
      const part = log[partition] ?? []
      if (each.do === 'delete') {
        const low = part.find(({ deleted }) => !deleted)?.offset ?? part.length
        const before = Math.min(part.length, low + each.count)
        await deleteBefore(target, { topic, partition, offset: BigInt(before) })
        log[partition] = part.map((record) => ({ ...record, deleted: record.offset < before }))
        continue
      }
      if (compacted) clock += 10_000
      const records = each.records.map((one) => ({
        ...one,
        // A broker takes no record without a key into a compacted topic.
        key: compacted ? (one.key ?? '') : one.key,
        partition,
        timestamp: ++clock,
        // kafkajs, which writes the transactions, takes a header's name once.
        headers: each.do === 'transaction' ? [...new Map(one.headers)] : one.headers,
      }))
      const kind = each.do === 'write' || each.commit ? 'record' : 'aborted'
      for (const one of records) part.push({ ...one, offset: part.length, kind, deleted: false })
      if (each.do === 'write') {
        const { failed, error } = await produceRecords(target, {
          topic,
          records,
          compression: each.compression,
        })
        if (failed > 0) throw error ?? new Error('Not everything was written.')
        continue
      }
      const transaction = await producer.transaction()
      await send(transaction, topic, records)
      await (each.commit ? transaction.commit() : transaction.abort())
      part.push(await marker(options, partition, part.length))
    }
  } finally {
    await producer.disconnect()
  }
  if (!compacted) return log
  const left = await stopCompaction(kafka, { topic, partitions })
  return log.map((part, partition) =>
    part.map((one) => (left[partition]?.has(one.offset) ? one : { ...one, kind: 'compacted' as const })),
  )
}

type Sent = Pick<ModelRecord, 'partition' | 'timestamp' | 'key' | 'value' | 'headers'>

async function send(transaction: Transaction, topic: string, records: readonly Sent[]): Promise<void> {
  const messages = records.map(({ key, value, headers, partition, timestamp }) => ({
    ...{ key, value, partition, timestamp: String(timestamp) },
    headers: Object.fromEntries(headers.map(([name, held]) => [name, held ?? ''])),
  }))
  await transaction.send({ topic, messages })
}

/** Waits for the marker that ends a transaction; the broker alone knows its time. */
async function marker(
  { target, topic }: RandomTopicOptions,
  partition: number,
  offset: number,
): Promise<ModelRecord> {
  const deadline = Date.now() + MARKER_WAIT_MS
  const place = {
    topic,
    partitions: [partition],
    from: `offset:${offset}`,
    isolation: 'uncommitted' as const,
  }
  while (Date.now() < deadline) {
    const [found] = (await collect(target, place)).records
    if (found?.control === undefined) continue
    const { timestamp } = found
    return {
      partition,
      offset,
      timestamp,
      kind: 'marker',
      deleted: false,
      key: null,
      value: null,
      headers: [],
    }
  }
  throw new Error('The marker of a transaction did not come.')
}

async function deleteBefore(
  target: KafkaTarget,
  place: { topic: string; partition: number; offset: bigint },
): Promise<void> {
  const link = await ClusterLink.connect(target)
  try {
    await link.metadata({ topics: [place.topic] })
    await link.node(1).call(deleteRecordsRequest([place], ADMIN_TIMEOUT_MS))
  } finally {
    link.close()
  }
}

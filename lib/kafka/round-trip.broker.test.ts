import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { RoundTripSpec } from '#lib/shared/round-trip-spec.ts'
import type { AddedUser, KafkaCluster } from '#sandbox/kafka-cluster.ts'
import { startKafka } from '#sandbox/start-kafka.ts'
import { ensureTopic } from './ensure-topic.ts'
import type { JobUpdate } from './job-update.ts'
import { produceRecords } from './produce-records.ts'
import { runJob } from './run-job.ts'

/** The promise to whoever clicks: a cancel is over in under a second. */
const CANCEL_LIMIT_MS = 1_000
const TOPIC = 'shared'

let kafka: KafkaCluster
let user: AddedUser

const spec: RoundTripSpec & { readonly topic: string } = {
  kind: 'round-trip',
  topic: TOPIC,
  ...{ count: 5_000, valueBytes: 200, keys: 50, compression: 'none', timeoutSeconds: 30 },
}

async function run(
  part: Partial<RoundTripSpec> & { groupId: string },
  options: { signal?: AbortSignal; tls?: boolean; on?: (update: JobUpdate) => void } = {},
) {
  const signal = options.signal ?? new AbortController().signal
  const target = user.target(options.tls ? 'scramTls' : 'scram')
  let last: JobUpdate | undefined
  for await (const update of runJob(target, { ...spec, ...part, topic: TOPIC }, { signal })) {
    options.on?.(update)
    last = update
  }
  if (last?.type !== 'ended') throw new Error('The job ended without a word.')
  return last
}

const groupOf = (name: string) => `${user.consumerGroupPrefix}${name}`

beforeAll(async () => {
  kafka = await startKafka()
  user = await kafka.addUser({ role: 'producer,consumer', topic: TOPIC })
  await ensureTopic(user.target(), { topic: TOPIC, partitions: 4, replicationFactor: 1 })
  // What stood there before is none of the run's business.
  await produceRecords(user.target(), { topic: TOPIC, records: [{ key: null, value: 'old' }] })
})

afterAll(() => kafka.stop())

const perfect = { lost: 0, missed: 0, unknown: 0, writtenTwice: 0, deliveredAgain: 0, reordered: 0 }

describe('round trip', () => {
  it.each([
    { tls: false, compression: 'none' },
    { tls: true, compression: 'zstd' },
  ] as const)('receives all that it wrote, once each, in order: %j', async ({ tls, compression }) => {
    const groupId = groupOf(`plain-${tls}`)
    const { result, error } = await run({ groupId, compression }, { tls })
    expect(error).toBeNull()
    expect(result).toMatchObject({ done: 5_000, failed: 0, groupId, stopReason: 'count' })
    const { roundTrip: report } = result
    expect(report).toMatchObject({
      ...perfect,
      ...{ sent: 5_000, acknowledged: 5_000, received: 5_000, foreign: 0, rechecked: false },
    })
    expect(report?.latency.sent?.max).toBeGreaterThan(0)
    expect(report?.histogram.reduce((sum, { sent }) => sum + sent, 0)).toBe(5_000)
    expect(report?.partitions.reduce((sum, { received }) => sum + received, 0)).toBe(5_000)
  })

  it('counts records of others, and does not take them for its own', async () => {
    const others = Array.from({ length: 50 }, (_, n) => ({ key: null, value: `{"roundTrip":"${n}"}` }))
    let mixed: Promise<unknown> | undefined
    const { result, error } = await run(
      { groupId: groupOf('foreign'), count: 1_000, rate: 1_000 },
      {
        on: (update) => {
          if (update.type === 'progress' && update.progress.done > 0)
            mixed ??= produceRecords(user.target(), { topic: TOPIC, records: others })
        },
      },
    )
    await mixed
    expect(error).toBeNull()
    expect(result.roundTrip).toMatchObject({ ...perfect, received: 1_000, foreign: 50 })
  })

  it('tells the truth so far when it is cancelled, within a second', async () => {
    const stop = new AbortController()
    let cancelledAt = 0
    const { result, error } = await run(
      { groupId: groupOf('cancelled'), count: 100_000, rate: 1_000 },
      {
        signal: stop.signal,
        on: (update) => {
          if (update.type !== 'progress' || update.progress.done < 500 || stop.signal.aborted) return
          cancelledAt = performance.now()
          stop.abort()
        },
      },
    )
    expect(performance.now() - cancelledAt).toBeLessThan(CANCEL_LIMIT_MS)
    expect([error, result.stopReason]).toEqual([null, 'cancelled'])
    const { sent = 0, received = 0, lost } = result.roundTrip ?? {}
    // What was on its way is not called lost.
    expect(lost).toBe(0)
    expect(received).toBeGreaterThanOrEqual(500)
    expect(sent).toBeLessThan(100_000)
  })

  it('fails with the reason when the group may not be used', async () => {
    const { error, result } = await run({ groupId: 'not-granted' })
    expect(error?.code).toBe('broker_group_denied')
    expect(result.roundTrip).toMatchObject({ sent: 0, lost: 0 })
  })
})

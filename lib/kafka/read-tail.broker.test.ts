import { afterAll, beforeAll, expect, it } from 'vitest'
import type { KafkaCluster } from '#sandbox/kafka-cluster.ts'
import { startKafka } from '#sandbox/start-kafka.ts'
import type { KafkaTarget } from './kafka-target.ts'
import { produceRecords } from './produce-records.ts'
import { closeReaders, type ReadEvent, readRecords } from './read-records.ts'
import { readingDefaults, recordsIn } from './testing/collect.ts'

let kafka: KafkaCluster
let target: KafkaTarget

beforeAll(async () => {
  kafka = await startKafka()
  target = (await kafka.addUser({ role: 'admin', topic: 'any' })).target('scram')
})

afterAll(async () => {
  await closeReaders()
  await kafka.stop()
})

async function create(topic: string): Promise<void> {
  await kafka.admin.createTopic({ name: topic, partitions: 1, replicationFactor: 1 })
}

async function produce(topic: string, values: readonly string[]): Promise<void> {
  const records = values.map((value) => ({ key: null, value }))
  const outcome = await produceRecords(target, { topic, records })
  expect(outcome).toMatchObject({ acknowledged: values.length, failed: 0 })
}

/** Follows a topic from its beginning; `after` is called with all that was seen so far, whenever something came. */
async function follow(
  topic: string,
  options: { as?: KafkaTarget; signal?: AbortSignal; from?: string },
  after: (seen: readonly string[]) => Promise<void> | void,
): Promise<Extract<ReadEvent, { type: 'ended' }> | null> {
  const seen: string[] = []
  const { as = target, ...rest } = options
  for await (const event of readRecords(as, { ...readingDefaults, topic, to: 'live', ...rest })) {
    if (event.type === 'ended') return event
    if (event.type !== 'records') continue
    seen.push(
      ...recordsIn(event).map(
        ({ offset, value }) => `${offset} ${value && 'text' in value ? value.text : ''}`,
      ),
    )
    await after(seen)
  }
  return null
}

it('a topic that is deleted while it is followed ends the reading with that word', async () => {
  await create('deleted')
  await produce('deleted', ['a'])
  const following = follow('deleted', {}, (seen) =>
    seen.length === 1 ? kafka.admin.deleteTopic('deleted') : undefined,
  )
  await expect(following).rejects.toMatchObject({ code: 'broker_topic_unknown' })
})

it('a topic that is made anew while it is followed is followed from its new beginning', async () => {
  await create('anew')
  await produce('anew', ['a', 'b', 'c'])
  const stop = new AbortController()
  let all: readonly string[] = []
  const ended = await follow('anew', { signal: stop.signal }, async (seen) => {
    all = [...seen]
    if (seen.length === 3) {
      await kafka.admin.deleteTopic('anew')
      await expect
        .poll(
          () =>
            create('anew').then(
              () => true,
              () => false,
            ),
          { timeout: 10_000 },
        )
        .toBe(true)
      await produce('anew', ['new'])
    }
    if (seen.length === 4) stop.abort()
  })
  expect(all).toEqual(['0 a', '1 b', '2 c', '0 new'])
  expect(ended).toMatchObject({ reason: 'cancelled', read: 4 })
})

it('a start beyond the end follows what comes', async () => {
  await create('beyond')
  await produce('beyond', ['a'])
  const stop = new AbortController()
  let all: readonly string[] = []
  const following = follow('beyond', { signal: stop.signal, from: 'offset:999' }, (seen) => {
    all = [...seen]
    stop.abort()
  })
  const writing = setInterval(() => void produce('beyond', ['later']), 300)
  await following
  clearInterval(writing)
  expect(all[0]).toMatch(/^[1-9]\d* later$/)
})

it('a user who is removed while following is told so', async () => {
  const leaving = await kafka.addUser({ role: 'consumer', topic: 'left' })
  await create('left')
  await produce('left', ['a'])
  const following = follow('left', { as: leaving.target('scram') }, () => kafka.removeUser(leaving.username))
  // The log-in lives as long as its connection; the rights are looked at with every fetch.
  await expect(following).rejects.toMatchObject({ name: 'KafkaError', code: 'broker_topic_denied' })
})

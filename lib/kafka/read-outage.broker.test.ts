import { afterAll, beforeAll, expect, it } from 'vitest'
import type { KafkaCluster } from '#sandbox/kafka-cluster.ts'
import { startKafka } from '#sandbox/start-kafka.ts'
import { produceRecords } from './produce-records.ts'
import { closeReaders, readRecords } from './read-records.ts'
import { readingDefaults } from './testing/collect.ts'

/** Every half a second there is one: a page that takes an outage for over after the first would show it not at all. */
const TROUBLED_TIMES = 3

let kafka: KafkaCluster

beforeAll(async () => {
  kafka = await startKafka()
})

afterAll(async () => {
  await closeReaders()
  await kafka.stop()
})

it.each([
  ['alone', false],
  ['shared', true],
])(
  'a live view (%s) says in each progress that no partition can be read, until they can again',
  async (name, share) => {
    const target = (await kafka.addUser({ role: 'admin', topic: name })).target('scram')
    await kafka.admin.createTopic({ name, partitions: 2, replicationFactor: 1 })
    await produceRecords(target, { topic: name, records: [{ key: null, value: 'v' }] })
    const stop = new AbortController()
    const told: number[] = []
    let state: 'up' | 'down' | 'back' = 'up'
    let troubled = 0
    const options = { ...readingDefaults, topic: name, to: 'live', share, signal: stop.signal } as const
    for await (const event of readRecords(target, options)) {
      if (event.type === 'partition-error') told.push(event.partition)
      if (event.type !== 'progress') continue
      const count = event.positions.filter((each) => each.troubled).length
      if (state === 'up' && event.read === 1) {
        expect(count).toBe(0)
        await kafka.kill(1)
        state = 'down'
      } else if (state === 'down' && count === 2 && ++troubled === TROUBLED_TIMES) {
        await kafka.restart(1)
        state = 'back'
      } else if (state === 'back' && count === 0) stop.abort()
    }
    expect({ state, troubled, told: told.toSorted() }).toEqual({
      state: 'back',
      troubled: TROUBLED_TIMES,
      told: [0, 1],
    })
  },
)

import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { FilterSpec } from '#lib/shared/filter.ts'
import type { KafkaCluster } from '#sandbox/kafka-cluster.ts'
import { startKafka } from '#sandbox/start-kafka.ts'
import type { KafkaTarget } from './kafka-target.ts'
import { produceRecords } from './produce-records.ts'
import { closeReaders } from './read-records.ts'
import { collect } from './testing/collect.ts'

let kafka: KafkaCluster
let target: KafkaTarget

/** 2^53 + 1, which no double holds. */
const ODD = 9_007_199_254_740_993n

beforeAll(async () => {
  kafka = await startKafka()
  const user = await kafka.addUser({ role: 'admin', topic: 'filters' })
  target = user.target('scram')
  await kafka.admin.createTopic({ name: 'filters', partitions: 1, replicationFactor: 1 })
  const records = Array.from({ length: 300 }, (_, n) => ({
    key: `k${n}`,
    value: `{"id":${ODD - 150n + BigInt(n)},"state":"${n % 100 === 7 ? 'Failed' : 'PAID'}","n":${n % 50 === 0 ? '"x"' : n}}`,
    headers: n === 42 ? ([['trace', 'abc']] as const) : [],
  }))
  const outcome = await produceRecords(target, { topic: 'filters', records, compression: 'lz4' })
  expect(outcome).toMatchObject({ acknowledged: 300, failed: 0 })
})

afterAll(async () => {
  await closeReaders()
  await kafka.stop()
})

async function read(filter: Omit<FilterSpec, 'in'>) {
  const { records, ended } = await collect(target, {
    topic: 'filters',
    from: 'earliest',
    to: 'latest',
    isolation: 'committed',
    maxValueBytes: 1000,
    filter: { in: ['key', 'value', 'headers'], ...filter },
  })
  return { offsets: records.map(({ offset }) => Number(offset)), ended }
}

describe('filters over a real topic', () => {
  it.each<[Omit<FilterSpec, 'in'>, number[]]>([
    [{ text: 'FAILED', case: 'insensitive' }, [7, 107, 207]],
    [{ regex: '"state":"F\\w+d"' }, [7, 107, 207]],
    [{ regex: 'fail.d', case: 'insensitive' }, [7, 107, 207]],
    [{ expr: `value.id == ${ODD}` }, [150]],
    [{ expr: `value.id >= ${ODD - 1n} && value.id < ${ODD + 2n}` }, [149, 150, 151]],
    [{ expr: 'headers["trace"] == "abc"' }, [42]],
    [{ expr: 'value.state == "Failed" && offset > 100' }, [107, 207]],
    [{ expr: 'topic == "filters" && offset < 2' }, [0, 1]],
    [{ text: 'k', expr: 'key == "k9"' }, [9]],
  ])('%j', async (filter, offsets) => {
    const found = await read(filter)
    expect(found.offsets).toEqual(offsets)
    expect(found.ended).toMatchObject({ read: 300, matched: offsets.length, skipped: 0, undecodable: 0 })
    expect(found.ended.filterErrors).toBeUndefined()
  })

  it('counts the records on which an expression fails, and goes on', async () => {
    const { offsets, ended } = await read({ expr: 'value.n > 297' })
    expect(offsets).toEqual([298, 299])
    expect(ended).toMatchObject({
      read: 300,
      matched: 2,
      filterErrors: 6,
      filterErrorSample: 'no such overload: string > int (column 1)',
    })
  })
})

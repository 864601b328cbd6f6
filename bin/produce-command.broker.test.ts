import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { KafkaCluster } from '#sandbox/kafka-cluster.ts'
import { startKafka } from '#sandbox/start-kafka.ts'
import { jsonLines, runKeystream } from './testing/run-keystream.ts'

let kafka: KafkaCluster
let folder: string

beforeAll(async () => {
  kafka = await startKafka()
  folder = await mkdtemp(path.join(tmpdir(), 'keystream-produce-'))
})

afterAll(async () => {
  await kafka.stop()
  await rm(folder, { recursive: true, force: true })
})

describe('produce from a file, and one record exactly', () => {
  it('writes rows of CSV, JSON values and lines, says which line is bad, and takes standard input', async () => {
    const user = await kafka.addUser({ role: 'producer,consumer', topic: 'from-files' })
    await kafka.admin.createTopic({ name: 'from-files', partitions: 2, replicationFactor: 1 })
    const [paste = '', csv = '', ndjson = ''] = ['files.txt', 'orders.csv', 'orders.ndjson'].map((name) =>
      path.join(folder, name),
    )
    await writeFile(paste, user.paste({ kafka: 4, tls: false }))
    await writeFile(csv, 'id,note\nA-1,"over\ntwo"\nA-2\nA-3,fine\n')
    await writeFile(ndjson, '{"id":"B-1"}\nno json\n{"id":"B-2"}\n')
    const produce = (args: readonly string[], input = '') =>
      runKeystream(['produce', '--json', '-c', paste, ...args], input)

    const planned = await produce(['--file', csv, '--key-field', 'id', '--on-bad', 'skip', '--dry-run'])
    expect(JSON.parse(planned.stdout)).toMatchObject({ count: 2, skipped: 1, bad: [{ line: 4 }] })
    const skipped = await produce(['--file', csv, '--key-field', 'id', '--on-bad', 'skip'])
    expect([skipped.code, skipped.stderr]).toEqual([
      0,
      expect.stringContaining('Line 4 has 1 field, where the first line has 2.') as string,
    ])
    expect(JSON.parse(skipped.stdout)).toMatchObject({ acknowledged: 2, skipped: 1 })
    const stopped = await produce(['--file', ndjson, '--key-field', 'id'])
    expect([stopped.code, stopped.stderr]).toEqual([
      2,
      expect.stringContaining('Line 2 is not JSON.') as string,
    ])
    expect(JSON.parse(stopped.stdout)).toMatchObject({ acknowledged: 1 })
    const piped = await produce(['--file', '-', '--format', 'lines', '--key', 'line'], 'one\n\ntwo\n')
    expect(piped.code, piped.stderr).toBe(0)

    const read = await runKeystream(['read', '--json', '-c', paste])
    const pairs = jsonLines(read.stdout).map(({ key, value }) => [key, value])
    expect(pairs).toHaveLength(5)
    expect(pairs).toEqual(
      expect.arrayContaining([
        [{ text: 'A-1' }, { text: '{"id":"A-1","note":"over\\ntwo"}' }],
        [{ text: 'A-3' }, { text: '{"id":"A-3","note":"fine"}' }],
        [{ text: 'B-1' }, { text: '{"id":"B-1"}' }],
        [{ text: 'line' }, { text: 'one' }],
        [{ text: 'line' }, { text: 'two' }],
      ]),
    )
  })

  it('writes one record as it is given: empty and null apart, partition, time, headers twice', async () => {
    const user = await kafka.addUser({ role: 'producer,consumer', topic: 'exact' })
    await kafka.admin.createTopic({ name: 'exact', partitions: 3, replicationFactor: 1 })
    const paste = user.paste({ kafka: 4, tls: false })
    const at = Date.now() - 60_000
    const exactly = ['--partition', '2', '--timestamp', String(at), '--compression', 'lz4']
    const first = [
      '--key',
      '',
      '--value',
      '{{not a template}}',
      '--header',
      'h=1',
      '--header',
      'h=',
      '--null-header',
      'h',
    ]
    const plan = await runKeystream(['produce', '--json', '--dry-run', ...first, ...exactly], paste)
    expect(JSON.parse(plan.stdout), plan.stderr).toMatchObject({
      exists: true,
      count: 1,
      partitions: [{ records: 0 }, { records: 0 }, { partition: 2, records: 1 }],
    })
    for (const args of [
      [...first, ...exactly],
      ['--null-value', ...exactly],
    ]) {
      const { code, stderr } = await runKeystream(['produce', '--json', ...args], paste)
      expect(code, stderr).toBe(0)
    }
    const read = await runKeystream(['read', '--json'], paste)
    expect(jsonLines(read.stdout)).toMatchObject([
      {
        ...{ partition: 2, timestamp: at, compression: 'lz4' },
        ...{ key: { text: '' }, value: { text: '{{not a template}}' } },
        headers: [
          ['h', { text: '1' }],
          ['h', { text: '' }],
          ['h', null],
        ],
      },
      { partition: 2, timestamp: at, key: null, value: null, headers: [] },
    ])
    const both = await runKeystream(['produce', '--value', 'a', '--template', 'b'], paste)
    expect([both.code, both.stderr]).toEqual([2, expect.stringContaining('--template, --value') as string])
  })
})

it('warns of times older than the topic keeps, by what it really keeps where that may be seen', async () => {
  const hour = { 'retention.ms': '7200000' }
  await kafka.admin.createTopic({ name: 'short-lived', partitions: 1, replicationFactor: 1, configs: hour })
  const yesterday = new Date(Date.now() - 86_400_000).toISOString()
  const lastMonth = new Date(Date.now() - 30 * 86_400_000).toISOString()
  const warningsTo = async (role: string, timestamp: string) => {
    const user = await kafka.addUser({ role, topic: 'short-lived' })
    const args = ['produce', '--json', '--dry-run', '-n', '2', '--timestamp', timestamp]
    const { code, stdout, stderr } = await runKeystream(args, user.paste({ kafka: 4, tls: false }))
    expect(code, stderr).toBe(0)
    return (JSON.parse(stdout) as { warnings: string[] }).warnings
  }
  expect(await warningsTo('admin', yesterday)).toEqual([
    expect.stringContaining('older than the 2 hours for which this topic keeps records'),
  ])
  expect(await warningsTo('producer', yesterday)).toEqual([])
  expect(await warningsTo('producer', lastMonth)).toEqual([
    expect.stringContaining('How long this topic keeps records is unknown'),
  ])
})

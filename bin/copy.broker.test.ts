import { createHmac } from 'node:crypto'
import { once } from 'node:events'
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterAll, beforeAll, expect, it, vi } from 'vitest'
import type { AddedUser, KafkaCluster } from '#sandbox/kafka-cluster.ts'
import { startKafka } from '#sandbox/start-kafka.ts'
import { jsonLines, runKeystream, spawnKeystream } from './testing/run-keystream.ts'

const COUNT = 200

let kafka: KafkaCluster
let folder: string
let source: AddedUser
let sourceFile: string
let targetFile: string

beforeAll(async () => {
  kafka = await startKafka()
  folder = await mkdtemp(path.join(tmpdir(), 'keystream-copy-'))
  source = await kafka.addUser({ role: 'producer,consumer', topic: 'orders' })
  const target = await kafka.addUser({ role: 'producer,consumer', topic: 'archive' })
  sourceFile = path.join(folder, 'source.txt')
  targetFile = path.join(folder, 'target.txt')
  await writeFile(sourceFile, source.paste({ kafka: 4, tls: true }))
  await writeFile(targetFile, target.paste({ kafka: 4, tls: false }))
  const written = await runKeystream([
    ...['produce', '-c', sourceFile, '-n', String(COUNT), '--partitions', '2', '--json'],
    ...['--key', 'k{{sequence}}', '--template', '{"id":{{sequence}},"kind":"order"}'],
  ])
  expect(written.code).toBe(0)
})

afterAll(async () => {
  vi.unstubAllEnvs()
  await kafka.stop()
  await rm(folder, { recursive: true, force: true })
})

it('copies with a filter and a mapping, and tells what became of each record', async () => {
  const { code, stdout, stderr } = await runKeystream([
    ...['copy', '-c', sourceFile, '--to-credentials', targetFile, '--to-partitions', '2', '--json'],
    ...['--filter.expr', 'value.id < 50', '--field', 'id=order.id', '--constant', 'source="shop"'],
  ])
  expect([code, stderr.includes(source.password)]).toEqual([0, false])
  expect(jsonLines(stdout)).toEqual([
    expect.objectContaining({
      ...{ read: COUNT, delivered: 50, filtered: COUNT - 50, failed: 0, undecodable: 0, pending: 0 },
      ...{ topicCreated: true, group: null },
    }),
  ])
  const found = await runKeystream(['read', '-c', targetFile, '--json', '--filter.text', '"id":7}'])
  expect(jsonLines(found.stdout)).toMatchObject([
    { key: { text: 'k7' }, value: { text: '{"order":{"id":7},"source":"shop"}' } },
  ])
})

it('refuses what is not right before it connects', async () => {
  const both = ['copy', '-c', sourceFile, '--to-topic', 'orders']
  expect((await runKeystream([...both, '--to', 'live'])).code).toBe(2)
  expect((await runKeystream([...both, '--field', 'a..b=c'])).code).toBe(2)
  expect((await runKeystream(['copy', '-c', sourceFile])).code).toBe(2)
})

it('tells its truth so far at a Ctrl-C', async () => {
  const child = spawnKeystream([
    ...['copy', '-c', sourceFile, '--to-credentials', targetFile, '--to', 'live', '--json'],
  ])
  child.stdin.end()
  let printed = ''
  child.stdout.on('data', (chunk: Buffer) => (printed += chunk.toString()))
  const ended = once(child, 'close') as Promise<[number | null]>
  await vi.waitFor(async () => {
    const { stdout } = await runKeystream(['read', '-c', targetFile, '--count', '--json'])
    expect(jsonLines(stdout)[0]?.['read']).toBe(COUNT + 50)
  }, 20_000)
  child.kill('SIGINT')
  expect((await ended)[0]).toBe(130)
  expect(jsonLines(printed)[0]).toMatchObject({ read: COUNT, delivered: COUNT, pending: 0 })
})

it('consumes into a new file, NDJSON and CSV, and never over one that is there', async () => {
  const consume = (file: string, group: string) =>
    runKeystream([
      ...['consume', '-c', sourceFile, '--group', `${source.consumerGroupPrefix ?? ''}${group}`],
      ...['-n', String(COUNT), '--output', path.join(folder, file)],
    ])
  expect((await consume('orders.ndjson', 'a')).code).toBe(0)
  expect((await consume('orders.csv', 'b')).code).toBe(0)
  expect((await consume('orders.csv', 'c')).code).toBe(2)
  expect(jsonLines(await readFile(path.join(folder, 'orders.ndjson'), 'utf8'))).toHaveLength(COUNT)
  const csv = (await readFile(path.join(folder, 'orders.csv'), 'utf8')).trimEnd().split('\r\n')
  expect(csv).toHaveLength(COUNT + 1)
  expect(csv[0]).toMatch(/^"partition","offset","timestamp"/)
})

it('posts what it consumes, signed by the secret in the environment', async () => {
  const secret = 'the secret of a receiver'
  const taken: unknown[] = []
  const server = createServer((request, response) => {
    const chunks: Buffer[] = []
    request.on('data', (chunk: Buffer) => chunks.push(chunk))
    request.on('end', () => {
      const body = Buffer.concat(chunks).toString('utf8')
      const { 'webhook-id': id, 'webhook-timestamp': at, 'webhook-signature': signature } = request.headers
      const expected = createHmac('sha256', secret).update(`${String(id)}.${String(at)}.${body}`)
      const good = signature === `v1,${expected.digest('base64')}`
      if (good) taken.push(...(JSON.parse(body) as unknown[]))
      response.writeHead(good ? 200 : 401).end()
    })
  }).listen(0, '127.0.0.1')
  await once(server, 'listening')
  vi.stubEnv('KEYSTREAM_WEBHOOK_SECRET', secret)
  vi.stubEnv('KEYSTREAM_WEBHOOK_URL', `http://127.0.0.1:${(server.address() as AddressInfo).port}/in`)
  const { code, stdout } = await runKeystream([
    ...[
      'consume',
      '-c',
      sourceFile,
      '--group',
      `${source.consumerGroupPrefix ?? ''}hook`,
      '-n',
      String(COUNT),
    ],
    ...['--webhook', '--json'],
  ])
  server.close()
  expect(code).toBe(0)
  expect(jsonLines(stdout)[0]).toMatchObject({ read: COUNT, delivered: COUNT, failed: 0 })
  expect(taken).toHaveLength(COUNT)
})

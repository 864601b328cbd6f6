import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { access, readdir } from 'node:fs/promises'
import os from 'node:os'
import path from 'node:path'
import { createInterface } from 'node:readline'
import { expect, it } from 'vitest'
import { ClusterLink } from '#lib/kafka/cluster-link.ts'
import { startKafka } from './start-kafka.ts'

/** Asked of a cluster that is ready: the promise is to be ready in 4 s on an idle machine; tests share theirs. */
const START_LIMIT_MS = 12_000

function processIsGone(pid: number): boolean {
  try {
    process.kill(pid, 0)
    return false
  } catch {
    return true
  }
}

it('starts on free ports beside another, is ready at once, and leaves nothing behind', async () => {
  const began = Date.now()
  const [first, second] = await Promise.all([startKafka(), startKafka()])
  expect(Date.now() - began).toBeLessThan(START_LIMIT_MS)
  const pids = [...first.pids, ...second.pids]
  expect(pids).toHaveLength(2)
  expect(first.servers('scram')).not.toEqual(second.servers('scram'))
  expect(first.servers('scram')[0]).toMatch(/^127\.0\.0\.1:\d+92$/)
  expect(first.servers('scramTls')[0]).toMatch(/^127\.0\.0\.1:\d+93$/)
  expect(first.servers('mutualTls')[0]).toMatch(/^127\.0\.0\.1:\d+94$/)
  await first.admin.createTopic({ name: 'at-once', partitions: 2, replicationFactor: 1 })
  expect((await first.admin.describeTopic('at-once')).partitions).toHaveLength(2)
  await Promise.all([first.stop(), second.stop()])
  expect(pids.map(processIsGone)).toEqual([true, true])
})

it('ends its broker and its folder when its parent is killed', async () => {
  const script = `
    import { startKafka } from '#sandbox/start-kafka.ts'
    const kafka = await startKafka()
    process.stdout.write(JSON.stringify({ pids: kafka.pids, folder: kafka.directory }) + '\\n')
    setInterval(() => undefined, 1000)
  `
  const parent = spawn(process.execPath, ['--conditions=react-server', '--input-type=module', '-e', script], {
    cwd: path.resolve(import.meta.dirname, '..'),
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  const [line] = (await once(createInterface({ input: parent.stdout }), 'line')) as [string]
  const { pids, folder } = JSON.parse(line) as { pids: number[]; folder: string }
  expect(pids.map(processIsGone)).toEqual([false])
  parent.kill('SIGKILL')
  await expect.poll(() => pids.map(processIsGone), { timeout: 10_000 }).toEqual([true])
  await expect
    .poll(
      () =>
        access(folder).then(
          () => 'there',
          () => 'gone',
        ),
      { timeout: 10_000 },
    )
    .toBe('gone')
})

it('keeps data, users and ports in a kept folder', async () => {
  const { mkdtemp, rm } = await import('node:fs/promises')
  const directory = await mkdtemp(path.join(os.tmpdir(), 'keystream-kept-'))
  try {
    const before = await startKafka({ directory })
    const user = await before.addUser({ role: 'producer', topic: 'kept' })
    await before.admin.createTopic({ name: 'kept', partitions: 3, replicationFactor: 1 })
    await before.stop()
    const after = await startKafka({ directory })
    expect(after.ports).toEqual(before.ports)
    const [again] = after.users
    expect(again?.paste({ kafka: 4, tls: true })).toBe(user.paste({ kafka: 4, tls: true }))
    const link = await ClusterLink.connect(user.target('scramTls'))
    const { topics } = await link.metadata({ topics: ['kept'] })
    expect(topics.map(({ topic, partitions }) => [topic, partitions.length])).toEqual([['kept', 3]])
    link.close()
    await after.stop()
    expect((await readdir(directory)).sort()).toEqual(['node-1', 'sandbox.json', 'tls'])
  } finally {
    await rm(directory, { recursive: true, force: true })
  }
})

it('tells why a broker did not start', async () => {
  await expect(startKafka({ properties: { 'num.io.threads': 'many' } })).rejects.toThrow('num.io.threads')
})

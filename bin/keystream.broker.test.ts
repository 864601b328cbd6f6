import { once } from 'node:events'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { KafkaCluster } from '#sandbox/kafka-cluster.ts'
import { startKafka } from '#sandbox/start-kafka.ts'
import { jsonLines, runKeystream, spawnKeystream } from './testing/run-keystream.ts'

let kafka: KafkaCluster
let folder: string

beforeAll(async () => {
  kafka = await startKafka()
  folder = await mkdtemp(path.join(tmpdir(), 'keystream-command-'))
})

afterAll(async () => {
  await kafka.stop()
  await rm(folder, { recursive: true, force: true })
})

type AddedUser = Awaited<ReturnType<KafkaCluster['addUser']>>

async function userOf(role: string, topic: string): Promise<AddedUser> {
  return kafka.addUser({ role, topic })
}

describe('check', () => {
  it.each([
    { kafka: 4, tls: false },
    { kafka: 4, tls: true },
    { kafka: 3, tls: false },
  ] as const)('tells a step a line and the verdict last: %j', async (form) => {
    const user = await userOf('producer,consumer', `checked-${form.kafka}-${form.tls}`)
    await kafka.admin.createTopic({ name: user.topic, partitions: 1, replicationFactor: 1 })
    const { code, stdout, stderr } = await runKeystream(['check', '--json'], user.paste(form))
    const lines = jsonLines(stdout)
    expect(lines.slice(0, -1).every(({ type, status }) => type === 'step' && status !== 'running')).toBe(true)
    expect(lines.at(-1)).toMatchObject({ type: 'verdict', verdict: 'authorized' })
    expect(code).toBe(0)
    expect(stdout + stderr).not.toContain(user.password)
  })

  it('takes the CA from a file where the paste has none', async () => {
    const user = await userOf('consumer', 'with-ca')
    await kafka.admin.createTopic({ name: 'with-ca', partitions: 1, replicationFactor: 1 })
    const paste = user.paste({ kafka: 3, tls: true })
    const without = await runKeystream(['check', '--json'], paste)
    expect(without.code).toBe(1)
    expect(jsonLines(without.stdout).at(-1)?.['code']).toBe('broker_tls_unknown_ca')
    const file = path.join(folder, 'ca.pem')
    await writeFile(file, kafka.caPem)
    const given = await runKeystream(['check', '--json', '--ca', file], paste)
    expect([given.code, jsonLines(given.stdout).at(-1)?.['verdict']]).toEqual([0, 'authorized'])
  })

  it('logs in with a client certificate', async () => {
    const user = await kafka.addUser({ role: 'consumer', topic: 'mutual', clientCertificate: true })
    await kafka.admin.createTopic({ name: 'mutual', partitions: 1, replicationFactor: 1 })
    const [certificate, key, paste] = ['cert.pem', 'key.pem', 'paste.txt'].map((name) =>
      path.join(folder, name),
    )
    await writeFile(certificate ?? '', user.clientCertificate?.certificatePem ?? '')
    await writeFile(key ?? '', user.clientCertificate?.keyPem ?? '')
    await writeFile(paste ?? '', user.paste({ kafka: 4, tls: true, mutualTls: true }))
    const files = ['--client-cert', certificate ?? '', '--client-key', key ?? '']
    const protocol = ['--security-protocol', 'SSL']
    const { code, stdout } = await runKeystream(['check', '--json', '-c', paste ?? '', ...files, ...protocol])
    expect([code, jsonLines(stdout).at(-1)?.['verdict']]).toEqual([0, 'authorized'])
  })

  it('tells a wrong password and a closed port apart, for people too', async () => {
    const user = await userOf('consumer', 'wrong')
    const paste = user.paste({ kafka: 4, tls: false })
    const wrong = await runKeystream(['check'], paste.replace(user.password, 'NotThePassword123'))
    expect([wrong.code, wrong.stdout.includes('✗ sasl')]).toEqual([1, true])
    expect(wrong.stdout + wrong.stderr).not.toContain('NotThePassword123')
    const closed = await runKeystream(['check', '--json'], paste.replace(/127\.0\.0\.1:\d+/, '127.0.0.1:1'))
    expect([closed.code, jsonLines(closed.stdout).at(-1)?.['code']]).toEqual([1, 'broker_refused'])
  })
})

describe('produce and read', () => {
  it('creates the topic, writes, and reads the same back', async () => {
    const user = await userOf('producer,consumer', 'written')
    const paste = user.paste({ kafka: 4, tls: false })
    const args = [
      '-n',
      '2000',
      '--template',
      '{"n":{{sequence}}}',
      '--key',
      'k{{sequence}}',
      '--header',
      'from=test',
    ]
    const produced = await runKeystream(['produce', '--json', '--partitions', '3', ...args], paste)
    expect(produced.code, produced.stderr).toBe(0)
    expect(JSON.parse(produced.stdout)).toMatchObject({
      topic: 'written',
      topicCreated: true,
      acknowledged: 2000,
      failed: 0,
      stopReason: 'count',
    })
    const again = await runKeystream(['produce', '--json', '--partitions', '3', '-n', '1'], paste)
    expect(JSON.parse(again.stdout)).toMatchObject({ topicCreated: false, acknowledged: 1 })

    const read = await runKeystream(['read', '--json', '--filter.text', '{"n"'], paste)
    const records = jsonLines(read.stdout)
    expect(read.code, read.stderr).toBe(0)
    const numbers = records.map(
      ({ value }) => (JSON.parse((value as { text: string }).text) as { n: number }).n,
    )
    expect(numbers.toSorted((a, b) => a - b)).toEqual(Array.from({ length: 2000 }, (_, n) => n))
    expect(records[0]).toMatchObject({ headers: [['from', { text: 'test' }]], compression: 'none' })

    const counted = await runKeystream(
      ['read', '--json', '--count', '--filter.text', '"n":77}', '--filter.in', 'value'],
      paste,
    )
    expect(JSON.parse(counted.stdout)).toEqual({
      read: 2001,
      matched: 1,
      skipped: 0,
      undecodable: 0,
      seconds: expect.any(Number) as number,
    })

    const people = await runKeystream(['read', '-n', '1', '--partitions', '0', '--from', 'offset:5'], paste)
    expect(people.stdout).toMatch(/^0:5 +\d{4}-\d\d-\d\dT[\d:.]+Z k\d+ \{"n":\d+\}\n$/)
  })

  it('shows nothing that could drive a terminal', async () => {
    const user = await userOf('producer,consumer', 'hostile')
    const paste = user.paste({ kafka: 4, tls: false })
    await runKeystream(
      ['produce', '--partitions', '1', '-n', '1', '--template', '\u001b[31mred\u202e\u0007'],
      paste,
    )
    const { stdout } = await runKeystream(['read'], paste)
    expect(stdout).toContain('\\u{1b}[31mred\\u{202e}\\u{7}')
  })

  it('says which right is missing', async () => {
    const user = await userOf('consumer', 'read-only')
    await kafka.admin.createTopic({ name: 'read-only', partitions: 1, replicationFactor: 1 })
    const { code, stdout, stderr } = await runKeystream(
      ['produce', '-n', '5'],
      user.paste({ kafka: 4, tls: false }),
    )
    expect([code, stdout]).toEqual([1, ''])
    expect(stderr).toContain('may not write topic “read-only”')
    expect(stderr).toContain('WRITE (role producer)')
  })
})

describe('consume', () => {
  it('takes records in a group, commits, and goes on where it ended', async () => {
    const user = await userOf('producer,consumer', 'consumed')
    const paste = user.paste({ kafka: 4, tls: false })
    const number = ['--template', '{{sequence}}']
    await runKeystream(['produce', '--partitions', '2', '-n', '100', ...number], paste)
    const group = ['--group', `${user.consumerGroupPrefix ?? ''}command`]
    const first = await runKeystream(['consume', '--json', ...group, '-n', '30'], paste)
    expect(first.code, first.stderr).toBe(0)
    const rest = await runKeystream(['consume', '--json', ...group, '-n', '70'], paste)
    const taken = [...jsonLines(first.stdout), ...jsonLines(rest.stdout)]
    const numbers = taken.map(({ value }) => Number((value as { text: string }).text))
    expect(numbers.toSorted((a, b) => a - b)).toEqual(Array.from({ length: 100 }, (_, n) => n))

    const idle = await runKeystream(['consume', '--json', '--count', ...group, '--idle', '1'], paste)
    expect([idle.code, JSON.parse(idle.stdout)]).toEqual([0, expect.objectContaining({ read: 0, lag: 0 })])
    const own = await runKeystream(['consume', '--json', '--count', '-n', '100'], paste)
    expect(JSON.parse(own.stdout)).toMatchObject({
      read: 100,
      group: expect.stringMatching(new RegExp(`^${user.username}-ks-`)) as string,
    })
  })

  it('refuses a group outside the prefix before it joins', async () => {
    const user = await userOf('consumer', 'foreign-group')
    await kafka.admin.createTopic({ name: 'foreign-group', partitions: 1, replicationFactor: 1 })
    const paste = user.paste({ kafka: 4, tls: false })
    const { code, stderr } = await runKeystream(['consume', '--group', 'somebody', '-n', '1'], paste)
    expect(code).not.toBe(0)
    expect(stderr).toContain(`${user.username}-`)
  })
})

describe('ends', () => {
  it('ends quietly when nobody reads on, as with `| head -1`', async () => {
    const user = await userOf('producer,consumer', 'piped')
    const paste = user.paste({ kafka: 4, tls: false })
    await runKeystream(['produce', '--partitions', '1', '-n', '50000'], paste)
    const child = spawnKeystream(['read', '--json'])
    child.stdin.end(paste)
    let said = ''
    child.stderr.on('data', (chunk: Buffer) => {
      said += chunk.toString()
    })
    await once(child.stdout, 'data')
    child.stdout.destroy()
    const [code] = (await once(child, 'close')) as [number | null]
    expect([code, said.includes('Error')]).toEqual([0, false])
  })

  it('tells the truth so far at a Ctrl-C and ends with 130', async () => {
    const user = await userOf('producer,consumer', 'stopped')
    const paste = user.paste({ kafka: 4, tls: false })
    await runKeystream(['produce', '--partitions', '1', '-n', '10'], paste)

    const live = spawnKeystream(['read', '--json', '--to', 'live'])
    live.stdin.end(paste)
    await once(live.stdout, 'data')
    live.kill('SIGINT')
    expect((await once(live, 'close'))[0]).toBe(130)

    const slow = spawnKeystream(['produce', '--json', '-n', '1000000', '--rate', '100'])
    slow.stdin.end(paste)
    const follower = spawnKeystream(['read', '--json', '--to', 'live', '--from', 'latest', '-n', '1'])
    follower.stdin.end(paste)
    // The follower ends with the first record that arrives: then the producer is at work.
    expect((await once(follower, 'close'))[0]).toBe(0)
    slow.kill('SIGINT')
    const chunks: Buffer[] = []
    slow.stdout.on('data', (chunk: Buffer) => chunks.push(chunk))
    const [code] = (await once(slow, 'close')) as [number | null]
    const outcome = JSON.parse(Buffer.concat(chunks).toString()) as {
      acknowledged: number
      stopReason: string
    }
    expect([code, outcome.stopReason]).toEqual([130, 'cancelled'])
    const read = await runKeystream(['read', '--json', '--count'], paste)
    const { read: total } = JSON.parse(read.stdout) as { read: number }
    expect(total).toBeGreaterThanOrEqual(10 + outcome.acknowledged)
  })
})

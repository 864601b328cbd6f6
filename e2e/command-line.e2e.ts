import { expect, test } from './support/fixtures.ts'
import { jsonLines, keystream } from './support/keystream.ts'
import { passwordIn } from './support/sandbox.ts'

const RECORDS = 1_000

test('parse says what a paste holds and never its secrets', async ({ kafka }) => {
  const user = await kafka.addUser('producer,consumer', 'parsed')
  const paste = user.pastes['kafka4-tls']
  const { code, stdout, stderr } = await keystream(['parse', '--json'], paste)
  const answer = JSON.parse(stdout) as { products: Record<string, unknown>[]; issues: unknown[] }
  expect(code).toBe(0)
  expect(answer.products).toHaveLength(1)
  expect(answer.products[0]).toMatchObject({
    product: 'kafka',
    securityProtocol: 'SASL_SSL',
    saslMechanism: 'SCRAM-SHA-512',
    username: user.username,
    topic: 'parsed',
    consumerGroupPrefix: user.consumerGroupPrefix,
    roles: ['producer', 'consumer'],
    secrets: ['password', 'salt'],
  })
  expect(stdout + stderr).not.toContain(passwordIn(paste))
})

test('the whole story in pipes: check, produce, read, consume', async ({ kafka }) => {
  const user = await kafka.addUser('producer,consumer', 'piped')
  await kafka.createTopic('piped', 3)
  const paste = user.pastes.kafka4
  const seen: string[] = []
  const run = async (...args: string[]) => {
    const ended = await keystream(args, paste)
    seen.push(ended.stdout, ended.stderr)
    expect(ended.code, `${args.join(' ')}\n${ended.stderr}`).toBe(0)
    return ended
  }

  const steps = jsonLines((await run('check', '--json')).stdout)
  expect(steps.at(-1)).toMatchObject({ type: 'verdict', verdict: 'authorized' })
  expect(steps.filter(({ status }) => status === 'failed')).toEqual([])

  await run('produce', '-n', String(RECORDS), '--template', '{"number":{{sequence}},"state":"FAILED"}')

  const read = jsonLines((await run('read', '--json', '--from', 'earliest')).stdout)
  expect(read).toHaveLength(RECORDS)
  const numbers = read.map(
    ({ value }) => (JSON.parse((value as { text: string }).text) as { number: number }).number,
  )
  expect(numbers.toSorted((a, b) => a - b)).toEqual(Array.from({ length: RECORDS }, (_, i) => i))

  const newest = jsonLines((await run('read', '--json', '--from', 'newest:5')).stdout)
  expect(newest).toHaveLength(5)

  const [histogram] = jsonLines((await run('histogram', '--json')).stdout)
  const { partitions = [] } = histogram as { partitions?: { counts: number[] }[] }
  expect(partitions.flatMap(({ counts }) => counts).reduce((sum, count) => sum + count, 0)).toBe(RECORDS)
  expect((await run('histogram')).stdout).toContain('about 1,000 records')

  const counted = JSON.parse(
    (await run('read', '--json', '--count', '--filter.text', '"number":77,')).stdout,
  ) as object
  expect(counted).toMatchObject({ read: RECORDS, matched: 1, undecodable: 0 })

  const group = `${user.consumerGroupPrefix ?? ''}pipe`
  const consumed = jsonLines((await run('consume', '--json', '--group', group, '-n', '10')).stdout)
  expect(consumed).toHaveLength(10)

  expect(seen.join('\n')).not.toContain(passwordIn(paste))
})

test('what cannot be understood ends with 2 and says what to do', async () => {
  const paste = await keystream(['parse', '--json'], 'nothing of the kind\n')
  const option = await keystream(['read', '--from', 'yesterday'], 'kafka:\n')
  const command = await keystream(['brew'])
  expect([paste.code, option.code, command.code]).toEqual([2, 2, 2])
  expect([option.stdout, command.stdout]).toEqual(['', ''])
  expect(option.stderr).toContain('from')
})

test('a group outside the granted prefix is refused before anything is joined', async ({ kafka }) => {
  const user = await kafka.addUser('consumer', 'grouped')
  await kafka.createTopic('grouped', 1)
  const { code, stderr } = await keystream(
    ['consume', '--group', 'somebody-else', '-n', '1'],
    user.pastes.kafka4,
  )
  expect(code).not.toBe(0)
  expect(stderr).toContain(user.consumerGroupPrefix ?? 'no prefix')
})

test('a removed user is told apart from a dead server', async ({ kafka }) => {
  const user = await kafka.addUser('consumer', 'gone')
  await kafka.removeUser(user)
  const removed = await keystream(['check', '--json'], user.pastes.kafka4)
  const verdict = jsonLines(removed.stdout).at(-1)
  expect([removed.code, verdict?.['code']]).toEqual([1, 'broker_auth_failed'])
  expect(removed.stdout + removed.stderr).not.toContain(passwordIn(user.pastes.kafka4))

  const closed = user.pastes.kafka4.replace(/127\.0\.0\.1:\d+/, '127.0.0.1:1')
  const dead = jsonLines((await keystream(['check', '--json'], closed)).stdout).at(-1)
  expect(dead?.['code']).toBe('broker_refused')
})

import { copyFile, mkdtemp, rm, writeFile } from 'node:fs/promises'
import os from 'node:os'
import path from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { AddedUser, KafkaCluster } from '#sandbox/kafka-cluster.ts'
import { runCommand } from '#sandbox/run-command.ts'
import { startKafka } from '#sandbox/start-kafka.ts'
import { isProgram, preparePython } from '#sandbox/testing/workshop.ts'
import { jsonLines, runKeystream } from './testing/run-keystream.ts'

/** The first run fetches kafka-python. */
const TIMEOUT_MS = 5 * 60_000
const RUN_TIMEOUT_MS = 60_000
/** The releases that work: 2.2 and 2.3 die at the first record that they consume. */
const releases = ['3.0.12', '2.0.2'] as const
const here = path.resolve(import.meta.dirname, '../sandbox/testing/test_application.py')
const COUNT = 200

let kafka: KafkaCluster
let folder: string
beforeAll(async () => {
  kafka = await startKafka()
  folder = await mkdtemp(path.join(os.tmpdir(), 'keystream-test-application-'))
})
afterAll(async () => {
  await kafka.stop()
  await rm(folder, { recursive: true, force: true })
})

interface Message {
  readonly _id: string
  readonly content: string
}

/** The values that a person would copy out of the paste. */
async function optionsOf(user: AddedUser): Promise<string[]> {
  const { stdout } = await runKeystream(['parse', '--json'], user.paste({ kafka: 4, tls: false }))
  const { products } = JSON.parse(stdout) as { products: Record<string, string | string[]>[] }
  const facts = products[0] ?? {}
  const text = (name: string) => String(facts[name])
  return [
    ...['-t', text('topic'), '-u', text('username'), '-p', user.password],
    ...['-c', text('consumerGroupPrefix'), '-s', text('bootstrapServers'), '-x', text('securityProtocol')],
    ...['-n', String(COUNT)],
  ]
}

const textOf = (line: Record<string, unknown>) => (line['value'] as { text: string }).text
const numbered = Array.from({ length: COUNT }, (_, at) => `Message #${at}`).sort()

function expectWhole(messages: readonly Message[]): void {
  expect(messages.map(({ content }) => content).sort()).toEqual(numbered)
  expect(new Set(messages.map(({ _id }) => _id)).size).toBe(COUNT)
}

const skipped = isProgram('python3') ? '' : ' (not run: no python3 on this machine)'

describe.skipIf(skipped !== '').each(releases)(
  `the test application by kafka-python %s${skipped}`,
  (release) => {
    const python = () =>
      preparePython(`python-kafka-${release}`, [
        `kafka-python==${release}`,
        ...(release === '2.0.2' ? ['six'] : []),
      ])
    const relate = (way: string) =>
      kafka.addUser({ role: 'producer,consumer', topic: `app-${way}-${release}` })
    const run = async (args: readonly string[]) =>
      runCommand(await python(), [here, ...args], { timeoutMs: RUN_TIMEOUT_MS })

    it('is read by our consumer: same JSON, ids unique, counts equal', { timeout: TIMEOUT_MS }, async () => {
      const user = await relate('theirs')
      const said = await run([...(await optionsOf(user)), '--producer', '--origin', 'theirs (10.0.0.1)'])
      expect(said).toContain(`${COUNT} acknowledged`)
      const args = ['consume', '--json', '--from', 'earliest', '-n', String(COUNT), '--idle', '10']
      const { code, stdout } = await runKeystream(args, user.paste({ kafka: 4, tls: false }))
      expect(code).toBe(0)
      const values = jsonLines(stdout).map(textOf)
      // To the character: Python's blanks, its order of fields, its seconds.
      const shape =
        /^\{"timestamp": \d+\.\d+, "_id": "[0-9a-f]{32}", "origin": "theirs \(10\.0\.0\.1\)", "content": "Message #\d+"\}$/
      for (const value of values) expect(value).toMatch(shape)
      expectWhole(values.map((value) => JSON.parse(value) as Message))
    })

    it('reads what our producer writes, and stores each once', { timeout: TIMEOUT_MS }, async () => {
      const user = await relate('ours')
      const paste = user.paste({ kafka: 4, tls: false })
      const produced = await runKeystream(
        ['produce', '--json', '-n', String(COUNT), '--partitions', '5'],
        paste,
      )
      expect(produced.code).toBe(0)
      const read = await runKeystream(['read', '--json'], paste)
      const written = jsonLines(read.stdout).map((line) => JSON.parse(textOf(line)) as Message)
      expectWhole(written)
      const shape =
        /^\{"timestamp": \d+\.\d+, "_id": "[0-9a-f]{12}4[0-9a-f]{3}[89ab][0-9a-f]{15}", "origin": "\S+ \([\d.]+\)", "content": "Message #\d+"\}$/
      for (const value of jsonLines(read.stdout).map(textOf)) expect(value).toMatch(shape)

      const said = await run([...(await optionsOf(user)), '--consumer', '--origin', 'theirs (10.0.0.1)'])
      expect(said).toContain(`${COUNT} stored, 0 redelivered`)
      const stored = jsonLines(
        said
          .split('\n')
          .filter((line) => line.startsWith('{'))
          .join('\n'),
      )
      expectWhole(stored as unknown as Message[])
      const sort = (messages: readonly Message[]) => messages.map(({ _id }) => _id).sort()
      expect(sort(stored as unknown as Message[])).toEqual(sort(written))
      expect(Object.keys(stored[0] ?? {})).toEqual([
        ...['timestamp', '_id', 'origin', 'content'],
        ...['destination', 'consumer_group'],
      ])
      expect(stored[0]).toMatchObject({ consumer_group: user.consumerGroupPrefix })
    })
  },
)

it.skipIf(skipped !== '').each([false, true])(
  `runs by its own command line, as keystream snippet test-app prints it, with TLS: %s${skipped}`,
  { timeout: TIMEOUT_MS },
  async (tls) => {
    const user = await kafka.addUser({ role: 'producer,consumer', topic: `app-script-${tls}` })
    const home = path.join(folder, `script-${tls}`)
    const made = await runKeystream(['snippet', 'test-app', '--output', home], user.paste({ kafka: 4, tls }))
    expect(made.code).toBe(0)
    await copyFile(here, path.join(home, 'client.py'))
    const python = await preparePython('python-kafka-3.0.12', ['kafka-python==3.0.12'])
    // The scripts call `python3`, as the steps put it on the PATH.
    await writeFile(path.join(home, 'run.sh'), `PATH="${path.dirname(python)}:$PATH"; . ./"$1"\n`)
    const options = {
      directory: home,
      timeoutMs: RUN_TIMEOUT_MS,
      environment: { KAFKA_PASSWORD: user.password },
    }
    expect(await runCommand('sh', ['run.sh', 'produce.sh'], options)).toContain('15 acknowledged')
    expect(await runCommand('sh', ['run.sh', 'consume.sh'], options)).toContain('15 stored, 0 redelivered')
  },
)

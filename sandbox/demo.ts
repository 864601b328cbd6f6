import { mkdir, readFile, writeFile } from 'node:fs/promises'
import net from 'node:net'
import path from 'node:path'
import { createInterface } from 'node:readline'
import { parseArgs } from 'node:util'
import { build, isBuildFresh } from './demo-build.ts'
import { findSetupLink, makeMasterKey, startDemoServer } from './demo-server.ts'
import { acquireFileLock } from './file-lock.ts'
import type { AddedUser, KafkaCluster } from './kafka-cluster.ts'
import { obeyCommand } from './obey-command.ts'
import { ensureTools, MissingToolsError, sandboxTools } from './prerequisites.ts'
import { parseCommand } from './sandbox-command.ts'
import { egressAllow, formNames, forms } from './sandbox-report.ts'
import { LOOPBACK } from './server-properties.ts'
import { startKafka } from './start-kafka.ts'

const usage = `npm run demo -- [--port 3000] [--directory .demo]
Starts a real Apache Kafka and Keystream on 127.0.0.1, builds first if needed, and keeps running until Ctrl-C.
The folder keeps accounts, profiles and records for the next time; remove it to begin anew.`

/** The charm's own client port is 9092: a demo takes it when it is free. */
const WANTED_BLOCK = 9000
const WANTED_PORT = 3000
const TOPIC = 'test-topic'
/** Enough to take over the lock of a demo that was killed. */
const LOCK_TIMEOUT_MS = 500
/** The first one's paste is shown; the others' lie in files. */
const roles = ['producer,consumer', 'producer', 'consumer', 'admin']

const root = path.resolve(import.meta.dirname, '..')

function isFree(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const probe = net.createServer()
    probe.once('error', () => resolve(false))
    probe.listen({ host: LOOPBACK, port, exclusive: true }, () => probe.close(() => resolve(true)))
  })
}

/** The port of last time, so that a bookmark and a session stay good; else the wanted one, or any that is free. */
async function choosePort(file: string, asked: string | undefined): Promise<number> {
  const last = Number(await readFile(file, 'utf8').catch(() => '')) || WANTED_PORT
  let port = asked === undefined ? last : Number(asked)
  if (!Number.isInteger(port) || port < 1 || port > 65_535) throw new Error('--port is a number up to 65535')
  if (asked !== undefined && !(await isFree(port)))
    throw new Error(`Port ${port} is in use: choose another --port`)
  while (!(await isFree(port))) port += 1
  await writeFile(file, `${port}\n`)
  return port
}

/** Writes every user's pastes into files of their own and gives the folder. */
async function writePastes(directory: string, users: readonly AddedUser[]): Promise<void> {
  await mkdir(directory, { recursive: true, mode: 0o700 })
  for (const user of users) {
    for (const name of formNames) {
      const file = `${user.roles.replace(',', '-')}.${name}.txt`
      await writeFile(path.join(directory, file), user.paste(forms[name]), { mode: 0o600 })
    }
  }
}

async function relatedUsers(kafka: KafkaCluster): Promise<readonly AddedUser[]> {
  if (kafka.users.length === 0) {
    for (const role of roles) await kafka.addUser({ role, topic: TOPIC })
  }
  return kafka.users
}

function welcome(facts: {
  readonly address: string
  readonly setupLink: string | null
  readonly folder: string
  readonly keyMade: boolean
  readonly users: readonly AddedUser[]
}): string {
  const { address, setupLink, folder, users } = facts
  const main = users.find(({ roles: held }) => held === roles[0]) ?? users[0]
  const key = `${path.join(folder, 'master.key')}${facts.keyMade ? ' (made just now; without it the stored secrets are lost)' : ''}`
  return `
Keystream runs at ${address}
${setupLink === null ? 'Sign in with the account that you created.' : `Create the first account: ${setupLink}`}

${setupLink === null ? 'To add a profile, paste this, as' : 'Then add a profile and paste this, as'} juju run data-integrator/leader get-credentials would print it:

${main?.paste({ kafka: 4, tls: false }) ?? ''}
Other users and forms (producer, consumer, admin; TLS; Kafka 3): ${path.join(folder, 'pastes')}
Data, accounts and records: ${folder}
Master key: ${key}
Type help to add, remove or rotate Kafka users; Ctrl-C ends everything and leaves only that folder.
`
}

async function main(): Promise<void> {
  const { values } = parseArgs({
    options: {
      port: { type: 'string' },
      directory: { type: 'string', default: path.join(root, '.demo') },
      help: { type: 'boolean', default: false },
    },
  })
  if (values.help) {
    console.log(usage)
    return
  }
  const log = (line: string) => {
    console.error(line)
  }
  const folder = path.resolve(values.directory)
  const stops: (() => Promise<void>)[] = []
  let stopping = false
  const stop = (code: number) => {
    if (stopping) return
    stopping = true
    log('Stopping')
    // The server first, or it would complain about the broker's end.
    void stops
      .reduceRight((before, next) => before.then(next), Promise.resolve())
      .finally(() => process.exit(code))
  }
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => stop(0))
  await ensureTools(sandboxTools, log)
  if (!(await isBuildFresh(root))) {
    log('Building Keystream (once, until its sources change)')
    await build(root)
  }
  await mkdir(folder, { recursive: true, mode: 0o700 })
  try {
    stops.push(await acquireFileLock(path.join(folder, 'lock'), LOCK_TIMEOUT_MS))
    const kafka = await startKafka({
      directory: path.join(folder, 'kafka'),
      wantedBlocks: [WANTED_BLOCK],
      log,
    })
    stops.push(() => kafka.stop())
    const users = await relatedUsers(kafka)
    await writePastes(path.join(folder, 'pastes'), users)
    const folders = {
      root,
      data: path.join(folder, 'server'),
      masterKeyFile: path.join(folder, 'master.key'),
      logFile: path.join(folder, 'server.log'),
    }
    const keyMade = await makeMasterKey(folders.masterKeyFile)
    const port = await choosePort(path.join(folder, 'port'), values.port)
    const server = await startDemoServer(folders, { port, egressAllow: egressAllow(kafka) })
    stops.push(() => server.stop())
    const setupLink = await findSetupLink(folders.data, server.address)
    console.log(welcome({ address: server.address, setupLink, folder, keyMade, users }))
    await obeyLines(kafka, () => stop(0))
  } catch (error) {
    log(error instanceof Error ? error.message : 'The demo could not be started.')
    stop(1)
  }
}

async function obeyLines(kafka: KafkaCluster, stop: () => void): Promise<void> {
  for await (const line of createInterface({ input: process.stdin })) {
    try {
      const command = parseCommand(line)
      if (command?.do === 'stop') stop()
      else if (command !== null) console.log((await obeyCommand(command, kafka, ['kafka4'])).text)
    } catch (error) {
      console.log(error instanceof Error ? error.message : 'That failed')
    }
  }
}

try {
  await main()
} catch (error) {
  console.error(error instanceof Error ? error.message : 'The demo could not be started.')
  process.exitCode = error instanceof MissingToolsError ? 2 : 1
}

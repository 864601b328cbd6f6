import { randomBytes } from 'node:crypto'
import { mkdtemp, rm } from 'node:fs/promises'
import os from 'node:os'
import path from 'node:path'
import { type Document, MongoClient } from 'mongodb'
import { claimPort } from './claim-port.ts'
import { logTail } from './log-tail.ts'
import { openMongoRuntime } from './mongo-runtime.ts'
import { LOOPBACK } from './server-properties.ts'
import { SupervisedProcess } from './supervised-process.ts'
import { waitForPort } from './wait-for-port.ts'

const START_DEADLINE_MS = 30_000
const USERNAME = 'relation-5'
const PASSWORD_BYTES = 12

/** SandboxMongo is a running server that speaks MongoDB's protocol, with one user who may do everything. */
export interface SandboxMongo {
  readonly port: number
  readonly username: string
  readonly password: string
  /** What get-credentials prints of it. */
  paste(database: string): string
  /** documents gives everything in a collection. */
  documents(database: string, collection: string): Promise<Document[]>
  /** kill ends it as a crash would; start brings it back on the same port and data. */
  kill(): Promise<void>
  start(): Promise<void>
  stop(): Promise<void>
}

/** startMongo starts one on loopback. The first on a machine builds it, for which it wants Go. */
export async function startMongo(log: (line: string) => void = console.error): Promise<SandboxMongo> {
  const program = await openMongoRuntime(log)
  const directory = await mkdtemp(path.join(os.tmpdir(), 'keystream-mongo-'))
  const { port, release } = await claimPort()
  const password = randomBytes(PASSWORD_BYTES).toString('base64url')
  let server: SupervisedProcess | null = null
  const start = async (): Promise<void> => {
    const running = await SupervisedProcess.start({
      ...{ program, directory, throwaway: directory, logFile: path.join(directory, 'log') },
      args: [
        ...['--handler=sqlite', `--sqlite-url=file:${directory}/`, `--listen-addr=${LOOPBACK}:${port}`],
        ...['--debug-addr=-', `--state-dir=${directory}`, '--telemetry=disable', '--log-level=warn'],
        ...['--test-enable-new-auth', '--setup-database=admin', `--setup-username=${USERNAME}`],
      ],
      environment: { FERRETDB_SETUP_PASSWORD: password },
    })
    server = running
    const deadline = Date.now() + START_DEADLINE_MS
    const outcome = await waitForPort(port, { isAlive: () => running.running, deadline })
    if (outcome === 'ready') return
    await running.kill()
    throw new Error(
      `The sandbox’s MongoDB did not start (${outcome}).\n${await logTail(path.join(directory, 'log'))}`,
    )
  }
  await start()
  return {
    ...{ port, username: USERNAME, password, start },
    paste: (database) => pasteOf({ port, password, database }),
    documents: (database, collection) => documentsIn({ port, password, database, collection }),
    kill: async () => server?.kill(),
    stop: async () => {
      await server?.shutDown()
      await release()
      await rm(directory, { recursive: true, force: true })
    },
  }
}

function pasteOf({ port, password, database }: { port: number; password: string; database: string }): string {
  const endpoints = `${LOOPBACK}:${port}`
  return `mongodb:
  database: ${database}
  endpoints: ${endpoints}
  password: ${password}
  replset: mongodb
  uris: mongodb://${USERNAME}:${password}@${endpoints}/${database}?replicaSet=mongodb&authSource=admin
  username: ${USERNAME}
  version: "7.0"
ok: "True"
`
}

interface Place {
  readonly port: number
  readonly password: string
  readonly database: string
  readonly collection: string
}

async function documentsIn({ port, password, database, collection }: Place): Promise<Document[]> {
  const client = new MongoClient(`mongodb://${LOOPBACK}:${port}/`, {
    ...{ directConnection: true, authSource: 'admin', auth: { username: USERNAME, password } },
  })
  try {
    return await client.db(database).collection(collection).find().toArray()
  } finally {
    await client.close()
  }
}

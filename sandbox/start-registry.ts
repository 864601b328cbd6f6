import { mkdtemp, rm } from 'node:fs/promises'
import os from 'node:os'
import path from 'node:path'
import { z } from 'zod'
import { claimPort } from './claim-port.ts'
import { logTail } from './log-tail.ts'
import { openRegistryRuntime } from './registry-runtime.ts'
import { LOOPBACK } from './server-properties.ts'
import { SupervisedProcess } from './supervised-process.ts'
import { waitForPort } from './wait-for-port.ts'

const START_DEADLINE_MS = 60_000
const REQUEST_TIMEOUT_MS = 10_000

const RegisteredSchema = z.object({ id: z.number().int() })

/** SandboxRegistry is a running schema registry, empty at its start. */
export interface SandboxRegistry {
  /** Where Confluent's interface begins. */
  readonly url: string
  /** register stores a schema under a subject and gives its id. */
  register(subject: string, schema: NewSchema): Promise<number>
  stop(): Promise<void>
}

export interface NewSchema {
  readonly schema: string
  readonly schemaType?: 'AVRO' | 'PROTOBUF' | 'JSON'
  readonly references?: readonly {
    readonly name: string
    readonly subject: string
    readonly version: number
  }[]
}

/** startRegistry starts a real schema registry on loopback; in about five seconds. */
export async function startRegistry(log: (line: string) => void = console.error): Promise<SandboxRegistry> {
  const program = await openRegistryRuntime(log)
  const directory = await mkdtemp(path.join(os.tmpdir(), 'keystream-registry-'))
  const { port, release } = await claimPort()
  const logFile = path.join(directory, 'log')
  const small = ['-Xmx256m', '-XX:+UseSerialGC', '-XX:TieredStopAtLevel=1']
  const address = [`-Dquarkus.http.host=${LOOPBACK}`, `-Dquarkus.http.port=${port}`]
  const server = await SupervisedProcess.start({
    ...{ program: 'java', args: [...small, ...address, '-jar', program] },
    ...{ directory, throwaway: directory, logFile },
  })
  const deadline = Date.now() + START_DEADLINE_MS
  const outcome = await waitForPort(port, { isAlive: () => server.running, deadline })
  if (outcome !== 'ready') {
    await server.kill()
    await release()
    const tail = await logTail(logFile)
    await rm(directory, { recursive: true, force: true })
    throw new Error(`The sandbox’s schema registry did not start (${outcome}).\n${tail}`)
  }
  const url = `http://${LOOPBACK}:${port}/apis/ccompat/v7`
  return {
    url,
    register: async (subject, schema) => {
      const response = await fetch(`${url}/subjects/${encodeURIComponent(subject)}/versions`, {
        method: 'POST',
        headers: { 'Content-Type': 'application/vnd.schemaregistry.v1+json' },
        body: JSON.stringify(schema),
        signal: AbortSignal.timeout(REQUEST_TIMEOUT_MS),
      })
      if (!response.ok) throw new Error(`The registry answered ${response.status} for ${subject}.`)
      return RegisteredSchema.parse(await response.json()).id
    },
    stop: async () => {
      await server.kill()
      await release()
      await rm(directory, { recursive: true, force: true })
    },
  }
}

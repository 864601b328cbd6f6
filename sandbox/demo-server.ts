import { randomBytes } from 'node:crypto'
import { mkdir, readFile, stat, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import { serverFlags } from '#lib/shared/server-flags.ts'
import { serverFile } from './demo-build.ts'
import { logTail } from './log-tail.ts'
import { LOOPBACK } from './server-properties.ts'
import { SupervisedProcess } from './supervised-process.ts'

/** A start with migrations takes two seconds on an idle machine. */
const START_DEADLINE_MS = 60_000
const LOOK_AGAIN_MS = 50
/** A server that does not answer its own health check in this time is not ready yet. */
const ANSWER_TIMEOUT_MS = 5_000
const MASTER_KEY_BYTES = 32

export interface ServerFolders {
  readonly root: string
  /** Database, journal, set-up token. */
  readonly data: string
  readonly masterKeyFile: string
  readonly logFile: string
}

export interface DemoServer {
  readonly address: string
  /** For measuring it; null once it has ended. */
  readonly pid: number | null
  stop(): Promise<void>
}

/** makeMasterKey draws the demo's own master key unless there is one; gives whether it was made now. */
export async function makeMasterKey(file: string): Promise<boolean> {
  try {
    const key = randomBytes(MASTER_KEY_BYTES).toString('base64')
    await writeFile(file, `${key}\n`, { flag: 'wx', mode: 0o400 })
    return true
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') return false
    throw error
  }
}

/** findSetupLink gives the link to the first owner's page, or null when there is an owner already. */
export async function findSetupLink(data: string, address: string): Promise<string | null> {
  const token = await readFile(path.join(data, 'setup-token'), 'utf8').catch(() => '')
  return token.trim() === '' ? null : `${address}/setup#token=${token.trim()}`
}

async function isReady(address: string): Promise<boolean> {
  try {
    const answer = await fetch(`${address}/api/ready`, { signal: AbortSignal.timeout(ANSWER_TIMEOUT_MS) })
    await answer.body?.cancel()
    return answer.ok
  } catch {
    return false
  }
}

/**
 * startDemoServer starts the built server on 127.0.0.1 and returns when it says that it is ready. Throws with the
 * end of its log when it does not.
 */
export async function startDemoServer(
  folders: ServerFolders,
  { port, egressAllow }: { readonly port: number; readonly egressAllow: string },
): Promise<DemoServer> {
  await mkdir(folders.data, { recursive: true, mode: 0o700 })
  const address = `http://${LOOPBACK}:${port}`
  const file = serverFile(folders.root)
  if ((await stat(file).catch(() => null)) === null)
    throw new Error(`There is no ${file}: npm run build makes it`)
  const server = await SupervisedProcess.start({
    program: process.execPath,
    args: [...serverFlags, file],
    directory: path.dirname(file),
    logFile: folders.logFile,
    environment: {
      NODE_ENV: 'production',
      HOSTNAME: LOOPBACK,
      PORT: String(port),
      KEYSTREAM_PUBLIC_URL: address,
      KEYSTREAM_DATA_DIR: folders.data,
      KEYSTREAM_MASTER_KEY_FILE: folders.masterKeyFile,
      KEYSTREAM_EGRESS_ALLOW: egressAllow,
    },
    throwaway: null,
  })
  const giveUpAt = Date.now() + START_DEADLINE_MS
  while (!(await isReady(address))) {
    if (server.running && Date.now() < giveUpAt) {
      await wait(LOOK_AGAIN_MS)
      continue
    }
    await server.kill()
    throw new Error(`The server did not become ready.\n${await logTail(folders.logFile)}`)
  }
  return { address, pid: server.pid, stop: () => server.shutDown() }
}

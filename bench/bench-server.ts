import { mkdtemp, readFile, rm } from 'node:fs/promises'
import os from 'node:os'
import path from 'node:path'
import { makeMasterKey, startDemoServer } from '#sandbox/demo-server.ts'
import { freePort } from './free-port.ts'

/** Nobody ever sees these again: the server and its folder live as long as the measurement. */
const owner = { name: 'Bench', email: 'bench@example.com', password: 'measured and forgotten', team: 'Bench' }
const root = path.resolve(import.meta.dirname, '..')

/** BenchServer is the built server with an owner and one profile, measured from outside as a browser sees it. */
export interface BenchServer {
  readonly address: string
  readonly pid: number
  readonly team: string
  readonly profile: string
  /** The session, as a browser's `Cookie` header holds it. */
  readonly cookie: string
  /** GET with the session; throws unless the answer is good. */
  get(pathname: string, signal?: AbortSignal): Promise<Response>
  /** POST with the session; throws unless the answer is good. */
  post(pathname: string, body: object): Promise<Response>
  /** Resident memory of the process, worker threads included, in MB. */
  memory(): Promise<number>
  stop(): Promise<void>
}

/** residentMegabytes reads a process's resident memory (VmRSS of proc(5)) in MB. */
export async function residentMegabytes(pid: number): Promise<number> {
  const status = await readFile(`/proc/${pid}/status`, 'utf8')
  return Number(/VmRSS:\s+(\d+) kB/.exec(status)?.[1] ?? Number.NaN) / 1024
}

export async function startBenchServer({
  paste,
  egressAllow,
}: {
  readonly paste: string
  readonly egressAllow: string
}): Promise<BenchServer> {
  const folder = await mkdtemp(path.join(os.tmpdir(), 'keystream-bench-'))
  const masterKeyFile = path.join(folder, 'master.key')
  await makeMasterKey(masterKeyFile)
  const data = path.join(folder, 'data')
  const folders = { root, data, masterKeyFile, logFile: path.join(folder, 'server.log') }
  const server = await startDemoServer(folders, { port: await freePort(), egressAllow })
  const { address } = server
  const pid = server.pid ?? -1
  const stop = async (): Promise<void> => {
    await server.stop()
    await rm(folder, { recursive: true, force: true })
  }
  try {
    const token = (await readFile(path.join(data, 'setup-token'), 'utf8')).trim()
    const setup = await send(address, '/api/setup', { token, ...owner })
    const cookie = setup.headers
      .getSetCookie()
      .map((line) => line.split(';')[0])
      .join('; ')
    const get = async (pathname: string, signal?: AbortSignal): Promise<Response> => {
      const answer = await fetch(address + pathname, { headers: { cookie }, signal: signal ?? null })
      if (!answer.ok) throw new Error(`GET ${pathname} answered ${answer.status}: ${await answer.text()}`)
      return answer
    }
    const me = (await (await get('/api/me')).json()) as { teams: { id: string }[] }
    const team = me.teams[0]?.id ?? ''
    const made = await send(address, `/api/teams/${team}/profiles`, { text: paste }, cookie)
    const { id: profile } = (await made.json()) as { id: string }
    const post = (pathname: string, body: object) => send(address, pathname, body, cookie)
    return { address, pid, team, profile, cookie, get, post, memory: () => residentMegabytes(pid), stop }
  } catch (error) {
    await stop()
    throw error
  }
}

async function send(address: string, pathname: string, body: object, cookie = ''): Promise<Response> {
  const answer = await fetch(address + pathname, {
    method: 'POST',
    headers: { 'content-type': 'application/json', origin: address, cookie },
    body: JSON.stringify(body),
  })
  if (!answer.ok) throw new Error(`POST ${pathname} answered ${answer.status}: ${await answer.text()}`)
  return answer
}

import 'server-only'
import { type ChildProcess, execFileSync, spawn } from 'node:child_process'
import { once } from 'node:events'
import { chownSync, mkdtempSync, rmSync } from 'node:fs'
import { type AddressInfo, createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import { findPostgres } from '#sandbox/find-postgres.ts'

const START_DEADLINE_MS = 20_000

export interface TestPostgres {
  readonly url: string
  stop(): Promise<void>
}

/** startPostgres runs a real PostgreSQL on a free port of loopback, in a folder that goes with it. */
export async function startPostgres(): Promise<TestPostgres> {
  const programs = findPostgres()
  if (programs === null)
    throw new Error('PostgreSQL is missing: node sandbox/prepare.ts installs it, or says how.')
  const folder = mkdtempSync(join(tmpdir(), 'keystream-pg-'))
  // It refuses to run as root, so it runs as the user that its package made.
  const user = process.getuid?.() === 0 ? postgresUser() : null
  const who = user ?? {}
  if (user) chownSync(folder, user.uid, user.gid)
  const data = join(folder, 'data')
  const init = ['-D', data, '-U', 'keystream', '--auth=trust', '--no-sync', '-E', 'UTF8']
  execFileSync(join(programs, 'initdb'), init, { ...who, cwd: folder, stdio: 'ignore' })
  const port = await freePort()
  const options = ['-D', data, '-p', String(port), '-k', folder, '-h', '127.0.0.1', '-F']
  const server = spawn(join(programs, 'postgres'), options, { ...who, cwd: folder, stdio: 'ignore' })
  const ready = join(programs, 'pg_isready')
  await untilReady(server, () =>
    execFileSync(ready, ['-h', '127.0.0.1', '-p', String(port)], { stdio: 'ignore' }),
  )
  return {
    url: `postgres://keystream@127.0.0.1:${port}/postgres`,
    stop: async () => {
      server.kill('SIGINT')
      await once(server, 'exit')
      rmSync(folder, { recursive: true })
    },
  }
}

function postgresUser(): { uid: number; gid: number } {
  const id = (flag: string) => Number(execFileSync('id', [flag, 'postgres'], { encoding: 'utf8' }))
  return { uid: id('-u'), gid: id('-g') }
}

async function freePort(): Promise<number> {
  const probe = createServer().listen(0, '127.0.0.1')
  await once(probe, 'listening')
  const { port } = probe.address() as AddressInfo
  probe.close()
  await once(probe, 'close')
  return port
}

async function untilReady(server: ChildProcess, probe: () => unknown): Promise<void> {
  const until = performance.now() + START_DEADLINE_MS
  for (;;) {
    try {
      probe()
      return
    } catch {
      if (server.exitCode !== null || performance.now() > until) throw new Error('PostgreSQL did not start.')
      await wait(50)
    }
  }
}

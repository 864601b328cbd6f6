import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, readdir, rm, stat } from 'node:fs/promises'
import os from 'node:os'
import path from 'node:path'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { accepts } from './wait-for-port.ts'

/** With a build at hand a start takes seconds; without one it takes the build's minutes as well. */
const START_LIMIT_MS = 12 * 60_000
const STOP_LIMIT_MS = 30_000

let folder: string

beforeAll(async () => {
  folder = path.join(await mkdtemp(path.join(os.tmpdir(), 'keystream-demo-')), 'demo')
})

afterAll(() => rm(path.dirname(folder), { recursive: true, force: true }))

interface Demo {
  readonly child: ChildProcess
  readonly address: string
  readonly setupLink: string | null
  readonly paste: string
}

async function startDemo(): Promise<Demo> {
  const program = path.resolve(import.meta.dirname, 'demo.ts')
  const child = spawn(process.execPath, ['--conditions=react-server', program, '--directory', folder], {
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  let printed = ''
  const ready = Promise.withResolvers<undefined>()
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding('utf8').on('data', (text: string) => {
      printed += text
      if (printed.includes('Ctrl-C ends everything')) ready.resolve(undefined)
    })
  }
  child.once('exit', () => ready.reject(new Error(`The demo ended:\n${printed}`)))
  await ready.promise
  return {
    child,
    address: /Keystream runs at (\S+)/.exec(printed)?.[1] ?? '',
    setupLink: /first account: (\S+)/.exec(printed)?.[1] ?? null,
    paste: /^kafka:\n(?: .*\n)+ok: "True"$/m.exec(printed)?.[0] ?? '',
  }
}

function portsOf({ address, paste }: Demo): number[] {
  const kafka = Number(/endpoints: 127\.0\.0\.1:(\d+)/.exec(paste)?.[1])
  return [Number(new URL(address).port), kafka, kafka + 1, kafka + 2]
}

it('runs, stops without a trace but its folder, and starts again with the same paste', {
  timeout: START_LIMIT_MS,
}, async () => {
  const first = await startDemo()
  expect(first.address).toMatch(/^http:\/\/127\.0\.0\.1:\d+$/)
  expect(first.setupLink).toMatch(/^http:\/\/127\.0\.0\.1:\d+\/setup#token=[\w-]{43}$/)
  expect(first.paste).toContain('\n  topic: test-topic\n')
  expect((await fetch(`${first.address}/api/ready`)).status).toBe(200)
  expect((await fetch(`${first.address}/setup`)).status).toBe(200)
  expect((await stat(path.join(folder, 'master.key'))).mode & 0o777).toBe(0o400)
  const ports = portsOf(first)
  expect(await Promise.all(ports.map(accepts))).toEqual([true, true, true, true])

  const exit = once(first.child, 'exit')
  first.child.kill('SIGINT')
  expect(await exit).toEqual([0, null])
  expect(await Promise.all(ports.map(accepts))).toEqual([false, false, false, false])
  expect((await readdir(folder)).sort()).toEqual([
    ...['kafka', 'master.key', 'pastes', 'port', 'server', 'server.log'],
  ])

  const second = await startDemo()
  expect({ address: second.address, paste: second.paste }).toEqual({
    address: first.address,
    paste: first.paste,
  })
  // Killed, it can stop nothing itself; what it started must end all the same.
  second.child.kill('SIGKILL')
  await expect
    .poll(() => Promise.all(ports.map(accepts)), { timeout: STOP_LIMIT_MS })
    .toEqual([false, false, false, false])
})

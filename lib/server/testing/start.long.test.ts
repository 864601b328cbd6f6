import { spawn } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { once } from 'node:events'
import { existsSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { text } from 'node:stream/consumers'
import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, expect, it, vi } from 'vitest'

vi.setConfig({ testTimeout: 60_000 })

const start = fileURLToPath(new URL('../../../instrumentation-node.ts', import.meta.url))
const script = `await (await import(${JSON.stringify(start)})).startServer(); process.exit(0)`

let folder: string
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'keystream-start-'))
})
afterAll(() => {
  rmSync(folder, { recursive: true })
})

/** Runs the server's start, without Next around it, in a process of its own. */
async function startWith(variables: Record<string, string>, data: string) {
  const flags = ['--conditions=react-server', '--no-warnings', '--input-type=module', '-e', script]
  const env = {
    NODE_ENV: 'production' as const,
    PATH: '/usr/bin:/bin',
    KEYSTREAM_DATA_DIR: join(folder, data),
    ...variables,
  }
  const child = spawn(process.execPath, flags, { env, stdio: ['ignore', 'pipe', 'pipe'] })
  const ended = once(child, 'exit')
  const [out, err] = await Promise.all([text(child.stdout), text(child.stderr)])
  await ended
  return { code: child.exitCode, out, err }
}

const good = () => randomBytes(32).toString('base64')

it.each([
  ['without a master key', {}, /There is no master key/],
  ['with a short one', { KEYSTREAM_MASTER_KEYS: 'k1:c2hvcnQtY2FuYXJ5' }, /has 12 bytes/],
  ['with a sample', { KEYSTREAM_MASTER_KEYS: `k1:${Buffer.alloc(32).toString('base64')}` }, /sample/],
  [
    'with a wrong rule',
    { KEYSTREAM_MASTER_KEYS: good(), KEYSTREAM_EGRESS_ALLOW: 'nowhere' },
    /KEYSTREAM_EGRESS_ALLOW/,
  ],
  [
    'with a wrong address',
    { KEYSTREAM_MASTER_KEYS: good(), KEYSTREAM_PUBLIC_URL: 'http://a.example' },
    /KEYSTREAM_PUBLIC_URL/,
  ],
  [
    'with a database that is not there',
    { KEYSTREAM_MASTER_KEYS: good(), KEYSTREAM_DATABASE_URL: 'postgres://u:canary@127.0.0.1:1/d' },
    /cannot be used \(ECONNREFUSED\)/,
  ],
])('refuses to start %s, in one line, without a key in it', async (_, variables, message) => {
  const { code, out, err } = await startWith(variables, 'refused')
  expect(code).toBe(1)
  expect(err.trim().split('\n')).toHaveLength(1)
  expect(err).toMatch(message)
  for (const value of Object.values(variables)) {
    if (value.startsWith('k1:')) expect(out + err).not.toContain(value.slice(3))
  }
  expect(out + err).not.toContain('canary')
})

it('starts with a good key, prints the set-up link, and refuses another key afterwards', async () => {
  const key = good()
  const first = await startWith({ KEYSTREAM_MASTER_KEYS: `k1:${key}` }, 'good')
  expect(first).toMatchObject({ code: 0, err: '' })
  expect(first.out).toMatch(/^ {2}http:\/\/localhost:3000\/setup#token=[\w-]{43}$/m)
  expect(first.out).not.toContain(key)
  expect(existsSync(join(folder, 'good', 'keystream.db'))).toBe(true)
  const wrong = await startWith({ KEYSTREAM_MASTER_KEYS: `k1:${good()}` }, 'good')
  expect(wrong.code).toBe(1)
  expect(wrong.err.trim()).toBe(
    'keystream: cannot start: The master key "k1" is not the one that this database was made with',
  )
})

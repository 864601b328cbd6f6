import { randomBytes } from 'node:crypto'
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { runKeystream } from './testing/run-keystream.ts'

vi.setConfig({ testTimeout: 60_000 })

const PASSWORD = 'correct horse battery'
const who = ['--email', 'Ada@example.com', '--name', 'Ada', '--team', 'Platform']

let folder: string
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'keystream-host-'))
  vi.stubEnv('KEYSTREAM_DATA_DIR', join(folder, 'data'))
  vi.stubEnv('KEYSTREAM_MASTER_KEYS', `k1:${randomBytes(32).toString('base64')}`)
})
afterEach(() => {
  vi.unstubAllEnvs()
  rmSync(folder, { recursive: true })
})

it('makes the first owner before any start, and a second one in the same team, each account once', async () => {
  const first = await runKeystream(['owner', 'create', ...who], `${PASSWORD}\n`)
  expect(first).toMatchObject({ code: 0, stderr: '' })
  expect(first.stdout).toMatch(/^ada@example\.com owns the new team "Platform" \(team_\w+\)\./)
  const again = await runKeystream(['owner', 'create', ...who], `${PASSWORD}\n`)
  expect(again).toMatchObject({ code: 1, stdout: '' })
  expect(again.stderr).toContain('There is an account with this e-mail address already.')
  const bob = ['--email', 'bob@example.com', '--name', 'Bob', '--team', 'Platform']
  const second = await runKeystream(['owner', 'create', ...bob], PASSWORD)
  expect(second.stdout).toMatch(/^bob@example\.com owns the team "Platform"/)
})

it('prints a link with which a lost owner comes back, for an address that is there', async () => {
  await runKeystream(['owner', 'create', ...who], `${PASSWORD}\n`)
  const link = await runKeystream(['owner', 'reset', '--email', 'Ada@example.com'])
  expect(link).toMatchObject({ code: 0, stderr: '' })
  expect(link.stdout).toMatch(/\/reset#token=[\w-]{43}\n$/)
  const none = await runKeystream(['owner', 'reset', '--email', 'bob@example.com'])
  expect(none).toMatchObject({ code: 1, stdout: '' })
  expect(none.stderr).toContain('There is no account with this e-mail address.')
})

it.each<[string, string[], string, string]>([
  ['a short password', who, 'short\n', 'Password: A password has at least 12 characters.'],
  ['no address at all', ['--email', 'ada', '--name', 'Ada', '--team', 'T'], PASSWORD, '--email: '],
  ['a common password', who, 'LeaveMeAlone\n', 'This is one of the first passwords that anybody tries'],
  ['a missing option', ['--email', 'ada@example.com'], PASSWORD, '--name'],
])('ends with 2 and says what to mend: %s', async (_, args, input, said) => {
  const { code, stdout, stderr } = await runKeystream(['owner', 'create', ...args], input)
  expect([code, stdout]).toEqual([2, ''])
  expect(stderr).toContain(said)
})

it('refuses without a good master key, in one line, and leaves no database behind', async () => {
  vi.stubEnv('KEYSTREAM_MASTER_KEYS', 'k1:c2hvcnQtY2FuYXJ5')
  const { code, stderr } = await runKeystream(['owner', 'create', ...who], PASSWORD)
  expect(code).toBe(1)
  expect(stderr).toMatch(/^keystream: .*12 bytes.*\n$/)
  expect(stderr).not.toContain('canary')
  expect(existsSync(join(folder, 'data', 'keystream.db'))).toBe(false)
})

it('finds by a checkpoint kept elsewhere that the audit log was emptied', async () => {
  const none = await runKeystream(['audit', 'verify'])
  expect(none).toMatchObject({ code: 1, stdout: '' })
  expect(none.stderr).toContain('There is no database in ')
  await runKeystream(['owner', 'create', ...who], PASSWORD)
  const checkpoint = await runKeystream(['audit', 'checkpoint', '--json'])
  expect(JSON.parse(checkpoint.stdout)).toMatchObject({ sequence: 1 })
  const file = join(folder, 'server.log')
  writeFileSync(file, `another line\nprefix ${checkpoint.stdout}`)
  const verify = (...args: string[]) => runKeystream(['audit', 'verify', ...args])
  const whole = await verify('--checkpoints', file)
  expect(whole).toMatchObject({ code: 0, stderr: '' })
  expect(whole.stdout).toMatch(/^The audit log is whole: 1 events/)
  const { DatabaseSync } = process.getBuiltinModule('node:sqlite')
  const database = new DatabaseSync(join(folder, 'data', 'keystream.db'))
  database.exec('delete from auditEvent; delete from auditCheckpoint')
  database.close()
  const emptied = await verify('--checkpoints', file, '--json')
  expect(emptied.code).toBe(1)
  expect(JSON.parse(emptied.stdout)).toMatchObject({ good: false, firstBad: 1, reason: 'cut' })
  expect(await verify('--checkpoint', '1:zz')).toMatchObject({ code: 2, stdout: '' })
})

import { type ChildProcess, spawn } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { once } from 'node:events'
import { chmodSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { verifyAuditChain } from '#lib/server/audit/verify-audit.ts'
import { getDatabase } from '#lib/server/db/database.ts'
import { createProfile } from '#lib/server/profiles/create-profile.ts'
import { openProfile } from '#lib/server/profiles/open-profile.ts'
import { openTestServer, type TestServer } from '#lib/server/testing/open-test-server.ts'
import { getKeyring } from '#lib/server/vault/keyring.ts'

const main = fileURLToPath(new URL('./main.ts', import.meta.url))
const fixture = new URL('../../credentials/fixtures/w1-kafka4.txt', import.meta.url)
const text = readFileSync(fixture, 'utf8')
const teamId = 'team_mine'
const actor = { name: 'Ada', email: 'ada@example.com' }
/** Fifteen batches: enough to be killed in the middle, twice. */
const SEALED_BEFORE = 1_500
const OPERATIONS = 1_000
const AT_ONCE = 10

let folder: string
let keyFile: string
let server: TestServer
beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'keystream-keys-'))
  keyFile = join(folder, 'master.key')
  writeKeys([newLine('k1')])
  server = await openTestServer({ KEYSTREAM_MASTER_KEYS: '', KEYSTREAM_MASTER_KEY_FILE: keyFile })
  const createdAt = '2026-01-01T00:00:00.000Z'
  await getDatabase().insertInto('team').values({ id: teamId, name: 'Mine', createdAt }).execute()
})
afterEach(async () => {
  await server.close()
  rmSync(folder, { recursive: true })
})

const newLine = (id: string) => `${id}:${randomBytes(32).toString('base64')}`
function writeKeys(lines: readonly string[]): void {
  rmSync(keyFile, { force: true })
  writeFileSync(keyFile, `${lines.join('\n')}\n`)
  chmodSync(keyFile, 0o400)
}

const create = async () => (await createProfile({ teamId, actor, input: { text } })).id
const command = (name: string, ...args: string[]): ChildProcess =>
  spawn(process.execPath, ['--conditions=react-server', '--no-warnings', main, name, ...args], {
    stdio: ['ignore', 'pipe', 'pipe'],
    env: { NODE_ENV: 'test', KEYSTREAM_DATA_DIR: server.folder, KEYSTREAM_MASTER_KEY_FILE: keyFile },
  })

/** Runs to the end, or until `stop` says of a line that the process is to be killed at it. */
async function finish(child: ChildProcess, stop: (line: string) => boolean = () => false) {
  let output = ''
  const gather = (chunk: Buffer): void => {
    output += chunk.toString()
    if (output.split('\n').some((line) => line !== '' && stop(line))) child.kill('SIGKILL')
  }
  child.stdout?.on('data', gather)
  child.stderr?.on('data', gather)
  const [code, signal] = (await once(child, 'close')) as [number | null, string | null]
  return { code, signal, output }
}

const isBatch = (line: string) => line.includes('"event":"rewrapped"')
const countsByKey = async () =>
  Object.fromEntries(
    (
      await getDatabase()
        .selectFrom('secretVersion')
        .select(['keyId', (e) => e.fn.countAll().as('versions')])
        .groupBy('keyId')
        .execute()
    ).map(({ keyId, versions }) => [keyId, Number(versions)]),
  )

it('rotates under load, killed twice, without one failed seal or open', { timeout: 300_000 }, async () => {
  const ids: string[] = []
  while (ids.length < SEALED_BEFORE) ids.push(await create())
  let rotating = true
  let done = 0
  const failures: unknown[] = []
  const worker = async (offset: number): Promise<void> => {
    for (let index = offset; rotating; index += AT_ONCE) {
      try {
        if (index % 4 === 0) ids.push(await create())
        else await openProfile({ teamId, profileId: ids[(index * 7919) % ids.length] ?? '' })
      } catch (error) {
        failures.push(error)
      }
      done += 1
      // Child processes want a turn as well.
      await new Promise((resolve) => setTimeout(resolve, 5))
    }
  }
  const load = Array.from({ length: AT_ONCE }, (_, offset) => worker(offset))

  const first = await finish(command('keys-rotate', '--json', '--make-key', '--batch', '5'), isBatch)
  expect(first.signal).toBe('SIGKILL')
  const half = await countsByKey()
  expect(half.k1, 'the first run was killed before its end').toBeGreaterThan(0)
  expect(half.k2, 'the first run had done something').toBeGreaterThan(0)
  const second = await finish(command('keys-rotate', '--json', '--batch', '5'), isBatch)
  expect(second.signal).toBe('SIGKILL')
  expect((await countsByKey()).k1).toBeGreaterThan(0)
  const third = await finish(command('keys-rotate', '--json'))
  expect(third).toMatchObject({ code: 0, signal: null })
  expect(third.output).toContain('"event":"done","key":"k2","dropped":"k1"')
  const during = done
  rotating = false
  await Promise.all(load)

  expect(failures).toEqual([])
  expect(during).toBeGreaterThanOrEqual(OPERATIONS)
  expect(await countsByKey()).toEqual({ k2: ids.length })
  expect(await getDatabase().selectFrom('masterKey').select('keyId').execute()).toEqual([{ keyId: 'k2' }])
  writeKeys(readFileSync(keyFile, 'utf8').split('\n').slice(0, 1))
  for (const profileId of ids) await openProfile({ teamId, profileId })
  const keyring = await getKeyring()
  expect(await verifyAuditChain(getDatabase(), keyring.derive('audit'))).toMatchObject({ good: true })
  const status = await finish(command('keys-status', '--json'))
  expect(status.output).toContain(`{"key":"k2","configured":true,"active":true,"versions":${ids.length}}`)
})

it('keeps the former key when a version does not open, and names it', { timeout: 60_000 }, async () => {
  const [good, bad] = [await create(), await create()]
  const row = await getDatabase()
    .selectFrom('secretVersion')
    .select('ciphertext')
    .where('profileId', '=', bad)
    .executeTakeFirstOrThrow()
  row.ciphertext.writeUInt8(row.ciphertext.readUInt8(3) ^ 1, 3)
  await getDatabase().updateTable('secretVersion').set(row).where('profileId', '=', bad).execute()
  const { code, output } = await finish(command('keys-rotate', '--make-key'))
  expect(code).toBe(1)
  expect(output).toContain(`${bad} version 1`)
  expect(output).not.toContain(good)
  const known = await getDatabase().selectFrom('masterKey').select('keyId').orderBy('keyId').execute()
  expect(known.map(({ keyId }) => keyId)).toEqual(['k1', 'k2'])
  await openProfile({ teamId, profileId: good })
})

it('says that nothing is to be done with one key, and how to get another', { timeout: 60_000 }, async () => {
  await create()
  const { code, output } = await finish(command('keys-rotate', '--stopped'))
  expect(code).toBe(0)
  expect(output).toContain('k1 is the only key in use')
  expect(output).toContain('--make-key')
  const events = await getDatabase().selectFrom('auditEvent').select('action').orderBy('sequence').execute()
  expect(events.map(({ action }) => action)).not.toContain('key.rotated')
})

import { randomBytes } from 'node:crypto'
import { closeSync, mkdtempSync, openSync, readFileSync, rmSync, writeSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type Kysely, sql } from 'kysely'
import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { type Database, getDatabase } from '#lib/server/db/database.ts'
import { openSqlite, SQLITE_FILE } from '#lib/server/db/open-database.ts'
import { openTestServer, type TestServer } from '#lib/server/testing/open-test-server.ts'
import { unlockKeyring } from '#lib/server/vault/keyring.ts'
import { loadMasterKeys } from '#lib/server/vault/master-keys.ts'
import { openBytes } from '#lib/server/vault/seal-secret.ts'
import { Secret } from '#lib/shared/secret.ts'
import { createProfile } from './create-profile.ts'
import { getProfile } from './list-profiles.ts'
import { openProfile } from './open-profile.ts'

vi.setConfig({ testTimeout: 300_000 })

const fixture = new URL('../../credentials/fixtures/w1-kafka4.txt', import.meta.url)
const text = readFileSync(fixture, 'utf8')
const teamId = 'team_mine'
const actor = { name: 'Ada', email: 'ada@example.com' }
const columns = ['wrapNonce', 'wrappedKey', 'nonce', 'ciphertext'] as const
const keyText = `k1:${randomBytes(32).toString('base64')}`
const keys = () => loadMasterKeys({ masterKeyFile: undefined, masterKeys: new Secret(keyText) })

let folder: string
let server: TestServer
let ids: [string, string]
beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'keystream-tamper-'))
  server = await openTestServer({ KEYSTREAM_DATA_DIR: folder, KEYSTREAM_MASTER_KEYS: keyText })
  const createdAt = '2026-01-01T00:00:00.000Z'
  await getDatabase().insertInto('team').values({ id: teamId, name: 'Mine', createdAt }).execute()
  const create = async () => (await createProfile({ teamId, actor, input: { text } })).id
  ids = [await create(), await create()]
})
afterEach(async () => {
  await server.close()
  rmSync(folder, { recursive: true })
})

const rowOf = (db: Kysely<Database>, profileId: string) =>
  db.selectFrom('secretVersion').selectAll().where('profileId', '=', profileId).executeTakeFirstOrThrow()

/** What a server that starts on these files finds: of each profile, whether it opens, or that it does not start. */
async function look(): Promise<string> {
  const db = openSqlite(folder)
  try {
    const keyring = await unlockKeyring(db, keys())
    const outcomes: string[] = []
    for (const profileId of ids) {
      const row = await rowOf(db, profileId)
      try {
        openBytes(keyring, { teamId, profileId, version: 1 }, row)
        outcomes.push('opens')
      } catch (error) {
        outcomes.push(error instanceof Error && 'code' in error ? String(error.code) : 'another error')
      }
    }
    return outcomes.join(', ')
  } catch (error) {
    return error instanceof Error ? error.name : 'another error'
  } finally {
    await db.destroy()
  }
}

it('detects every byte of every encrypted column that is edited in the file, and opens the other profile', async () => {
  const sealed = await rowOf(getDatabase(), ids[0])
  const root = await getDatabase().selectFrom('masterKey').selectAll().executeTakeFirstOrThrow()
  await sql`pragma wal_checkpoint(truncate)`.execute(getDatabase())
  const path = join(folder, SQLITE_FILE)
  const file = readFileSync(path)
  const places = [
    ...columns.map((column) => ({ column, bytes: sealed[column], found: 'vault_integrity, opens' })),
    { column: 'masterKey.nonce', bytes: root.nonce, found: 'MasterKeyError' },
    { column: 'masterKey.wrappedRoot', bytes: root.wrappedRoot, found: 'MasterKeyError' },
  ]
  expect(await look()).toBe('opens, opens')
  const wrong: string[] = []
  let edits = 0
  const handle = openSync(path, 'r+')
  for (const { column, bytes, found } of places) {
    const start = file.indexOf(bytes)
    expect(start, `${column} lies in the file`).toBeGreaterThan(0)
    expect(file.lastIndexOf(bytes), `${column} lies there once`).toBe(start)
    for (let index = 0; index < bytes.length; index++) {
      const byte = bytes.readUInt8(index)
      writeSync(handle, Buffer.from([byte ^ (1 << (index % 8))]), 0, 1, start + index)
      const seen = await look()
      if (seen !== found) wrong.push(`${column}[${index}]: ${seen}`)
      writeSync(handle, Buffer.from([byte]), 0, 1, start + index)
      edits += 1
    }
  }
  closeSync(handle)
  expect(wrong).toEqual([])
  expect(edits).toBe(12 + 48 + 12 + sealed.ciphertext.length + 12 + 48)
  expect(await look()).toBe('opens, opens')
})

it('tells who opens an edited version, audits it each time, and disturbs nothing else', async () => {
  for (const column of columns) {
    const { [column]: bytes } = await rowOf(getDatabase(), ids[0])
    const edited = Buffer.from(bytes)
    edited.writeUInt8(edited.readUInt8(5) ^ 16, 5)
    const set = (value: Buffer) =>
      getDatabase()
        .updateTable('secretVersion')
        .set({ [column]: value })
        .where('profileId', '=', ids[0])
        .execute()
    await set(edited)
    await expect(openProfile({ teamId, profileId: ids[0] })).rejects.toMatchObject({
      code: 'vault_integrity',
    })
    expect((await getProfile({ teamId, profileId: ids[0] })).name).toBe('orders, relation-8')
    expect((await openProfile({ teamId, profileId: ids[1] })).target().username).toBe('relation-8')
    await set(bytes)
    expect((await openProfile({ teamId, profileId: ids[0] })).target().username).toBe('relation-8')
  }
  const events = await getDatabase()
    .selectFrom('auditEvent')
    .select('subject')
    .where('action', '=', 'vault.integrity-failed')
    .execute()
  expect(events).toEqual(columns.map(() => ({ subject: ids[0] })))
})

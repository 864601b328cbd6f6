import { randomBytes } from 'node:crypto'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Kysely } from 'kysely'
import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import type { Database } from '#lib/server/db/database.ts'
import { migrateDatabase } from '#lib/server/db/migrate.ts'
import { openSqlite } from '#lib/server/db/open-database.ts'
import { unlockKeyring } from './keyring.ts'
import { sealBytes, storeVersion } from './seal-secret.ts'

vi.setConfig({ testTimeout: 20_000 })

let folder: string
let db: Kysely<Database>
beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'keystream-keyring-'))
  db = openSqlite(folder)
  await migrateDatabase(db)
})
afterEach(async () => {
  await db.destroy()
  rmSync(folder, { recursive: true })
})

const key = (id: string) => ({ id, wrapping: randomBytes(32) })

it('keeps one root key from the first start on, another for each purpose', async () => {
  const k1 = key('k1')
  const first = await unlockKeyring(db, [k1])
  const again = await unlockKeyring(db, [k1])
  expect(again.derive('audit')).toEqual(first.derive('audit'))
  expect(first.derive('auth').equals(first.derive('audit'))).toBe(false)
})

it('refuses another key under the same name, and one that the database never saw', async () => {
  await unlockKeyring(db, [key('k1')])
  await expect(unlockKeyring(db, [key('k1')])).rejects.toThrow(/"k1" is not the one/)
  await expect(unlockKeyring(db, [key('k9')])).rejects.toThrow(/None of the master keys/)
  await expect(unlockKeyring(db, [])).rejects.toThrow(/no master key/)
})

it('takes a new active key beside the old one, and then without it', async () => {
  const [k1, k2] = [key('k1'), key('k2')]
  const first = await unlockKeyring(db, [k1])
  const both = await unlockKeyring(db, [k2, k1])
  expect(both.active.id).toBe('k2')
  expect(both.derive('audit')).toEqual(first.derive('audit'))
  expect((await unlockKeyring(db, [k2])).derive('audit')).toEqual(first.derive('audit'))
})

it('refuses to start without a key that stored credentials still need', async () => {
  const [k1, k2] = [key('k1'), key('k2')]
  const keyring = await unlockKeyring(db, [k1])
  const place = { teamId: 'team_1', profileId: 'prf_1', version: 1 }
  const at = '2026-01-01T00:00:00.000Z'
  await db.transaction().execute(async (tx) => {
    await tx.insertInto('team').values({ id: 'team_1', name: 'One', createdAt: at }).execute()
    await tx
      .insertInto('profile')
      .values({
        id: 'prf_1',
        teamId: 'team_1',
        name: 'one',
        labels: '[]',
        product: 'kafka',
        version: 1,
        facts: '{}',
        hasClientCertificate: 0,
        verifyHostname: 1,
        lastCheck: null,
        lastUsedAt: null,
        lastUsedBy: null,
        createdAt: at,
        createdBy: 'Ada',
        updatedAt: at,
        deletedAt: null,
        deletedBy: null,
      })
      .execute()
    await storeVersion(tx, place, sealBytes(keyring, place, Buffer.from('{}')), 'ada@example.com')
  })
  await unlockKeyring(db, [k2, k1])
  await expect(unlockKeyring(db, [k2])).rejects.toThrow(/still need the master key "k1"/)
})

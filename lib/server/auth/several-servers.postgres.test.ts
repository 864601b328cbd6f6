import { randomUUID } from 'node:crypto'
import { getMigrations } from 'better-auth/db/migration'
import type { Kysely } from 'kysely'
import { afterEach, beforeEach, expect, inject, it } from 'vitest'
import { recordAuditEvent } from '#lib/server/audit/record-audit-event.ts'
import { verifyAuditChain } from '#lib/server/audit/verify-audit.ts'
import { type Database, getDatabase } from '#lib/server/db/database.ts'
import { isMigrated, migrateDatabase } from '#lib/server/db/migrate.ts'
import { openPostgres } from '#lib/server/db/open-database.ts'
import {
  createTestOwner,
  jsonRequest,
  openTestServer,
  owner,
  type TestServer,
} from '#lib/server/testing/open-test-server.ts'
import { createDatabase } from '#lib/server/testing/test-database.ts'
import { getKeyring, heldKeyring } from '#lib/server/vault/keyring.ts'
import { authOptions } from './auth.ts'
import { completeSetup } from './complete-setup.ts'
import { findSession } from './find-session.ts'
import { prepareSetup } from './setup-token.ts'
import { signIn } from './sign-in.ts'

const SERVERS = 4

let server: TestServer
/** What servers hold that run on the same database, each in a process of its own. */
let others: Kysely<Database>[]
beforeEach(async () => {
  server = await openTestServer()
  const { databaseUrl } = server
  if (databaseUrl === null) throw new Error('This server has no PostgreSQL.')
  others = Array.from({ length: SERVERS }, () => openPostgres(databaseUrl))
})
afterEach(async () => {
  await Promise.all(others.map((db) => db.destroy()))
  await server.close()
})

it('migrates once when several servers start at the same time', async () => {
  const url = await createDatabase(inject('postgresUrl') ?? '', `empty_${randomUUID()}`)
  const servers = Array.from({ length: SERVERS }, () => openPostgres(url))
  const counts = (await Promise.all(servers.map(migrateDatabase))).map((names) => names.length)
  expect(counts.filter((count) => count > 0)).toHaveLength(1)
  expect(await Promise.all(servers.map(isMigrated))).toEqual(servers.map(() => true))
  await Promise.all(servers.map((db) => db.destroy()))
})

it('holds the tables that better-auth wants', async () => {
  const { toBeAdded, toBeCreated } = await getMigrations(authOptions(await getKeyring()))
  expect({ toBeAdded, toBeCreated }).toEqual({ toBeAdded: [], toBeCreated: [] })
})

it('makes one owner of several who try at once, signs in, and finds the session', async () => {
  const prepared = await prepareSetup()
  const tries = Array.from({ length: 4 }, (_, i) =>
    completeSetup({ ...owner, email: `ada${i}@example.com`, token: prepared?.token ?? '' }),
  )
  const results = await Promise.allSettled(tries)
  expect(results.filter((result) => result.status === 'fulfilled')).toHaveLength(1)
  await expect(createTestOwner()).rejects.toThrow(/already/)
  const { email } = await getDatabase().selectFrom('user').select('email').executeTakeFirstOrThrow()
  const headers = await signIn({ email, password: owner.password }, jsonRequest('POST', '/'))
  const cookie = headers.getSetCookie()[0]?.split(';')[0] ?? ''
  expect(await findSession(new Headers({ cookie }))).toMatchObject({ email })
})

it('keeps the audit chain whole when several servers write at once', async () => {
  const entry = { action: 'records.read' as const, teamId: null, actor: null }
  const writers = Array.from({ length: 15 }, () => others).flat()
  await Promise.all(writers.map((db) => db.transaction().execute((tx) => recordAuditEvent(tx, entry))))
  const verdict = await verifyAuditChain(getDatabase(), heldKeyring().derive('audit'))
  expect(verdict).toEqual({ good: true, events: writers.length })
})

it('lets each transaction write upon what it has read, whichever server’s it is', async () => {
  const team = { id: 'team_1', name: '0', createdAt: '2026-01-01T00:00:00.000Z' }
  await getDatabase().insertInto('team').values(team).execute()
  const increment = (db: Kysely<Database>) =>
    db.transaction().execute(async (tx) => {
      const { name } = await tx.selectFrom('team').select('name').executeTakeFirstOrThrow()
      await tx
        .updateTable('team')
        .set({ name: String(Number(name) + 1) })
        .execute()
    })
  const writers = Array.from({ length: 10 }, () => others).flat()
  await Promise.all(writers.map(increment))
  const { name } = await getDatabase().selectFrom('team').select('name').executeTakeFirstOrThrow()
  expect(name).toBe(String(writers.length))
})

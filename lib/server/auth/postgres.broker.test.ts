import { getMigrations } from 'better-auth/db/migration'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { recordAuditEvent } from '#lib/server/audit/record-audit-event.ts'
import { verifyAuditChain } from '#lib/server/audit/verify-audit.ts'
import { getDatabase, inTransaction } from '#lib/server/db/database.ts'
import { isMigrated, migrateDatabase } from '#lib/server/db/migrate.ts'
import { openPostgres } from '#lib/server/db/open-database.ts'
import {
  createTestOwner,
  jsonRequest,
  openTestServer,
  owner,
  type TestServer,
} from '#lib/server/testing/open-test-server.ts'
import { findPostgres, startPostgres, type TestPostgres } from '#lib/server/testing/start-postgres.ts'
import { getKeyring, heldKeyring } from '#lib/server/vault/keyring.ts'
import { openBytes, sealBytes, storeVersion } from '#lib/server/vault/seal-secret.ts'
import { authOptions } from './auth.ts'
import { completeSetup } from './complete-setup.ts'
import { findSession } from './find-session.ts'
import { prepareSetup } from './setup-token.ts'
import { signIn } from './sign-in.ts'

const programs = findPostgres()

describe.skipIf(programs === null)('with PostgreSQL', () => {
  let postgres: TestPostgres
  let server: TestServer | null = null
  let counts: number[]

  beforeAll(async () => {
    postgres = await startPostgres(programs ?? '')
    const servers = Array.from({ length: 4 }, () => openPostgres(postgres.url))
    counts = (await Promise.all(servers.map(migrateDatabase))).map((names) => names.length)
    await Promise.all(servers.map((db) => db.destroy()))
    server = await openTestServer({ KEYSTREAM_DATABASE_URL: postgres.url })
  })
  afterAll(async () => {
    await server?.close()
    await postgres.stop()
  })

  it('migrates once when several servers start at the same time', async () => {
    expect(counts.filter((count) => count > 0)).toHaveLength(1)
    expect(await isMigrated(getDatabase())).toBe(true)
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

  it('keeps the audit chain in order when many are written at once', async () => {
    const entry = { action: 'records.read' as const, teamId: null, actor: null }
    await Promise.all(Array.from({ length: 30 }, () => inTransaction((tx) => recordAuditEvent(tx, entry))))
    const verdict = await verifyAuditChain(getDatabase(), heldKeyring().derive('audit'))
    expect(verdict).toMatchObject({ good: true })
  })

  it('keeps sealed bytes as they are', async () => {
    const { id: teamId } = await getDatabase().selectFrom('team').select('id').executeTakeFirstOrThrow()
    const place = { teamId, profileId: 'prf_1', version: 1 }
    const at = '2026-01-01T00:00:00.000Z'
    await inTransaction(async (tx) => {
      await tx
        .insertInto('profile')
        .values({
          id: 'prf_1',
          teamId,
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
        })
        .execute()
      await storeVersion(tx, place, sealBytes(heldKeyring(), place, Buffer.from('secret')), 'ada')
    })
    const row = await getDatabase().selectFrom('secretVersion').selectAll().executeTakeFirstOrThrow()
    expect(openBytes(heldKeyring(), place, row).toString()).toBe('secret')
  })
})

import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { getDatabase, inTransaction } from '#lib/server/db/database.ts'
import { openTestServer, type TestServer } from '#lib/server/testing/open-test-server.ts'
import { heldKeyring } from '#lib/server/vault/keyring.ts'
import { recordAuditEvent } from './record-audit-event.ts'
import { verifyAuditChain } from './verify-audit.ts'

vi.setConfig({ testTimeout: 20_000 })

let server: TestServer
beforeEach(async () => {
  server = await openTestServer()
  for (let i = 1; i <= 5; i++) {
    await inTransaction((tx) =>
      recordAuditEvent(tx, {
        action: 'profile.created',
        teamId: 'team_1',
        actor: 'ada@example.com',
        subject: `prf_${i}`,
        details: { name: `profile ${i}` },
      }),
    )
  }
})
afterEach(() => server.close())

const verify = () => verifyAuditChain(getDatabase(), heldKeyring().derive('audit'))
const rows = () => getDatabase().selectFrom('auditEvent').selectAll().orderBy('sequence').execute()

it('finds an untouched chain good, numbered without gaps', async () => {
  expect(await verify()).toEqual({ good: true, events: 5 })
  expect((await rows()).map((row) => row.sequence)).toEqual([1, 2, 3, 4, 5])
})

it.each(['at', 'teamId', 'actor', 'action', 'subject', 'details', 'hash'] as const)(
  'names the first row whose %s was edited',
  async (column) => {
    const edited = column === 'hash' ? '0'.repeat(64) : 'edited'
    await getDatabase()
      .updateTable('auditEvent')
      .set({ [column]: edited })
      .where('sequence', '=', 3)
      .execute()
    expect(await verify()).toEqual({ good: false, firstBad: 3 })
  },
)

it('names a row that is missing, and the first of two that changed places', async () => {
  await getDatabase().updateTable('auditEvent').set({ sequence: 9 }).where('sequence', '=', 3).execute()
  await getDatabase().updateTable('auditEvent').set({ sequence: 3 }).where('sequence', '=', 4).execute()
  expect(await verify()).toEqual({ good: false, firstBad: 3 })
  await getDatabase().deleteFrom('auditEvent').where('sequence', '=', 1).execute()
  expect(await verify()).toEqual({ good: false, firstBad: 1 })
})

it('can’t be made anew without the key', async () => {
  expect(await verifyAuditChain(getDatabase(), Buffer.alloc(32, 1))).toEqual({ good: false, firstBad: 1 })
})

it('is stored with its act or not at all', async () => {
  const failing = inTransaction(async (tx) => {
    await recordAuditEvent(tx, { action: 'profile.deleted', teamId: null, actor: null })
    throw new Error('the act failed')
  })
  await expect(failing).rejects.toThrow('the act failed')
  expect(await verify()).toEqual({ good: true, events: 5 })
})

it('keeps its order when many are written at once, and cuts what is too long', async () => {
  const many = Array.from({ length: 20 }, () =>
    inTransaction((tx) =>
      recordAuditEvent(tx, { action: 'session.sign-in-failed', teamId: null, actor: 'x'.repeat(5000) }),
    ),
  )
  await Promise.all(many)
  expect(await verify()).toEqual({ good: true, events: 25 })
  expect((await rows()).at(-1)?.actor).toHaveLength(201)
})

import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { setClock } from '#lib/server/base/clock.ts'
import { getDatabase, inTransaction } from '#lib/server/db/database.ts'
import { openTestServer, type TestServer } from '#lib/server/testing/open-test-server.ts'
import { heldKeyring } from '#lib/server/vault/keyring.ts'
import { makeCheckpoint, makeDailyCheckpoint } from './checkpoint.ts'
import { recordAuditEvent } from './record-audit-event.ts'
import { verifyAudit, verifyAuditChain } from './verify-audit.ts'

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
    expect(await verify()).toEqual({ good: false, firstBad: 3, reason: 'edited_or_missing' })
  },
)

it('names a row that is missing, and the first of two that changed places', async () => {
  await getDatabase().updateTable('auditEvent').set({ sequence: 9 }).where('sequence', '=', 3).execute()
  await getDatabase().updateTable('auditEvent').set({ sequence: 3 }).where('sequence', '=', 4).execute()
  expect(await verify()).toEqual({ good: false, firstBad: 3, reason: 'edited_or_missing' })
  await getDatabase().deleteFrom('auditEvent').where('sequence', '=', 1).execute()
  expect(await verify()).toEqual({ good: false, firstBad: 1, reason: 'edited_or_missing' })
})

it('can’t be made anew without the key', async () => {
  expect(await verifyAuditChain(getDatabase(), Buffer.alloc(32, 1))).toEqual({
    good: false,
    firstBad: 1,
    reason: 'edited_or_missing',
  })
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

const cutTo = (sequence: number) =>
  getDatabase().deleteFrom('auditEvent').where('sequence', '>', sequence).execute()
const record = () =>
  inTransaction((tx) =>
    recordAuditEvent(tx, { action: 'profile.updated', teamId: 'team_1', actor: 'ada@example.com' }),
  )

it('finds by its checkpoint that the end was cut off, and does not hide it with a new one', async () => {
  const checkpoint = await inTransaction(makeCheckpoint)
  expect(checkpoint).toMatchObject({ sequence: 5 })
  await cutTo(3)
  expect(await verify()).toEqual({ good: true, events: 3 })
  expect(await inTransaction(makeCheckpoint)).toEqual(checkpoint)
  const verdict = await verifyAudit({ by: null })
  expect(verdict).toMatchObject({ good: false, events: 3, firstBad: 4, reason: 'cut', checkpoint })
})

it('finds by a checkpoint kept elsewhere that the end was replaced, though no trace is left here', async () => {
  const elsewhere = await inTransaction(makeCheckpoint)
  await getDatabase().deleteFrom('auditCheckpoint').execute()
  await cutTo(4)
  await record()
  expect(await verifyAudit({ by: null })).toMatchObject({ good: true, events: 6 - 1 })
  const verdict = await verifyAudit({ by: null, checkpoints: elsewhere ? [elsewhere] : [] })
  expect(verdict).toMatchObject({ good: false, firstBad: 5, reason: 'checkpoint_differs' })
  expect((await rows()).at(-1)).toMatchObject({ action: 'audit.verified', actor: null })
})

it('makes one checkpoint a day, when something happened', async () => {
  const daily = () => inTransaction(makeDailyCheckpoint)
  expect(await daily()).toMatchObject({ sequence: 5 })
  await record()
  expect(await daily()).toBeNull()
  const restore = setClock({ now: () => Date.now() + 25 * 60 * 60 * 1000 })
  expect(await daily()).toMatchObject({ sequence: 6 })
  restore()
})

import { readFileSync } from 'node:fs'
import { sql } from 'kysely'
import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { getDatabase } from '#lib/server/db/database.ts'
import { openTestServer, type TestServer } from '#lib/server/testing/open-test-server.ts'
import { createProfile } from './create-profile.ts'
import { revealField } from './reveal-field.ts'

vi.setConfig({ testTimeout: 20_000 })

const paste = readFileSync(new URL('../../credentials/fixtures/w1-kafka4.txt', import.meta.url), 'utf8')
const password = /password: (\S+)/.exec(paste)?.[1] ?? 'none'
const teamId = 'team_mine'
const actor = { name: 'Ada', email: 'ada@example.com' }

let server: TestServer
let profileId: string
beforeEach(async () => {
  server = await openTestServer()
  const createdAt = '2026-01-01T00:00:00.000Z'
  const teams = [teamId, 'team_other'].map((id) => ({ id, name: id, createdAt }))
  await getDatabase().insertInto('team').values(teams).execute()
  profileId = (await createProfile({ teamId, actor, input: { text: paste } })).id
})
afterEach(() => server.close())

const events = () =>
  getDatabase()
    .selectFrom('auditEvent')
    .select(['action', 'actor', 'subject', 'details'])
    .orderBy('sequence')
    .execute()
const reveal = (field: string, extra: { purpose?: 'copy'; reason?: string; teamId?: string } = {}) => {
  const { purpose = 'show', reason, ...rest } = extra
  return revealField({ teamId, profileId, actor, ...rest, request: { field, purpose, reason } })
}

it('gives one field, and says in the audit log who saw which field of which version, and why', async () => {
  expect(password).toContain('Canary')
  expect(await reveal('password', { reason: 'a new application' })).toEqual({
    value: password,
    shownForSeconds: 30,
  })
  const last = (await events()).at(-1)
  expect(last).toMatchObject({ action: 'secret.revealed', actor: actor.email, subject: profileId })
  expect(JSON.parse(last?.details ?? '')).toEqual({
    field: 'password',
    version: 1,
    name: 'orders, relation-8',
    reason: 'a new application',
  })
})

it('tells copying from showing', async () => {
  expect((await reveal('salt', { purpose: 'copy' })).value).not.toBe('')
  expect((await events()).at(-1)?.action).toBe('secret.copied')
})

it('leaves no value in the audit log, the database or the log', async () => {
  await reveal('password')
  const stored = await server.stored()
  expect(stored.includes('secret.revealed')).toBe(true)
  expect(stored.includes('Canary')).toBe(false)
  expect(server.log.join('')).not.toContain('Canary')
})

it('gives no secret when the audit event can’t be written', async () => {
  await sql`drop table "auditEvent"`.execute(getDatabase())
  const answer = await reveal('password').catch((error: unknown) => error)
  expect(answer).toMatchObject({ code: 'unavailable' })
  expect(JSON.stringify(answer) + String(answer)).not.toContain('Canary')
})

it('knows the secrets by name only: no fact, no inherited property, no other team’s', async () => {
  const refused = { code: 'unprocessable', field: 'field' }
  for (const field of ['username', 'constructor', '__proto__', 'client-key', 'Password'])
    await expect(reveal(field)).rejects.toMatchObject(refused)
  await expect(reveal('password', { teamId: 'team_other' })).rejects.toMatchObject({ code: 'not_found' })
  expect((await events()).map(({ action }) => action)).toEqual(['profile.created'])
})

it('slows down who empties the vault', async () => {
  for (let n = 0; n < 30; n += 1) await reveal('password')
  await expect(reveal('password')).rejects.toMatchObject({ code: 'rate_limited' })
  expect((await events()).filter(({ action }) => action === 'secret.revealed')).toHaveLength(30)
})

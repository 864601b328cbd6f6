import { randomBytes } from 'node:crypto'
import { afterAll, beforeAll, expect, it, vi } from 'vitest'
import { setClock } from '#lib/server/base/clock.ts'
import { getDatabase } from '#lib/server/db/database.ts'
import {
  createTestOwner,
  jsonRequest,
  openTestServer,
  type TestServer,
} from '#lib/server/testing/open-test-server.ts'
import { scopesAllow, type TokenScope, tokenScopes } from '#lib/shared/api-token.ts'
import { actions } from '#lib/shared/team.ts'
import { requireRecentProof } from '../recent-proof.ts'
import { type Member, requireMember } from '../require-member.ts'
import { createToken } from './create-token.ts'
import { findTokenTeam } from './find-token.ts'
import { listTokens } from './list-tokens.ts'
import { revokeToken } from './revoke-token.ts'

vi.setConfig({ hookTimeout: 60_000, testTimeout: 20_000 })

let server: TestServer
let ada: Member
beforeAll(async () => {
  server = await openTestServer()
  const teamId = await createTestOwner()
  const user = await getDatabase()
    .selectFrom('user')
    .select(['id', 'name', 'email'])
    .executeTakeFirstOrThrow()
  ada = { userId: user.id, name: user.name, email: user.email, sessionId: 's', teamId, role: 'owner' }
})
afterAll(() => server.close())

const make = (scopes: TokenScope[], role: Member['role'] = 'editor', days = 30) =>
  createToken(ada, { name: 'ci', role, scopes, days })
const withToken = (text: string, more = {}) =>
  jsonRequest('GET', '/', undefined, { Authorization: `Bearer ${text}`, ...more })
const events = (subject: string) =>
  getDatabase()
    .selectFrom('auditEvent')
    .select('action')
    .where('subject', '=', subject)
    .orderBy('sequence')
    .execute()

it('lets a token do what its scopes and its role allow, records its first use, and keeps no text of it', async () => {
  const { text, token } = await make(['profiles.write'])
  expect(text).toMatch(/^ks_[\w-]{43}$/)
  const { member, team } = await requireMember(withToken(text), ada.teamId, 'profile.create')
  expect(member).toMatchObject({ userId: ada.userId, email: ada.email, tokenId: token.id, role: 'editor' })
  expect(member.sessionId).toBeUndefined()
  expect(team.role).toBe('editor')
  await requireMember(withToken(text), ada.teamId, 'profile.create')
  expect((await events(token.id)).map((row) => row.action)).toEqual(['token.created', 'token.first-used'])
  const stored = JSON.stringify([
    await getDatabase().selectFrom('apiToken').selectAll().execute(),
    await getDatabase().selectFrom('auditEvent').selectAll().execute(),
  ])
  expect(stored + server.log.join('')).not.toContain(text.slice(3))
})

it('refuses what is in no scope of it, or above its role, and writes down which token tried', async () => {
  const { text, token } = await make(['profiles.read', 'audit.read'], 'editor')
  for (const action of ['profile.create', 'member.manage', 'audit.read', 'secret.reveal'] as const) {
    await expect(requireMember(withToken(text), ada.teamId, action)).rejects.toMatchObject({
      code: 'forbidden',
    })
  }
  const denied = await getDatabase()
    .selectFrom('auditEvent')
    .selectAll()
    .orderBy('sequence', 'desc')
    .executeTakeFirstOrThrow()
  expect(denied).toMatchObject({ action: 'authorisation.denied', actor: ada.email })
  expect(JSON.parse(denied.details)).toMatchObject({ token: token.id })
})

it('has no scope for people, grants, tokens, secrets, sign-on or egress', () => {
  const allowed = actions.filter((action) => scopesAllow(tokenScopes, action))
  expect(
    allowed.filter((action) => /^(member|invitation|sso|grant|token|secret|bundle|egress)\./.test(action)),
  ).toEqual([])
})

it('answers alike for unknown, malformed, expired and revoked tokens, and never falls back to a cookie', async () => {
  const expired = await make(['profiles.read'], 'viewer', 1)
  const revoked = await make(['profiles.read'])
  await revokeToken(ada, revoked.token.id)
  const messages = new Set<string>()
  const tries = [
    withToken('ks_short'),
    withToken(`ks_${randomBytes(32).toString('base64url')}`, { Cookie: 'keystream-session=x' }),
    withToken(revoked.text),
  ]
  const restore = setClock({ now: () => Date.now() + 25 * 60 * 60 * 1000 })
  for (const request of [...tries, withToken(expired.text)]) {
    const answer = requireMember(request, ada.teamId, 'profile.list')
    await expect(answer).rejects.toMatchObject({ code: 'unauthenticated' })
    await answer.catch((error: unknown) => messages.add((error as Error).message))
  }
  restore()
  expect(messages.size).toBe(1)
})

it('is never above its owner: a demoted one takes it along, and one who left takes it away', async () => {
  const { text, token } = await make(['profiles.write'], 'admin')
  const roleAs = (role: string) => getDatabase().updateTable('member').set({ role }).execute()
  await roleAs('viewer')
  const late = requireMember(withToken(text), ada.teamId, 'profile.create')
  await expect(late).rejects.toMatchObject({ code: 'forbidden' })
  await roleAs('owner')
  expect((await findTokenTeam(token.id))?.role).toBe('admin')
  const member = await getDatabase().selectFrom('member').selectAll().executeTakeFirstOrThrow()
  await getDatabase().deleteFrom('member').execute()
  expect(await findTokenTeam(token.id)).toBeNull()
  await expect(requireMember(withToken(text), ada.teamId, 'profile.list')).rejects.toMatchObject({
    code: 'unauthenticated',
  })
  await getDatabase().insertInto('member').values(member).execute()
  await expect(
    createToken({ ...ada, role: 'operator' }, { name: 'x', role: 'admin', scopes: ['check'], days: 1 }),
  ).rejects.toMatchObject({ code: 'forbidden', field: 'role' })
})

it('is no way into another team, and no recent proof', async () => {
  const { text } = await make(['profiles.read'])
  await expect(requireMember(withToken(text), 'team_other', 'profile.list')).rejects.toMatchObject({
    code: 'not_found',
  })
  const { member } = await requireMember(withToken(text), ada.teamId, 'profile.list')
  await expect(requireRecentProof(member)).rejects.toMatchObject({ code: 'reauthentication_required' })
})

it('shows members their own tokens and heads all; nobody revokes what he does not see', async () => {
  const { token } = await make(['check'])
  const other: Member = { ...ada, userId: 'someone', role: 'editor' }
  expect(await listTokens(other)).toEqual([])
  await expect(revokeToken(other, token.id)).rejects.toMatchObject({ code: 'not_found' })
  expect((await listTokens(ada)).find(({ id }) => id === token.id)).toMatchObject({
    mine: true,
    state: 'active',
  })
  await revokeToken({ ...other, role: 'admin' }, token.id)
  expect((await listTokens(ada)).find(({ id }) => id === token.id)).toMatchObject({ state: 'revoked' })
  expect(await findTokenTeam(token.id)).toBeNull()
})

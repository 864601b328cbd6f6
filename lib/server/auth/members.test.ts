import { afterAll, beforeAll, expect, it, vi } from 'vitest'
import { setClock } from '#lib/server/base/clock.ts'
import { getDatabase } from '#lib/server/db/database.ts'
import { changeMember, removeMember } from '#lib/server/teams/change-member.ts'
import { foundTeam } from '#lib/server/teams/found-team.ts'
import { inviteMember, listInvitations, revokeInvitation } from '#lib/server/teams/invite-member.ts'
import { listMembers } from '#lib/server/teams/list-members.ts'
import { listTeams } from '#lib/server/teams/membership.ts'
import {
  createTestOwner,
  jsonRequest,
  openTestServer,
  owner,
  type TestServer,
} from '#lib/server/testing/open-test-server.ts'
import { joinTeam, type SignedIn, signInAs } from '#lib/server/testing/sign-in-as.ts'
import type { Role } from '#lib/shared/team.ts'
import { acceptInvitation, findOffer } from './accept-invitation.ts'
import { changePassword } from './change-password.ts'
import { findSession } from './find-session.ts'
import { listSessions, revokeSession } from './list-sessions.ts'

// Every password hash takes 128 MiB and half a second, more on a busy machine.
vi.setConfig({ testTimeout: 60_000, hookTimeout: 60_000 })

let server: TestServer
let teamId: string
let ada: SignedIn
let bob: SignedIn
const password = 'a sentence nobody guesses'
const anybody = jsonRequest('POST', '/api/auth/invitation')
const as = (who: SignedIn) => jsonRequest('POST', '/api/x', undefined, { Cookie: who.cookie })
const isIn = async (who: SignedIn) => (await findSession(new Headers({ cookie: who.cookie }))) !== null
const team = () => ({ id: teamId, name: 'Platform' })
const invite = (email: string, role: Role, by = ada) =>
  inviteMember({ team: team(), by: by.member, invite: { email, role } })
const tokenOf = (sent: { link: string | null }) => sent.link?.split('#token=')[1] ?? ''

beforeAll(async () => {
  server = await openTestServer()
  teamId = await createTestOwner()
  ada = await signInAs(teamId, owner)
  bob = await joinTeam(ada, { email: 'bob@example.com', name: 'Bob', password, role: 'admin' })
})
afterAll(() => server.close())

it('lets a guest in once, with the address and the role that the inviter chose', async () => {
  const sent = await invite('eve@example.com', 'viewer')
  expect(sent).toMatchObject({
    mailed: false,
    mailProblem: null,
    invitation: { email: 'eve@example.com', role: 'viewer' },
  })
  expect(JSON.stringify(await getDatabase().selectFrom('invitation').selectAll().execute())).not.toContain(
    tokenOf(sent),
  )
  const offer = await findOffer(tokenOf(sent), anybody)
  expect(offer).toMatchObject({ team: 'Platform', role: 'viewer', invitedBy: owner.email, hasAccount: false })
  const accept = () => acceptInvitation({ token: tokenOf(sent), account: { name: 'Eve', password } }, anybody)
  const both = await Promise.allSettled([accept(), accept()])
  expect(both.filter((result) => result.status === 'fulfilled')).toHaveLength(1)
  await expect(accept()).rejects.toMatchObject({ code: 'not_found' })
  const { items } = await listMembers({ teamId, for: 'owner', limit: 10 })
  const seen = await listMembers({ teamId, for: 'viewer', limit: 10 })
  expect(seen.items.every((each) => each.secondFactor === null)).toBe(true)
  expect(items.map(({ email, role }) => `${email} ${role}`).sort()).toEqual([
    'ada@example.com owner',
    'bob@example.com admin',
    'eve@example.com viewer',
  ])
})

it('is bound to its address, and to 72 hours, and ends when revoked or replaced', async () => {
  const second = await foundTeam({ userId: ada.member.userId, email: owner.email, name: 'Second' })
  const offered = await inviteMember({
    team: second,
    by: { ...ada.member, role: 'owner' },
    invite: { email: 'bob@example.com', role: 'editor' },
  })
  const token = tokenOf(offered)
  await expect(acceptInvitation({ token }, anybody)).rejects.toMatchObject({ code: 'unauthenticated' })
  await expect(acceptInvitation({ token }, as(ada))).rejects.toMatchObject({ code: 'forbidden' })
  const account = { name: 'Mallory', password }
  await expect(acceptInvitation({ token, account }, anybody)).rejects.toMatchObject({
    code: 'unauthenticated',
  })
  expect(await acceptInvitation({ token }, as(bob))).toMatchObject({ teamId: second.id, headers: null })
  expect((await listTeams(bob.member.userId)).map(({ name, role }) => [name, role])).toEqual([
    ['Platform', 'admin'],
    ['Second', 'editor'],
  ])

  const old = await invite('kim@example.com', 'viewer')
  const fresh = await invite('kim@example.com', 'viewer')
  await expect(findOffer(tokenOf(old), anybody)).rejects.toMatchObject({ code: 'not_found' })
  const restore = setClock({ now: () => Date.now() + 72 * 3_600_000 + 1 })
  await expect(findOffer(tokenOf(fresh), anybody)).rejects.toMatchObject({ code: 'not_found' })
  expect((await listInvitations({ teamId, limit: 10 })).items).toMatchObject([{ expired: true }])
  restore()
  await revokeInvitation({ teamId, id: fresh.invitation.id, by: ada.member })
  await expect(findOffer(tokenOf(fresh), anybody)).rejects.toMatchObject({ code: 'not_found' })
  await expect(
    revokeInvitation({ teamId: second.id, id: old.invitation.id, by: ada.member }),
  ).rejects.toMatchObject({
    code: 'not_found',
  })
  await expect(invite('bob@example.com', 'viewer')).rejects.toMatchObject({
    code: 'conflict',
    field: 'email',
  })
})

it('lets no admin make, change or remove an owner', async () => {
  const forbidden = { code: 'forbidden' }
  const at = (userId: string) => ({ teamId, userId, by: bob.member })
  await expect(invite('x@example.com', 'owner', bob)).rejects.toMatchObject(forbidden)
  for (const userId of [ada.member.userId, bob.member.userId]) {
    await expect(changeMember({ ...at(userId), change: { role: 'owner' } })).rejects.toMatchObject(forbidden)
  }
  const owned = at(ada.member.userId)
  await expect(changeMember({ ...owned, change: { role: 'viewer' } })).rejects.toMatchObject(forbidden)
  await expect(changeMember({ ...owned, change: { disabled: true } })).rejects.toMatchObject(forbidden)
  await expect(removeMember(owned)).rejects.toMatchObject(forbidden)
})

it('keeps the last owner, also from two who go at once', async () => {
  const conflict = { code: 'conflict' }
  const me = { teamId, userId: ada.member.userId, by: ada.member }
  await expect(removeMember(me)).rejects.toMatchObject(conflict)
  await expect(changeMember({ ...me, change: { role: 'admin' } })).rejects.toMatchObject(conflict)
  await expect(changeMember({ ...me, change: { disabled: true } })).rejects.toMatchObject(conflict)
  await changeMember({ teamId, userId: bob.member.userId, by: ada.member, change: { role: 'owner' } })
  const boss = { ...bob.member, role: 'owner' as const }
  const both = await Promise.allSettled([
    changeMember({ ...me, change: { role: 'admin' } }),
    changeMember({ teamId, userId: boss.userId, by: boss, change: { role: 'admin' } }),
  ])
  expect(both.map((result) => result.status).sort()).toEqual(['fulfilled', 'rejected'])
  // Put back what the race left.
  await getDatabase()
    .updateTable('member')
    .set({ role: 'owner' })
    .where('userId', '=', ada.member.userId)
    .where('teamId', '=', teamId)
    .execute()
  await getDatabase()
    .updateTable('member')
    .set({ role: 'admin' })
    .where('userId', '=', boss.userId)
    .where('teamId', '=', teamId)
    .execute()
  ada = await signInAs(teamId, owner)
  bob = await signInAs(teamId, { email: 'bob@example.com', password })
})

it('signs out at once who may do less, ends the invitations they sent, and takes disabled members for none', async () => {
  const pending = await invite('zoe@example.com', 'viewer', bob)
  const place = { teamId, userId: bob.member.userId, by: ada.member }
  await changeMember({ ...place, change: { role: 'operator' } })
  expect([await isIn(bob), await isIn(ada)]).toEqual([false, true])
  await expect(findOffer(tokenOf(pending), anybody)).rejects.toMatchObject({ code: 'not_found' })
  bob = await signInAs(teamId, { email: 'bob@example.com', password })
  await changeMember({ ...place, change: { role: 'editor' } })
  expect(await isIn(bob)).toBe(true)
  const disabled = await changeMember({ ...place, change: { disabled: true } })
  expect(disabled).toMatchObject({ role: 'editor', disabledAt: expect.any(String) as string })
  expect(await isIn(bob)).toBe(false)
  expect((await listTeams(bob.member.userId)).map(({ name }) => name)).toEqual(['Second'])
  await getDatabase()
    .deleteFrom('member')
    .where('userId', '=', bob.member.userId)
    .where('teamId', '!=', teamId)
    .execute()
  await expect(signInAs(teamId, { email: 'bob@example.com', password })).rejects.toMatchObject({
    code: 'forbidden',
    message: 'This account is disabled.',
  })
  await changeMember({ ...place, change: { disabled: false } })
  bob = await signInAs(teamId, { email: 'bob@example.com', password })
  await removeMember(place)
  expect(await isIn(bob)).toBe(false)
  await expect(removeMember(place)).rejects.toMatchObject({ code: 'not_found' })
})

it('lists one’s own sessions, revokes one of them, and nobody else’s', async () => {
  const other = await signInAs(teamId, owner)
  const { items } = await listSessions(ada.member)
  expect(items[0]).toMatchObject({ id: ada.member.sessionId, here: true, method: 'password' })
  const eve = await signInAs(teamId, { email: 'eve@example.com', password })
  await expect(revokeSession(eve.member, other.member.sessionId)).rejects.toMatchObject({ code: 'not_found' })
  await revokeSession(ada.member, other.member.sessionId)
  expect([await isIn(other), await isIn(ada)]).toEqual([false, true])
})

it('changes the password with the current one, ends every other session, and refuses one that is guessed first', async () => {
  const other = await signInAs(teamId, { email: 'eve@example.com', password })
  const eve = await signInAs(teamId, { email: 'eve@example.com', password })
  const change = (current: string, next: string) =>
    changePassword(eve.member, { current, password: next }, anybody)
  await expect(change('wrong', 'another fine sentence')).rejects.toMatchObject({
    code: 'forbidden',
    field: 'current',
  })
  await expect(change(password, 'password1234')).rejects.toMatchObject({
    code: 'bad_request',
    field: 'password',
  })
  expect((await change(password, 'another fine sentence')).sessionsEnded).toBeGreaterThanOrEqual(1)
  expect([await isIn(other), await isIn(eve)]).toEqual([false, true])
  await expect(signInAs(teamId, { email: 'eve@example.com', password })).rejects.toMatchObject({
    code: 'unauthenticated',
  })
})

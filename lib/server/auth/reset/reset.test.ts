import { afterAll, beforeAll, beforeEach, expect, it, vi } from 'vitest'
import { setClock } from '#lib/server/base/clock.ts'
import { getDatabase, inTransaction } from '#lib/server/db/database.ts'
import { changeMember } from '#lib/server/teams/change-member.ts'
import { addMember, createTeam } from '#lib/server/teams/membership.ts'
import {
  createTestOwner,
  jsonRequest,
  openTestServer,
  owner,
  type TestServer,
} from '#lib/server/testing/open-test-server.ts'
import { joinTeam, type SignedIn, signInAs } from '#lib/server/testing/sign-in-as.ts'
import { startMailServer, type TestMailServer } from '#lib/server/testing/start-mail-server.ts'
import { createUser } from '../create-user.ts'
import { findSession } from '../find-session.ts'
import { signIn } from '../sign-in.ts'
import { askReset, mailReset } from './ask-reset.ts'
import { completeReset, findReset } from './complete-reset.ts'
import { makeHostReset } from './host-reset.ts'
import { offerReset } from './offer-reset.ts'

vi.setConfig({ testTimeout: 60_000, hookTimeout: 60_000 })

let mailServer: TestMailServer
let server: TestServer
let teamId: string
let ada: SignedIn
let bob: SignedIn
let eve: SignedIn
const password = 'a sentence nobody guesses'
const fresh = 'another one that nobody knows'
const request = jsonRequest('POST', '/api/auth/reset')
const tokenOf = (text: string | null | undefined) => /#token=([\w-]{43})\b/.exec(text ?? '')?.[1] ?? ''
const isIn = async (who: SignedIn) => (await findSession(new Headers({ cookie: who.cookie }))) !== null
const events = async () =>
  (await getDatabase().selectFrom('auditEvent').selectAll().orderBy('sequence').execute()).map(
    ({ action, actor, teamId: team }) => [action, actor, team],
  )

beforeAll(async () => {
  mailServer = await startMailServer()
  server = await openTestServer({ KEYSTREAM_SMTP_URL: mailServer.url, KEYSTREAM_MAIL_FROM: 'k@example.com' })
  teamId = await createTestOwner()
  ada = await signInAs(teamId, owner)
  bob = await join('bob@example.com', 'admin')
  eve = await join('eve@example.com', 'editor')
})
afterAll(async () => {
  await server.close()
  await mailServer.close()
})
beforeEach(async () => {
  mailServer.mails.length = 0
  mailServer.refused.clear()
  await getDatabase().deleteFrom('passwordReset').execute()
})

/** The invitation's mail is refused, so that its link is in the answer. */
async function join(email: string, role: 'admin' | 'editor'): Promise<SignedIn> {
  mailServer.refused.add(email)
  return joinTeam(ada, { email, name: email, password, role })
}

it('mails a link that sets a new password once, ends every session, and is audited', async () => {
  await mailReset('eve@example.com')
  const token = tokenOf(mailServer.mails[0]?.text)
  expect(mailServer.mails.map(({ to }) => to)).toEqual(['eve@example.com'])
  expect(JSON.stringify(await getDatabase().selectFrom('passwordReset').selectAll().execute())).not.toContain(
    token,
  )
  expect(await findReset(token)).toMatchObject({ email: 'eve@example.com', secondFactor: false })
  await expect(completeReset({ token, password: 'eve@example.com1' })).rejects.toMatchObject({
    code: 'bad_request',
    field: 'password',
  })
  expect(await isIn(eve)).toBe(true)
  const both = await Promise.allSettled([1, 2].map(() => completeReset({ token, password: fresh })))
  expect(both.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected'])
  await expect(findReset(token)).rejects.toMatchObject({ code: 'not_found' })
  expect(await isIn(eve)).toBe(false)
  expect((await events()).slice(-2)).toEqual([
    ['password.reset-asked', null, null],
    ['password.reset', 'eve@example.com', null],
  ])
  expect(mailServer.mails.at(-1)?.text).toContain('was set anew')
  await expect(signIn({ email: 'eve@example.com', password }, request)).rejects.toMatchObject({
    code: 'unauthenticated',
  })
  eve = await signInAs(teamId, { email: 'eve@example.com', password: fresh })
})

it('ends after sixty minutes, and all links with the first that is used', async () => {
  await mailReset(owner.email)
  await mailReset(owner.email)
  const [first, second] = mailServer.mails.map(({ text }) => tokenOf(text))
  await completeReset({ token: first ?? '', password: owner.password })
  await expect(findReset(second ?? '')).rejects.toMatchObject({ code: 'not_found' })
  ada = await signInAs(teamId, owner)
  await mailReset(owner.email)
  const late = tokenOf(mailServer.mails.at(-1)?.text)
  const restore = setClock({ now: () => Date.now() + 61 * 60_000 })
  await expect(findReset(late)).rejects.toMatchObject({ code: 'not_found' })
  await expect(completeReset({ token: late, password: fresh })).rejects.toMatchObject({ code: 'not_found' })
  restore()
})

it('sends an account three links at most, nobody else any, and one without a password how it signs in', async () => {
  for (let i = 0; i < 5; i++) await mailReset('eve@example.com')
  expect(mailServer.mails).toHaveLength(3)
  await mailReset('nobody@example.com')
  expect(mailServer.mails).toHaveLength(3)
  const email = 'sso@example.com'
  await inTransaction((tx) => createUser(tx, { name: 'Sso', email, passwordHash: null }))
  await mailReset(email)
  expect(mailServer.mails.at(-1)).toMatchObject({ to: email })
  expect(mailServer.mails.at(-1)?.text).toContain('This account has no password')
  expect(tokenOf(mailServer.mails.at(-1)?.text)).toBe('')
})

it('answers before it looks, so that neither words nor time tell a known address', async () => {
  const rows = () => getDatabase().selectFrom('passwordReset').select('userId').execute()
  askReset('eve@example.com', request)
  askReset('nobody@example.com', request)
  expect(await rows()).toEqual([])
  await vi.waitFor(() => expect(mailServer.mails).toHaveLength(1), 10_000)
  expect(await rows()).toHaveLength(1)
  const asked = () => Array.from({ length: 200 }, () => askReset('nobody@example.com', request))
  expect(asked).toThrow(expect.objectContaining({ code: 'rate_limited' }) as Error)
})

it('lets heads make a link for who can do no more than they, in any team, and never for themselves', async () => {
  const offer = (by: SignedIn, who: SignedIn) =>
    offerReset({ teamId, userId: who.member.userId, by: by.member })
  const refused = { code: 'forbidden' }
  mailServer.refused.add('eve@example.com')
  const made = await offer(bob, eve)
  expect(made).toMatchObject({ email: 'eve@example.com', mailProblem: expect.any(String) as string })
  expect(await findReset(tokenOf(made.link))).toMatchObject({ email: 'eve@example.com' })
  expect((await events()).at(-1)).toEqual(['password.reset-link-made', 'bob@example.com', teamId])
  mailServer.refused.clear()
  expect(await offer(ada, bob)).toMatchObject({ link: null, mailProblem: null })
  await expect(offer(bob, ada)).rejects.toMatchObject(refused)
  await expect(offer(ada, ada)).rejects.toMatchObject(refused)
  await expect(
    offerReset({ teamId: 'team_other', userId: eve.member.userId, by: ada.member }),
  ).rejects.toMatchObject({ code: 'not_found' })
  const second = await inTransaction(async (tx) => {
    const id = await createTeam(tx, 'Second')
    await addMember(tx, id, eve.member.userId, 'owner')
    return { id }
  })
  await expect(offer(ada, eve)).rejects.toMatchObject(refused)
  await inTransaction((tx) => addMember(tx, second.id, ada.member.userId, 'owner'))
  expect(await offer(ada, eve)).toMatchObject({ link: null })
  await expect(offer(bob, eve)).rejects.toMatchObject(refused)
  // Disabled there, their own rights do not reach it any more.
  const lost = { teamId: second.id, userId: ada.member.userId, by: { ...eve.member, role: 'owner' as const } }
  await changeMember({ ...lost, change: { disabled: true } })
  await expect(offer(ada, eve)).rejects.toMatchObject(refused)
})

it('makes a link on the host for an address that is there', async () => {
  const { link } = await makeHostReset(' Bob@example.com')
  expect(await findReset(tokenOf(link))).toMatchObject({ email: 'bob@example.com' })
  expect((await events()).at(-1)).toEqual(['password.reset-link-made', null, null])
  await expect(makeHostReset('nobody@example.com')).rejects.toMatchObject({ code: 'not_found' })
})

it('asks for the code as before, where there is a second factor', async () => {
  await getDatabase()
    .insertInto('totp')
    .values({
      userId: bob.member.userId,
      nonce: Buffer.alloc(12),
      secret: Buffer.alloc(32),
      createdAt: '2026-01-01T00:00:00.000Z',
      confirmedAt: '2026-01-01T00:00:00.000Z',
      lastStep: 0,
    })
    .execute()
  const token = tokenOf((await makeHostReset('bob@example.com')).link)
  expect(await findReset(token)).toMatchObject({ secondFactor: true })
  await completeReset({ token, password: fresh })
  await expect(signIn({ email: 'bob@example.com', password: fresh }, request)).rejects.toThrow(
    'This account asks for a code, too.',
  )
})

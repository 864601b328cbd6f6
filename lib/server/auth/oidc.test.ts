import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import Provider from 'oidc-provider'
import { afterAll, beforeAll, beforeEach, expect, it, vi } from 'vitest'
import { getDatabase, inTransaction } from '#lib/server/db/database.ts'
import { changeMember } from '#lib/server/teams/change-member.ts'
import { listMembers } from '#lib/server/teams/list-members.ts'
import { replaceSignOnRules } from '#lib/server/teams/sign-on-rules.ts'
import {
  createTestOwner,
  jsonRequest,
  ORIGIN,
  openTestServer,
  owner,
  type TestServer,
} from '#lib/server/testing/open-test-server.ts'
import { cookieOf, type SignedIn, signInAs } from '#lib/server/testing/sign-in-as.ts'
import { findProofWays } from './account.ts'
import { findSession } from './find-session.ts'
import { finishSignOn, startSignOn } from './oidc-sign-in.ts'
import { requireRecentProof } from './recent-proof.ts'

// Every password hash takes 128 MiB and half a second, more on a busy machine.
vi.setConfig({ testTimeout: 60_000, hookTimeout: 60_000 })

interface Claims {
  email?: string
  email_verified?: boolean
  name?: string
  groups?: string[]
}

/** A real provider in this process; whoever it is asked for has the claims that a test gave. */
const people = new Map<string, Claims>()
let provider: Server
let server: TestServer
let teamId: string
let ada: SignedIn

beforeAll(async () => {
  provider = createServer()
  await new Promise<void>((resolve) => provider.listen(0, '127.0.0.1', resolve))
  const issuer = `http://127.0.0.1:${(provider.address() as AddressInfo).port}`
  // It warns of its sample keys and of its sample pages, which are all that a test needs.
  for (const level of ['warn', 'info'] as const) vi.spyOn(console, level).mockImplementation(() => undefined)
  const oidc = new Provider(issuer, {
    clients: [
      {
        client_id: 'keystream',
        client_secret: 'a secret of the client that nobody guesses',
        redirect_uris: [`${ORIGIN}/api/auth/oidc/callback`],
        response_types: ['code'],
        grant_types: ['authorization_code'],
      },
    ],
    claims: { openid: ['sub', 'groups'], email: ['email', 'email_verified'], profile: ['name'] },
    cookies: { keys: ['a key of the provider'] },
    pkce: { required: () => true },
    findAccount: (_, id) => ({ accountId: id, claims: () => ({ sub: id, ...people.get(id) }) }),
  })
  const handle = oidc.callback()
  provider.on('request', (request, response) => void handle(request, response))
  server = await openTestServer({
    KEYSTREAM_OIDC_ISSUER: issuer,
    KEYSTREAM_OIDC_CLIENT_ID: 'keystream',
    KEYSTREAM_OIDC_CLIENT_SECRET: 'a secret of the client that nobody guesses',
    KEYSTREAM_OIDC_NAME: 'Example ID',
  })
  teamId = await createTestOwner()
  ada = await signInAs(teamId, owner)
})
afterAll(async () => {
  await server.close()
  provider.closeAllConnections()
  await new Promise((resolve) => provider.close(resolve))
  vi.restoreAllMocks()
})
beforeEach(() => rules([{ group: 'kafka', role: 'operator' }]))

function rules(list: Parameters<typeof replaceSignOnRules>[0]['rules']) {
  return replaceSignOnRules({ teamId, rules: list, by: ada.member })
}

/** What a browser does: follows the provider's redirects with its cookies, and fills in its two forms. */
async function askAtProvider(location: string, login: string): Promise<string> {
  const cookies = new Map<string, string>()
  let url = location
  let form: URLSearchParams | null = null
  for (let hop = 0; hop < 12; hop++) {
    if (url.startsWith(ORIGIN)) return url
    const response: Response = await fetch(url, {
      redirect: 'manual',
      headers: { cookie: [...cookies].map(([name, value]) => `${name}=${value}`).join('; ') },
      ...(form && { method: 'POST', body: form }),
    })
    for (const cookie of response.headers.getSetCookie()) {
      const [pair = ''] = cookie.split(';')
      const at = pair.indexOf('=')
      cookies.set(pair.slice(0, at), pair.slice(at + 1))
    }
    const to = response.headers.get('location')
    form = null
    if (to !== null) {
      url = new URL(to, url).href
      continue
    }
    const page = await response.text()
    const prompt = /name="prompt" value="(\w+)"/.exec(page)?.[1] ?? ''
    form = new URLSearchParams({ prompt, ...(prompt === 'login' && { login, password: 'any' }) })
    url = new URL(/action="([^"]+)"/.exec(page)?.[1] ?? '', url).href
  }
  throw new Error('The provider sent the browser in circles.')
}

async function signOn(login: string, options: { proof?: string; forge?: (url: string) => string } = {}) {
  const purpose = options.proof === undefined ? 'sign-in' : 'proof'
  const own = options.proof === undefined ? {} : { Cookie: options.proof }
  const began = await startSignOn({ next: '/account', purpose }, jsonRequest('GET', '/x', undefined, own))
  const back = await askAtProvider(began.location, login)
  const answer = (options.forge ?? ((url: string) => url))(back)
  const cookie = [cookieOf(began.headers), options.proof].filter(Boolean).join('; ')
  const request = new Request(answer, { headers: { cookie } })
  const step = await finishSignOn(request)
  const session = step.headers.getSetCookie().find((each) => each.startsWith('keystream-session='))
  return { location: step.location, cookie: session?.split(';')[0] ?? '', request }
}

const roleOf = async (email: string) =>
  (await listMembers({ teamId, for: 'owner', limit: 50 })).items.find((each) => each.email === email)

it('makes an account for a person of a known group, with the group’s role, and none for anybody else', async () => {
  people.set('kim', { email: 'Kim@Example.com', email_verified: true, name: 'Kim', groups: ['kafka', 'x'] })
  const { location, cookie } = await signOn('kim')
  expect(location).toBe('/account')
  const user = await findSession(new Headers({ cookie }))
  expect(user).toMatchObject({ name: 'Kim', email: 'kim@example.com' })
  expect(await roleOf('kim@example.com')).toMatchObject({ role: 'operator', source: 'sign-on' })
  expect(await findProofWays(user?.userId ?? '')).toMatchObject({
    password: false,
    singleSignOn: 'Example ID',
  })
  people.set('lee', { email: 'lee@example.com', email_verified: true, groups: ['x'] })
  expect(await signOn('lee')).toMatchObject({ location: '/sign-in?problem=no-team', cookie: '' })
  people.set('max', { email: 'max@example.com', email_verified: false, groups: ['kafka'] })
  expect(await signOn('max')).toMatchObject({ location: '/sign-in?problem=unverified', cookie: '' })
  const emails = (await getDatabase().selectFrom('user').select('email').execute()).map((row) => row.email)
  expect(emails.sort()).toEqual(['ada@example.com', 'kim@example.com'])
})

it('moves and removes who came by a rule with their groups, and takes the highest of several', async () => {
  await rules([
    { group: 'kafka', role: 'operator' },
    { group: 'leads', role: 'admin' },
  ])
  people.set('kim', { ...people.get('kim'), groups: ['kafka', 'leads'] })
  const first = await signOn('kim')
  expect(await roleOf('kim@example.com')).toMatchObject({ role: 'admin' })
  people.set('kim', { ...people.get('kim'), groups: ['kafka'] })
  const second = await signOn('kim')
  expect(await roleOf('kim@example.com')).toMatchObject({ role: 'operator' })
  // Less than before: what was open under the old role is over.
  expect(await findSession(new Headers({ cookie: first.cookie }))).toBeNull()
  expect(await findSession(new Headers({ cookie: second.cookie }))).not.toBeNull()
  people.set('kim', { ...people.get('kim'), groups: [] })
  expect(await signOn('kim')).toMatchObject({ location: '/sign-in?problem=no-team', cookie: '' })
  expect(await roleOf('kim@example.com')).toBeUndefined()
})

it('knows somebody with an account by the address that the provider vouches for, and leaves their role alone', async () => {
  people.set('imp', { email: owner.email, email_verified: false, groups: ['kafka'] })
  expect(await signOn('imp')).toMatchObject({ location: '/sign-in?problem=unverified', cookie: '' })
  people.set('ada', { email: owner.email, email_verified: true, groups: ['kafka'] })
  const { cookie } = await signOn('ada')
  expect(await findSession(new Headers({ cookie }))).toMatchObject({ userId: ada.member.userId })
  expect(await roleOf(owner.email)).toMatchObject({ role: 'owner', source: 'invited' })
})

it('keeps a disabled member out', async () => {
  people.set('kim', { ...people.get('kim'), groups: ['kafka'] })
  const { cookie } = await signOn('kim')
  const kim = await roleOf('kim@example.com')
  await changeMember({ teamId, userId: kim?.userId ?? '', by: ada.member, change: { disabled: true } })
  expect(await findSession(new Headers({ cookie }))).toBeNull()
  expect(await signOn('kim')).toMatchObject({ location: '/sign-in?problem=disabled', cookie: '' })
  await changeMember({ teamId, userId: kim?.userId ?? '', by: ada.member, change: { disabled: false } })
})

it('refuses an answer with another state, without the browser’s cookie, twice, and with a forged code', async () => {
  const swap = (name: string, value: string) => (url: string) => {
    const forged = new URL(url)
    forged.searchParams.set(name, value)
    return forged.href
  }
  expect(await signOn('kim', { forge: swap('state', 'x'.repeat(43)) })).toMatchObject({
    location: '/sign-in?problem=expired',
    cookie: '',
  })
  expect(await signOn('kim', { forge: swap('code', 'x'.repeat(43)) })).toMatchObject({
    location: '/sign-in?problem=failed',
    cookie: '',
  })
  expect(await signOn('kim', { forge: swap('iss', 'https://evil.example.com') })).toMatchObject({
    location: '/sign-in?problem=failed',
    cookie: '',
  })
  const good = await signOn('kim')
  expect(good.location).toBe('/account')
  expect(await finishSignOn(good.request)).toMatchObject({ location: '/sign-in?problem=expired' })
  const bare = new Request(good.request.url)
  expect(await finishSignOn(bare)).toMatchObject({ location: '/sign-in?problem=expired' })
})

it('proves a session for the person it belongs to, and for nobody else', async () => {
  const { cookie } = await signOn('kim')
  const kim = await findSession(new Headers({ cookie }))
  if (!kim) throw new Error('There is no session.')
  const refused = { code: 'reauthentication_required' }
  await expect(requireRecentProof(kim)).rejects.toMatchObject(refused)
  await signOn('ada', { proof: cookie })
  await expect(requireRecentProof(kim)).rejects.toMatchObject(refused)
  expect(await signOn('kim', { proof: cookie })).toMatchObject({ location: '/account' })
  await requireRecentProof(kim)
})

it('never leads to another site', async () => {
  const began = await startSignOn(
    { next: '//evil.example.com/x', purpose: 'sign-in' },
    jsonRequest('GET', '/x'),
  )
  const back = await askAtProvider(began.location, 'kim')
  const step = await finishSignOn(new Request(back, { headers: { cookie: cookieOf(began.headers) } }))
  expect(step.location).toBe('/')
  await inTransaction((tx) => tx.deleteFrom('session').execute())
})

import type { APIRequestContext } from '@playwright/test'
import { holdsSecret } from './support/find-secret.ts'
import { expect, test } from './support/fixtures.ts'
import { type Guest, joinTeam } from './support/join-team.ts'
import { keep, outcomeOf, proveBy } from './support/lone-server.ts'
import { passwordIn } from './support/sandbox.ts'
import type { Server } from './support/server.ts'

/** What the product promises for a session and a right that are over. */
const ENDS_WITHIN_MS = 5_000

/** A stream that stays open, by the guest's cookie; `ended` gives its last word and when it came. */
async function openStream(server: Server, { api }: Guest, url: string) {
  const { cookies } = await api.storageState()
  const cookie = cookies.map(({ name, value }) => `${name}=${value}`).join('; ')
  const answer = await fetch(`${server.address}${url}`, { headers: { cookie } })
  expect(answer.status).toBe(200)
  const ended = async () => {
    const text = await answer.text().catch(() => 'cut')
    return { at: performance.now(), last: text.trimEnd().split('\n').at(-1) ?? '' }
  }
  return { ended: ended() }
}

async function startJob({ api }: Guest, team: string, profile: string): Promise<string> {
  const spec = { kind: 'consume', from: 'earliest' }
  const started = await api.post(`/api/teams/${team}/jobs`, { data: { kind: 'consume', profile, spec } })
  expect(started.status(), await started.text()).toBe(201)
  return ((await started.json()) as { id: string }).id
}

async function stateOf(api: APIRequestContext, team: string, job: string): Promise<string> {
  const answer = await api.get(`/api/teams/${team}/jobs/${job}`)
  return ((await answer.json()) as { state?: string }).state ?? `status ${answer.status()}`
}

test('a session that was signed out, disabled or lowered is dead within five seconds, with what runs on it', async ({
  kafka,
  api,
  team,
  server,
  playwright,
}) => {
  const user = await kafka.addUser('producer,consumer', 'ended')
  await kafka.createTopic('ended', 1)
  const { id: profile, path } = await keep(api, team, user.pastes.kafka4, { name: 'ended' })
  await proveBy(api)
  const newContext = () =>
    playwright.request.newContext({ baseURL: server.address, extraHTTPHeaders: { origin: server.address } })
  const memberOf = async (guest: Guest) => {
    const { user } = (await (await guest.api.get('/api/me')).json()) as { user: { id: string } }
    return `/api/teams/${team}/members/${user.id}`
  }
  const ways = {
    Signe: async (guest: Guest) => guest.api.post('/api/auth/sign-out', { data: {} }),
    Disa: async (guest: Guest) => api.patch(await memberOf(guest), { data: { disabled: true } }),
    Lova: async (guest: Guest) => api.patch(await memberOf(guest), { data: { role: 'viewer' } }),
  }
  const guests: Guest[] = []
  for (const name of Object.keys(ways))
    guests.push(await joinTeam(api, team, newContext, { name, role: 'operator' }))
  const runs = await Promise.all(
    guests.map(async (guest) => {
      const stream = await openStream(server, guest, `${path}/topics/ended/records?from=earliest&to=live`)
      const job = await startJob(guest, team, profile)
      await expect.poll(() => stateOf(api, team, job)).toBe('running')
      return { guest, stream, job }
    }),
  )
  await Promise.all(
    runs.map(async ({ guest, stream, job }) => {
      const end = ways[guest.name as keyof typeof ways]
      const done = await end(guest)
      expect(done.ok(), await done.text()).toBe(true)
      const since = performance.now()
      expect((await guest.api.get('/api/me')).status(), `${guest.name}: the next request`).toBe(401)
      const { at, last } = await stream.ended
      expect(at - since, `${guest.name}: the stream`).toBeLessThan(ENDS_WITHIN_MS)
      expect(last, guest.name).toMatch(/"code":"(unauthenticated|forbidden)"/)
      // A job is meant to go on when its starter has gone home; it ends with his right to it.
      const left = Math.max(0, ENDS_WITHIN_MS - (performance.now() - since))
      if (guest.name === 'Signe') expect(await stateOf(api, team, job)).toBe('running')
      else await expect.poll(() => stateOf(api, team, job), { timeout: left }).toBe('cancelled')
      await guest.api.dispose()
    }),
  )
})

test('an operator finds the secret in no answer that he can get', async ({
  kafka,
  api,
  team,
  server,
  playwright,
}) => {
  const user = await kafka.addUser('producer,consumer', 'unseen')
  await kafka.createTopic('unseen', 1)
  const secret = passwordIn(user.pastes.kafka4)
  const { id: profile, path } = await keep(api, team, user.pastes.kafka4, { name: 'unseen' })
  const operator = await joinTeam(
    api,
    team,
    () =>
      playwright.request.newContext({
        baseURL: server.address,
        extraHTTPHeaders: { origin: server.address },
      }),
    { name: 'Oskar', role: 'operator' },
  )
  await proveBy(operator.api)
  const answers: string[] = []
  const refused: string[] = []
  const keepAnswer = async (what: string, answer: Awaited<ReturnType<APIRequestContext['get']>>) => {
    const body = await answer.text()
    answers.push(`${what}\n${JSON.stringify(answer.headers())}\n${body}`)
    if (answer.status() === 403) refused.push(what)
  }
  const posts: readonly (readonly [string, object])[] = [
    [`${path}/check`, {}],
    [`${path}/topics/unseen/records`, { records: [{ value: 'hello' }] }],
    [`${path}/reveal`, { field: 'password' }],
    [`${path}/versions`, { text: user.pastes.kafka4 }],
    [`${path}/grants`, { person: null, right: 'reveal' }],
    [`/api/teams/${team}/bundle`, { passphrase: 'four words are quite enough' }],
    [`/api/teams/${team}/audit/export`, { format: 'csv' }],
    [`/api/teams/${team}/credentials/parse`, { text: user.pastes.kafka4 }],
  ]
  for (const [url, data] of posts) await keepAnswer(url, await operator.api.post(url, { data }))
  expect(refused).toEqual([
    `${path}/reveal`,
    `${path}/versions`,
    `${path}/grants`,
    `/api/teams/${team}/bundle`,
    `/api/teams/${team}/audit/export`,
  ])
  const { paths } = (await (await operator.api.get('/api/openapi.json')).json()) as {
    paths: Record<string, object>
  }
  const known: Readonly<Record<string, string>> = {
    team,
    profile,
    topic: 'unseen',
    partition: '0',
    offset: '0',
    version: '1',
  }
  for (const [route, methods] of Object.entries(paths)) {
    if (!('get' in methods)) continue
    const url = route.replace(/\{(\w+)\}/g, (_, name: string) => known[name] ?? 'nothing')
    await keepAnswer(url, await operator.api.get(url, { maxRedirects: 0 }))
  }
  const pages = ['', '/live', '/produce', '/jobs', '/access', '/versions'].map(
    (tab) => `/teams/${team}/profiles/${profile}${tab}`,
  )
  for (const page of [...pages, `/teams/${team}/profiles`, `/teams/${team}/jobs`])
    await keepAnswer(page, await operator.api.get(page))
  expect(answers.filter((answer) => holdsSecret(answer, secret))).toEqual([])
  expect(
    answers.filter((answer) => answer.includes(user.username)).length,
    'he saw the profile',
  ).toBeGreaterThan(2)
  expect(await outcomeOf(await operator.api.get(path))).toBe('200')
  await operator.api.dispose()
})

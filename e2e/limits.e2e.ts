import { account, expect, test } from './support/fixtures.ts'

interface ApiError {
  error: { code: string; message: string; field?: string; line?: number; correlationId?: string }
}

test('somebody who is not signed in gets 401, whatever they ask for', async ({
  server,
  team,
  playwright,
}) => {
  const stranger = await playwright.request.newContext({ baseURL: server.address })
  for (const path of [
    '/api/me',
    `/api/teams/${team}/profiles`,
    `/api/teams/${team}/jobs`,
    '/api/teams/nobody/profiles',
  ]) {
    const answer = await stranger.get(path)
    expect([path, answer.status()]).toEqual([path, 401])
    expect((await answer.json()) as ApiError).toMatchObject({ error: { code: 'unauthenticated' } })
  }
  await stranger.dispose()
})

test('a team, a profile, a job or a record that is not there answers 404', async ({ api, team }) => {
  const paths = [
    '/api/teams/team_abcdefgh/profiles',
    '/api/teams/team_abcdefgh/jobs',
    `/api/teams/${team}/profiles/prf_abcdefgh`,
    `/api/teams/${team}/profiles/prf_abcdefgh/topics`,
    `/api/teams/${team}/profiles/prf_abcdefgh/topics/test-topic/records`,
    `/api/teams/${team}/jobs/job_abcdefgh`,
    `/api/teams/${team}/jobs/job_abcdefgh/events`,
  ]
  for (const path of paths) {
    const answer = await api.get(path)
    expect([path, answer.status()]).toEqual([path, 404])
    expect((await answer.json()) as ApiError).toMatchObject({ error: { code: 'not_found' } })
  }
})

test('the set-up page and its route are gone once there is an owner', async ({ server, playwright }) => {
  const stranger = await playwright.request.newContext({
    baseURL: server.address,
    extraHTTPHeaders: { origin: server.address },
  })
  const { password, name, team } = account
  const answer = await stranger.post('/api/setup', {
    data: { token: 'a'.repeat(43), email: 'eve@example.com', password, name, team },
  })
  expect([answer.status(), (await stranger.get('/setup')).status()]).toEqual([404, 404])
  await stranger.dispose()
})

test('a body that is too large is refused with 413 and the limit', async ({ api, team }) => {
  const answer = await api.post(`/api/teams/${team}/credentials/parse`, {
    data: { text: 'x'.repeat(2_000_000) },
  })
  expect(answer.status()).toBe(413)
  const { error } = (await answer.json()) as ApiError
  expect(error.code).toBe('too_large')
  expect(error.message).toMatch(/\d/)
})

test('broken JSON is 400 and says so', async ({ api, team }) => {
  const answer = await api.post(`/api/teams/${team}/profiles`, {
    headers: { 'content-type': 'application/json' },
    data: Buffer.from('{"text": "kafka'),
  })
  expect(answer.status()).toBe(400)
  expect((await answer.json()) as ApiError).toMatchObject({ error: { code: 'bad_request' } })
})

test('an unknown field and a wrong type are 400 and name the field', async ({ api, team }) => {
  const cases = [
    { path: 'profiles', data: { text: 'kafka:', colour: 'red' }, code: 'unknown_field', field: 'colour' },
    { path: 'profiles', data: { text: 7 }, code: 'bad_request', field: 'text' },
    { path: 'credentials/parse', data: {}, code: 'bad_request', field: 'text' },
    {
      path: 'jobs',
      data: { kind: 'produce', profile: 'prf_abcdefgh', spec: { kind: 'produce', count: 'many' } },
      code: 'bad_request',
      field: 'spec.count',
    },
  ]
  for (const { path, data, code, field } of cases) {
    const answer = await api.post(`/api/teams/${team}/${path}`, { data })
    const { error } = (await answer.json()) as ApiError
    expect({ path, status: answer.status(), code: error.code, field: error.field }).toEqual({
      path,
      status: 400,
      code,
      field,
    })
    expect(error.message.length).toBeGreaterThan(10)
  }
})

test('a change that comes from another site is refused', async ({ server, team, playwright, api }) => {
  const { cookies } = await api.storageState()
  const evil = await playwright.request.newContext({
    baseURL: server.address,
    extraHTTPHeaders: { origin: 'https://evil.example', 'sec-fetch-site': 'cross-site' },
    storageState: { cookies, origins: [] },
  })
  const answer = await evil.post(`/api/teams/${team}/credentials/parse`, { data: { text: 'kafka:' } })
  expect(answer.status()).toBe(403)
  await evil.dispose()
})

test('a wrong password says the same as an unknown account', async ({ server, playwright }) => {
  const stranger = await playwright.request.newContext({
    baseURL: server.address,
    extraHTTPHeaders: { origin: server.address },
  })
  const answers = []
  for (const email of [account.email, 'nobody@example.com']) {
    const answer = await stranger.post('/api/auth/sign-in/email', {
      data: { email, password: 'not this one at all' },
    })
    const { error } = (await answer.json()) as ApiError
    answers.push({ status: answer.status(), code: error.code, message: error.message })
  }
  expect(answers[0]).toEqual(answers[1])
  expect(answers[0]?.status).toBe(401)
  await stranger.dispose()
})

test('every answer carries the headers that keep a browser safe', async ({ api, server }) => {
  const page = await api.get('/sign-in')
  const headers = page.headers()
  expect(headers['content-security-policy']).toContain("default-src 'self'")
  expect(headers['content-security-policy']).not.toContain("'unsafe-eval'")
  expect(headers['x-content-type-options']).toBe('nosniff')
  expect(headers['referrer-policy']).toBeDefined()
  expect(headers['x-powered-by']).toBeUndefined()
  const me = await api.get(`${server.address}/api/me`)
  expect(me.headers()['cache-control']).toContain('no-store')
})

test('the contract is served, and names every path of the console', async ({ api }) => {
  const answer = await api.get('/api/openapi.json')
  const { paths } = (await answer.json()) as { paths: Record<string, unknown> }
  expect(Object.keys(paths)).toEqual(
    expect.arrayContaining([
      '/api/teams/{team}/profiles',
      '/api/teams/{team}/jobs',
      '/api/teams/{team}/credentials/parse',
    ]),
  )
})

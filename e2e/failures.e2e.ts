import type { APIRequestContext } from '@playwright/test'
import { expectAccessible } from './support/axe.ts'
import { expect, test } from './support/fixtures.ts'
import type { SandboxUser } from './support/sandbox.ts'

/** Records that last far longer than the test looks at them. */
const ENDLESS = { count: 100_000, rate: 50 }

async function keepProfile(api: APIRequestContext, team: string, user: SandboxUser): Promise<string> {
  const answer = await api.post(`/api/teams/${team}/profiles`, { data: { text: user.pastes.kafka4 } })
  expect(answer.ok(), await answer.text()).toBe(true)
  return ((await answer.json()) as { id: string }).id
}

async function startProducing(
  api: APIRequestContext,
  team: string,
  profile: string,
  spec: object,
): Promise<string> {
  const data = { kind: 'produce', profile, spec: { kind: 'produce', ...spec } }
  const answer = await api.post(`/api/teams/${team}/jobs`, { data })
  expect(answer.ok(), await answer.text()).toBe(true)
  return ((await answer.json()) as { id: string }).id
}

test('the check of a removed user says at which step it fails and what to do', async ({
  kafka,
  api,
  team,
  ownerPage: page,
}, testInfo) => {
  const user = await kafka.addUser('producer,consumer', 'removed')
  const profile = await keepProfile(api, team, user)
  await kafka.removeUser(user)
  await page.goto(`/teams/${team}/profiles/${profile}`)
  await page.getByRole('button', { name: 'Run the check' }).click()
  const steps = page.getByRole('list', { name: 'Steps of the check' })
  await expect(steps).toHaveAttribute('aria-busy', 'false')
  await expect(steps.getByRole('listitem').filter({ hasText: /^SASL:/ })).toContainText('failed')
  await expect(steps.getByRole('listitem').filter({ hasText: /^Connect:/ })).toContainText('good')
  await expect(page.getByText('broker_auth_failed').first()).toBeVisible()
  await expect(page.getByText(/get-credentials/).first()).toBeVisible()
  await expectAccessible(page, 'check-failed', testInfo.outputPath('screens'))
})

test('the live page of a user who may not read says so', async ({ kafka, api, team, ownerPage: page }) => {
  const user = await kafka.addUser('producer', 'unreadable')
  await kafka.createTopic('unreadable', 1)
  const profile = await keepProfile(api, team, user)
  await page.goto(`/teams/${team}/profiles/${profile}/live?topic=unreadable`)
  await expect(
    page
      .getByText('broker_topic_denied')
      .or(page.getByText(/may not read|READ/))
      .first(),
  ).toBeVisible()
})

test('a job is cancelled in under a second, and says what it had done', async ({
  kafka,
  api,
  team,
  ownerPage: page,
}) => {
  const user = await kafka.addUser('producer', 'cancelled')
  await kafka.createTopic('cancelled', 1)
  const job = await startProducing(api, team, await keepProfile(api, team, user), ENDLESS)
  await page.goto(`/teams/${team}/jobs/${job}`)
  await expect(page.getByRole('status').filter({ hasText: 'Running' })).toBeVisible()
  // A request knows when it left only once it was answered.
  const answering = page.waitForResponse((response) => response.request().method() === 'DELETE')
  await page.getByRole('button', { name: 'Cancel' }).click()
  const asked = (await answering).request().timing().startTime
  expect(asked, 'when the request left').toBeGreaterThan(0)
  await expect(page.getByRole('status').filter({ hasText: 'Cancelled' })).toBeVisible()
  const { events } = await journal(api, team, job)
  const ended = events.at(-1)
  expect(ended?.body).toMatchObject({ type: 'ended', state: 'cancelled' })
  expect(Date.parse(ended?.at ?? '') - asked).toBeLessThan(1_000)
})

test('the page of a running job goes on after a reload, and its journal has no gap', async ({
  kafka,
  api,
  team,
  ownerPage: page,
}) => {
  const user = await kafka.addUser('producer', 'resumed')
  await kafka.createTopic('resumed', 2)
  const job = await startProducing(api, team, await keepProfile(api, team, user), ENDLESS)
  const status = page.getByRole('main').getByRole('status')
  await page.goto(`/teams/${team}/jobs/${job}`)
  await expect(status.filter({ hasText: 'Running' })).toBeVisible()
  await page.reload()
  await expect(status.filter({ hasText: 'Running' })).toBeVisible()
  await expect(page.getByRole('region', { name: 'Progress' })).toContainText(/[1-9]/)
  await page.getByRole('button', { name: 'Cancel' }).click()
  await expect(status.filter({ hasText: 'Cancelled' })).toBeVisible()
  const { sequences } = await journal(api, team, job)
  expect(sequences).toEqual(sequences.map((_, index) => index + 1))
})

test('a job whose server dies ends as interrupted, not as running for ever', async ({
  kafka,
  api,
  team,
  server,
  ownerPage: page,
}) => {
  const user = await kafka.addUser('producer', 'interrupted')
  await kafka.createTopic('interrupted', 1)
  const job = await startProducing(api, team, await keepProfile(api, team, user), ENDLESS)
  await expect(async () => {
    const { state } = (await (await api.get(`/api/teams/${team}/jobs/${job}`)).json()) as { state: string }
    expect(state).toBe('running')
  }).toPass()
  await server.restart()
  await page.goto(`/teams/${team}/jobs/${job}`)
  await expect(page.getByRole('status').filter({ hasText: 'Interrupted' })).toBeVisible()
})

test('the server ends by itself, and soon, while somebody watches a topic', async ({
  kafka,
  server,
  api,
  team,
}) => {
  const user = await kafka.addUser('producer,consumer', 'watched')
  await kafka.createTopic('watched', 1)
  const profile = await keepProfile(api, team, user)
  const { cookies } = await api.storageState()
  const cookie = cookies.map(({ name, value }) => `${name}=${value}`).join('; ')
  const path = `/api/teams/${team}/profiles/${profile}/topics/watched/records?to=live`
  const stream = await fetch(server.address + path, { headers: { cookie } })
  const reader = stream.body?.getReader()
  let seen = ''
  while (!seen.includes('"started"')) {
    const chunk = await reader?.read()
    expect(chunk?.done, `the stream goes on after: ${seen}`).toBe(false)
    seen += new TextDecoder().decode(chunk?.value)
  }
  const begin = Date.now()
  expect(await server.shutDown()).toBe(0)
  expect(Date.now() - begin).toBeLessThan(8_000)
  await server.restart()
})

interface JobEvent {
  sequence: number
  at: string
  body: { type: string; state?: string }
}

/** Reads a finished job's journal as it is streamed. */
async function journal(
  api: APIRequestContext,
  team: string,
  job: string,
): Promise<{ events: JobEvent[]; sequences: number[] }> {
  const answer = await api.get(`/api/teams/${team}/jobs/${job}/events`)
  const lines = (await answer.text()).split('\n').filter((line) => line !== '')
  const events = lines.map((line) => JSON.parse(line) as JobEvent)
  return { events, sequences: events.map(({ sequence }) => sequence) }
}

import type { APIRequestContext, Browser, BrowserContextOptions } from '@playwright/test'
import { expectAccessible } from './support/axe.ts'
import { account, expect, test } from './support/fixtures.ts'
import { joinTeam } from './support/join-team.ts'
import type { Server } from './support/server.ts'

/** What the product promises for a right that was taken back. */
const ENDS_WITHIN_MS = 5_000

/** A browser of whose console nothing is asked: refusals, which a browser notes there, are what it is to meet. */
async function pageOf(
  browser: Browser,
  server: Server,
  options: BrowserContextOptions,
  api: APIRequestContext,
) {
  const storageState = await api.storageState()
  const context = await browser.newContext({ ...options, baseURL: server.address, storageState })
  return context.newPage()
}

async function keepHidden(api: APIRequestContext, team: string, text: string, name: string) {
  const data = { text, name, shareWithTeam: false }
  const answer = await api.post(`/api/teams/${team}/profiles`, { data })
  expect(answer.status(), await answer.text()).toBe(201)
  return ((await answer.json()) as { id: string }).id
}

test('a right given in one browser opens a profile in another, and taken back ends its stream and its job', async ({
  kafka,
  api,
  team,
  server,
  ownerPage,
  browser,
  contextOptions,
  playwright,
}, testInfo) => {
  const topic = `access-${testInfo.project.name}`
  const user = await kafka.addUser('producer,consumer', topic)
  await kafka.createTopic(topic, 1)
  const profile = await keepHidden(api, team, user.pastes.kafka4, topic)
  const newContext = () =>
    playwright.request.newContext({ baseURL: server.address, extraHTTPHeaders: { origin: server.address } })
  const name = `Olga${testInfo.project.name}`
  const guest = await joinTeam(api, team, newContext, { name, role: 'operator' })
  const guestPage = await pageOf(browser, server, contextOptions, guest.api)
  const path = `/teams/${team}/profiles/${profile}`

  await test.step('without a grant there is nothing to see', async () => {
    await guestPage.goto(`/teams/${team}/profiles`)
    await expect(guestPage.getByRole('heading', { name: 'Profiles', exact: true })).toBeVisible()
    await expect(guestPage.getByRole('link', { name: topic })).toBeHidden()
    expect((await guest.api.get(`/api${path}`)).status()).toBe(404)
  })

  await test.step('the owner gives the right to use it', async () => {
    await ownerPage.goto(`${path}/access`)
    const options = ownerPage.getByLabel('Who').locator('option')
    const option = await options.filter({ hasText: guest.email }).getAttribute('value')
    await ownerPage.getByLabel('Who').selectOption(option)
    await ownerPage.getByLabel('Right', { exact: true }).selectOption('use')
    await ownerPage.getByRole('button', { name: 'Give' }).click()
    await expect(ownerPage.getByRole('button', { name: `Take back: Use, ${name}` })).toBeVisible()
    await expectAccessible(ownerPage, 'access-tab', testInfo.outputPath('screens'))
  })

  let job = ''
  await test.step('the other one watches live, and a job of theirs runs', async () => {
    const reading = guestPage.waitForResponse((response) => response.url().includes('/records?'))
    await guestPage.goto(`${path}/live?to=live`)
    expect((await reading).status()).toBe(200)
    const spec = { kind: 'consume', from: 'earliest' }
    const started = await guest.api.post(`/api/teams/${team}/jobs`, {
      data: { kind: 'consume', profile, spec },
    })
    expect(started.status(), await started.text()).toBe(201)
    job = ((await started.json()) as { id: string }).id
    await expect.poll(() => stateOf(guest.api, team, job)).toBe('running')
  })

  await test.step('taken back, both end within five seconds', async () => {
    await ownerPage.getByRole('button', { name: `Take back: Use, ${name}` }).click()
    await expect(ownerPage.getByRole('button', { name: `Take back: Use, ${name}` })).toBeHidden()
    // The stream's last word; or the server's answer, when the page had just begun to read anew.
    const words = /Your right to do this was taken back|There is nothing here, or you may not see it/
    const ended = guestPage.getByRole('alert').filter({ hasText: words })
    await Promise.all([
      expect(ended).toBeVisible({ timeout: ENDS_WITHIN_MS }),
      expect.poll(() => stateOf(api, team, job), { timeout: ENDS_WITHIN_MS }).toBe('cancelled'),
    ])
    await expectAccessible(guestPage, 'access-ended', testInfo.outputPath('screens'))
    expect((await guest.api.get(`/api${path}`)).status()).toBe(404)
  })

  await test.step('the tab says who used it', async () => {
    await ownerPage.reload()
    await expect(ownerPage.getByText(`${guest.email} read ${topic}`)).toBeVisible()
    await expect(ownerPage.getByText(`${guest.email} started a job`)).toBeVisible()
  })
  await guestPage.context().close()
  await guest.api.dispose()
})

async function stateOf(api: APIRequestContext, team: string, job: string): Promise<string> {
  const answer = await api.get(`/api/teams/${team}/jobs/${job}`)
  return ((await answer.json()) as { state?: string }).state ?? `status ${answer.status()}`
}

test('an owner narrows where the team connects; what is blocked stands in the audit log', async ({
  kafka,
  api,
  team,
  server,
  browser,
  contextOptions,
}, testInfo) => {
  const page = await pageOf(browser, server, contextOptions, api)
  const topic = `egress-${testInfo.project.name}`
  const user = await kafka.addUser('consumer', topic)
  const profile = await keepHidden(api, team, user.pastes.kafka4, topic)

  await page.goto(`/teams/${team}/egress`)
  await page.getByLabel('This team may reach').selectOption('list')
  await page.getByLabel('Ranges').fill('kafka.example:9092')
  await page.getByRole('button', { name: 'Save policy' }).click()
  const proof = page.getByRole('dialog', { name: 'Is it you?' })
  await proof.getByLabel('Password').fill(account.password)
  await proof.getByRole('button', { name: 'Go on' }).click()
  await expect(page.getByText('Rule 1 is not right.')).toBeVisible()

  await page.getByLabel('Ranges').fill('10.99.0.0/16:9092')
  await page.getByRole('button', { name: 'Save policy' }).click()
  await expect(page.getByText(/Last changed by/)).toBeVisible()
  await expectAccessible(page, 'egress-page', testInfo.outputPath('screens'))
  try {
    const topics = await api.get(`/api/teams/${team}/profiles/${profile}/topics`)
    expect(await topics.json()).toMatchObject({ error: { code: 'blocked_by_policy' } })
    const audit = await api.get(`/api/teams/${team}/audit?action=egress.blocked`)
    expect(((await audit.json()) as { items: unknown[] }).items).toContainEqual(
      expect.objectContaining({ subject: profile }),
    )
  } finally {
    await page.getByLabel('This team may reach').selectOption('server')
    await page.getByLabel('Ranges').fill('')
    await page.getByRole('button', { name: 'Save policy' }).click()
    await expect(page.getByLabel('Ranges')).toHaveValue('')
  }
  await expect
    .poll(async () => (await api.get(`/api/teams/${team}/profiles/${profile}/topics`)).status())
    .toBe(200)
  await page.context().close()
})

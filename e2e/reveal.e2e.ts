import type { APIRequestContext, Page } from '@playwright/test'
import { expectAccessible } from './support/axe.ts'
import { account, expect, test } from './support/fixtures.ts'
import { passwordIn } from './support/sandbox.ts'

interface Kept {
  id: string
  path: string
}

async function keep(api: APIRequestContext, team: string, text: string, name: string): Promise<Kept> {
  const answer = await api.post(`/api/teams/${team}/profiles`, { data: { text, name } })
  expect(answer.status(), await answer.text()).toBe(201)
  const { id } = (await answer.json()) as { id: string }
  return { id, path: `/teams/${team}/profiles/${id}` }
}

async function revealEvents(api: APIRequestContext, team: string, profile: string): Promise<unknown[]> {
  const answer = await api.get(`/api/teams/${team}/audit?subject=${profile}`)
  const { items } = (await answer.json()) as { items: { action: string }[] }
  return items.filter(({ action }) => action.startsWith('secret.'))
}

async function prove(page: Page): Promise<void> {
  const dialog = page.getByRole('dialog', { name: 'Is it you?' })
  await dialog.getByLabel('Password').fill(account.password)
  await dialog.getByRole('button', { name: 'Go on' }).click()
  await expect(dialog).toBeHidden()
}

test('one secret is shown for 30 seconds, to who proves to be there, and copied without being shown', async ({
  kafka,
  api,
  team,
  server,
  ownerPage: page,
}, testInfo) => {
  const user = await kafka.addUser('producer,consumer', `reveal-${testInfo.project.name}`)
  const secret = passwordIn(user.pastes.kafka4)
  const profile = await keep(api, team, user.pastes.kafka4, 'billing')
  await page.context().grantPermissions(['clipboard-read', 'clipboard-write'])
  await page.goto(profile.path)

  await test.step('the dialog says what will be written down, and asks who is there', async () => {
    await page.getByRole('button', { name: 'Show password' }).click()
    await page.getByLabel('Reason').fill('configuring the billing service')
    await page.screenshot({ path: testInfo.outputPath('screens/reveal-dialog.png') })
    await page.getByRole('button', { name: 'Show for 30 s' }).click()
    await expect(page.getByRole('dialog', { name: 'Is it you?' })).toBeVisible()
    expect(await page.content()).not.toContain(secret)
    await prove(page)
  })

  await test.step('it is shown, counted down, and gone by itself', async () => {
    await expect(page.getByText(secret)).toBeVisible()
    await expect(page.getByRole('timer')).toContainText(/Hidden again in \d+ s/)
    await expectAccessible(page, 'reveal-shown', testInfo.outputPath('screens'))
    await expect(page.getByText(secret)).toBeHidden({ timeout: 35_000 })
    expect(await page.content()).not.toContain(secret)
  })

  await test.step('within five minutes it is copied without a second proof, and without being shown', async () => {
    await page.getByRole('button', { name: 'Copy password without showing it' }).click()
    await page.getByRole('button', { name: 'Copy without showing' }).click()
    await expect(page.getByRole('button', { name: 'Copy password without showing it' })).toContainText(
      'Copied',
    )
    expect(await page.evaluate(() => navigator.clipboard.readText())).toBe(secret)
    expect(await page.content()).not.toContain(secret)
  })

  await test.step('the audit log says who saw and who copied which field, and why; nothing else holds it', async () => {
    const by = { actor: account.email, subject: profile.id }
    expect(await revealEvents(api, team, profile.id)).toMatchObject([
      { ...by, action: 'secret.copied', details: { field: 'password', version: 1, reason: null } },
      { ...by, action: 'secret.revealed', details: { reason: 'configuring the billing service' } },
    ])
    const storage = await page.evaluate(() =>
      JSON.stringify([Object.entries(localStorage), Object.entries(sessionStorage)]),
    )
    expect(storage + page.url() + server.log).not.toContain(secret)
  })
})

test('a secret is refused without a proof, with another session’s, by GET, and across sites', async ({
  kafka,
  api,
  team,
  server,
  playwright,
}, testInfo) => {
  const user = await kafka.addUser('consumer', `refused-${testInfo.project.name}`)
  const secret = passwordIn(user.pastes.kafka4)
  const profile = await keep(api, team, user.pastes.kafka4, 'refused')
  const path = `/api${profile.path}/reveal`
  const data = { field: 'password' }
  const codeOf = async (answer: Awaited<ReturnType<APIRequestContext['post']>>) => {
    const body = await answer.text()
    expect(body).not.toContain(secret)
    return `${answer.status()} ${/"code":"([a-z_]+)"/.exec(body)?.[1] ?? ''}`
  }

  const other = await playwright.request.newContext({
    baseURL: server.address,
    extraHTTPHeaders: { origin: server.address },
  })
  const { email, password } = account
  await other.post('/api/auth/sign-in/email', { data: { email, password } })
  expect((await other.post('/api/auth/reauthenticate', { data: { password } })).ok()).toBe(true)

  expect(await codeOf(await api.post(path, { data }))).toBe('403 reauthentication_required')
  expect(await codeOf(await api.get(path))).toMatch(/^405/)
  const headers = { origin: 'https://elsewhere.example' }
  expect(await codeOf(await other.post(path, { data, headers }))).toMatch(/^403/)
  const stranger = await playwright.request.newContext({
    baseURL: server.address,
    extraHTTPHeaders: { origin: server.address },
  })
  expect(await codeOf(await stranger.post(path, { data }))).toBe('401 unauthenticated')
  expect(await revealEvents(api, team, profile.id)).toEqual([])

  expect(await codeOf(await other.post(path, { data: { field: 'username' } }))).toBe('422 unprocessable')
  const given = await other.post(path, { data })
  expect(given.headers()['cache-control']).toContain('no-store')
  expect(await given.json()).toEqual({ value: secret, shownForSeconds: 30 })
  await other.dispose()
  await stranger.dispose()
})

import type { APIRequestContext, Browser, BrowserContextOptions, Page } from '@playwright/test'
import { expectAccessible } from './support/axe.ts'
import { expect, test } from './support/fixtures.ts'
import { keystream } from './support/keystream.ts'
import type { SandboxUser } from './support/sandbox.ts'

const MINUTE = 60_000
/** An hour that is over, from its first minute. */
const T0 = Math.floor(Date.now() / 3_600_000 - 2) * 3_600_000

async function keepProfile(api: APIRequestContext, team: string, user: SandboxUser): Promise<string> {
  const answer = await api.post(`/api/teams/${team}/profiles`, { data: { text: user.pastes.kafka4 } })
  expect(answer.ok(), await answer.text()).toBe(true)
  return ((await answer.json()) as { id: string }).id
}

/** A page of its own: where a server or a user goes away, the browser complains with reason. */
async function otherPage(
  browser: Browser,
  api: APIRequestContext,
  options: BrowserContextOptions,
): Promise<Page> {
  const context = await browser.newContext({ ...options, storageState: await api.storageState() })
  return context.newPage()
}

const range = (page: Page) => new URL(page.url()).searchParams

test('a topic is seen over time without reading it, and read from where one points', async ({
  kafka,
  api,
  team,
  ownerPage: page,
}, testInfo) => {
  const user = await kafka.addUser('producer,consumer', 'over-time')
  await kafka.createTopic('over-time', 2)
  const profile = await keepProfile(api, team, user)
  const topic = `/api/teams/${team}/profiles/${profile}/topics/over-time`
  // Ten in the first minute, one in each of the others.
  const times = [
    ...Array.from({ length: 9 }, (_, i) => i * 1000),
    ...Array.from({ length: 60 }, (_, i) => i * MINUTE),
  ]
  const records = times.map((after, i) => ({
    value: { text: `n ${i}` },
    partition: i % 2,
    timestamp: T0 + after,
  }))
  const written = await api.post(`${topic}/records`, { data: { records } })
  expect(written.ok(), await written.text()).toBe(true)

  const refused = await api.get(`${topic}/histogram?from=yesterday`)
  expect([refused.status(), await refused.json()]).toMatchObject([400, { error: { field: 'from' } }])

  await page.goto(`/teams/${team}/profiles/${profile}/live?topic=over-time&from=earliest&to=latest&times=utc`)
  const band = page.getByRole('figure', { name: 'Records over time' })
  await expect(band.getByText('about 69 records, a bar is 1 minute')).toBeVisible()
  const rows = band.getByRole('row')
  await expect(rows).toHaveCount(61)
  await expect(rows.nth(1)).toHaveText(/:001010$/)
  await expectAccessible(page, 'histogram', testInfo.outputPath('screens'))

  // By mouse: the sixth bar, that is five minutes after the beginning.
  const plot = band.getByRole('slider', { name: 'Where to read from, in time' })
  const { width = 0, height = 0 } = (await plot.boundingBox()) ?? {}
  await plot.click({ position: { x: (width * 5.5) / 60, y: height / 2 } })
  await expect.poll(() => range(page).get('from')).toBe(`time:${new Date(T0 + 5 * MINUTE).toISOString()}`)
  await expect(page.getByRole('grid', { name: 'Records' })).toHaveAttribute('aria-rowcount', '56')

  // By a drag, and by keys.
  await plot.hover({ position: { x: (width * 10.5) / 60, y: height / 2 } })
  await page.mouse.down()
  await plot.hover({ position: { x: (width * 19.5) / 60, y: height / 2 } })
  await page.mouse.up()
  await expect.poll(() => range(page).get('to')).toBe(`time:${new Date(T0 + 20 * MINUTE).toISOString()}`)
  await expect(page.getByRole('grid', { name: 'Records' })).toHaveAttribute('aria-rowcount', '11')
  await plot.focus()
  await page.keyboard.press('Home')
  await page.keyboard.press('Shift+ArrowRight')
  await expect(plot).toHaveAttribute('aria-valuetext', /about 11 records/)
  await page.keyboard.press('Enter')
  await expect(page.getByRole('grid', { name: 'Records' })).toHaveAttribute('aria-rowcount', '12')
  await band.getByRole('button', { name: 'Zoom to the range' }).click()
  await expect(band.getByText(/a bar is 2 seconds/)).toBeVisible()
  await expectAccessible(page, 'histogram-zoomed', testInfo.outputPath('screens'))
  await band.getByRole('button', { name: 'Whole topic' }).click()
  await expect(band.getByText('a bar is 1 minute')).toBeVisible()
})

test('the last five minutes are a click away, and a range that ends before it begins is refused', async ({
  kafka,
  api,
  team,
  ownerPage: page,
}, testInfo) => {
  const user = await kafka.addUser('producer,consumer', 'recent')
  await kafka.createTopic('recent', 1)
  const profile = await keepProfile(api, team, user)
  await page.goto(`/teams/${team}/profiles/${profile}/live?topic=recent&from=offset:7&to=offset:3`)
  await expect(page.getByText('No records here yet')).toBeVisible()
  await page.getByRole('button', { name: /^Range:/ }).click()
  await page.getByRole('button', { name: 'Read this range' }).click()
  await expect(page.getByText('The range ends before it begins.')).toBeVisible()
  await expectAccessible(page, 'range', testInfo.outputPath('screens'))
  await page.getByRole('button', { name: '5 min', exact: true }).click()
  await expect.poll(() => range(page).get('from')).toMatch(/^time:\d{4}-/)
  await expect(page.getByRole('status').filter({ hasText: /^Live$/ })).toBeVisible()
})

test('a live view goes on where it stood when its server dies and is back: no gap, nothing twice', async ({
  kafka,
  api,
  team,
  server,
  browser,
  contextOptions,
}) => {
  const user = await kafka.addUser('producer,consumer', 'resumed-view')
  await kafka.createTopic('resumed-view', 3)
  const profile = await keepProfile(api, team, user)
  const produce = async (count: number): Promise<void> => {
    const { code, stderr } = await keystream(['produce', '-n', String(count)], user.pastes.kafka4)
    expect(code, stderr).toBe(0)
  }
  await produce(300)
  const page = await otherPage(browser, api, { ...contextOptions, baseURL: server.address })
  await page.goto(`/teams/${team}/profiles/${profile}/live?topic=resumed-view&from=earliest`)
  const grid = page.getByRole('grid', { name: 'Records' })
  await expect(grid).toHaveAttribute('aria-rowcount', '301')
  await Promise.all([server.restart(), produce(200)])
  await expect(grid).toHaveAttribute('aria-rowcount', '501', { timeout: 30_000 })
  await produce(100)
  await expect(grid).toHaveAttribute('aria-rowcount', '601', { timeout: 30_000 })
  await expect(page.getByText('left out')).toHaveCount(0)
  await page.context().close()
})

test('a user who is removed while the page follows a topic is told so on the page', async ({
  kafka,
  api,
  team,
  server,
  browser,
  contextOptions,
}) => {
  const user = await kafka.addUser('producer,consumer', 'left')
  await kafka.createTopic('left', 1)
  const profile = await keepProfile(api, team, user)
  const page = await otherPage(browser, api, { ...contextOptions, baseURL: server.address })
  await page.goto(`/teams/${team}/profiles/${profile}/live?topic=left`)
  await expect(page.getByRole('status').filter({ hasText: /^Live$/ })).toBeVisible()
  await kafka.removeUser(user)
  await expect(page.getByText(/broker_(topic_denied|auth_failed)/).first()).toBeVisible({ timeout: 20_000 })
  await page.context().close()
})

import { rm, writeFile } from 'node:fs/promises'
import type { CDPSession, Locator, Page } from '@playwright/test'
import { expect, test } from './support/fixtures.ts'
import { keystream } from './support/keystream.ts'

/** As many as the page keeps. */
const HELD = 100_000
/** A finger moves so far between two of the screen's reports. */
const STEP_PX = 12
/** How high a row of the list is on a phone, at the most. */
const ROW_PX = 60
const PHONE = { width: 390, height: 844 }

/** What of the list is on the screen: pixels from the top, and how many. */
async function sightOf(list: Locator): Promise<{ x: number; top: number; height: number }> {
  const box = await list.boundingBox()
  if (box === null) throw new Error('There is no list.')
  const [top, bottom] = [Math.max(0, box.y), Math.min(PHONE.height, box.y + box.height)]
  return { x: box.x + box.width / 2, top, height: bottom - top }
}

/** A finger that draws over three fifths of a list: down shows what is above. Gives how far it went, in pixels. */
async function drag(finger: CDPSession, list: Locator, way: 'down' | 'up'): Promise<number> {
  const { x, top, height } = await sightOf(list)
  const [from, to] =
    way === 'down' ? [top + height / 5, top + height * 0.8] : [top + height * 0.8, top + height / 5]
  const at = (y: number) => [{ x, y, id: 1 }]
  await finger.send('Input.dispatchTouchEvent', { type: 'touchStart', touchPoints: at(from) })
  const steps = Math.round(Math.abs(to - from) / STEP_PX)
  for (let step = 1; step <= steps; step += 1) {
    const touchPoints = at(from + ((to - from) * step) / steps)
    await finger.send('Input.dispatchTouchEvent', { type: 'touchMove', touchPoints })
  }
  await finger.send('Input.dispatchTouchEvent', { type: 'touchEnd', touchPoints: [] })
  return Math.abs(to - from)
}

/** The number of the record in the middle of the list. */
async function middle(page: Page, list: Locator): Promise<number> {
  const { x, top, height } = await sightOf(list)
  return page.evaluate(
    ([left = 0, y = 0]) => {
      const row = document.elementFromPoint(left, y)?.closest('[role=row]')
      return Number(/record number (\d+)/.exec(row?.textContent ?? '')?.[1] ?? Number.NaN)
    },
    [x, top + height / 2],
  )
}

test('a finger scrolls through a hundred thousand records, and a tap opens one', async ({
  kafka,
  api,
  team,
  browser,
  server,
  contextOptions,
}, info) => {
  const topic = `touched-${info.project.name}`
  const user = await kafka.addUser('producer,consumer', topic)
  await kafka.createTopic(topic, 1)
  const answer = await api.post(`/api/teams/${team}/profiles`, {
    data: { text: user.pastes.kafka4, name: topic },
  })
  expect(answer.status(), await answer.text()).toBe(201)
  const { id } = (await answer.json()) as { id: string }
  const paste = info.outputPath('paste.yaml')
  const lines = info.outputPath('lines.txt')
  await writeFile(paste, user.pastes.kafka4, { mode: 0o600 })
  await writeFile(lines, Array.from({ length: HELD }, (_, n) => `record number ${n}\n`).join(''))
  const produced = await keystream(['produce', '-c', paste, '--file', lines, '--format', 'lines'])
  expect(produced.code, produced.stderr).toBe(0)
  await rm(paste)
  const context = await browser.newContext({
    ...contextOptions,
    ...{ baseURL: server.address, storageState: await api.storageState() },
    ...{ hasTouch: true, isMobile: true, viewport: PHONE, deviceScaleFactor: 2 },
  })
  try {
    const page = await context.newPage()
    const finger = await context.newCDPSession(page)
    await page.goto(`/teams/${team}/profiles/${id}/live?${new URLSearchParams({ topic, from: 'earliest' })}`)
    const grid = page.getByRole('grid', { name: 'Records' })
    const row = (n: number) =>
      grid.getByRole('row').filter({ hasText: new RegExp(`record number ${n}(?!\\d)`) })
    // It follows: the newest is in sight once all are here.
    await expect(row(HELD - 1)).toBeInViewport()
    await expect(page.getByText('100,000', { exact: true }).first()).toBeVisible()
    const atEnd = await middle(page, grid)
    const drawn = await drag(finger, grid, 'down')
    // A row is some fifty pixels high here: the list went about as far as the finger.
    const rows = Math.floor(drawn / ROW_PX)
    await expect.poll(() => middle(page, grid)).toBeLessThan(atEnd - rows / 2)
    await expect(row(HELD - 1)).not.toBeInViewport()
    // To touch the list stops following; it is offered again.
    await expect(page.getByRole('button', { name: 'Follow' })).toBeVisible()
    for (let times = 0; times < 5; times += 1) await drag(finger, grid, 'down')
    await expect.poll(() => middle(page, grid)).toBeLessThan(atEnd - 4 * rows)
    const up = await middle(page, grid)
    await drag(finger, grid, 'up')
    await expect.poll(() => middle(page, grid)).toBeGreaterThan(up + rows / 2)
    // A tap on a list that still runs stops it, and opens nothing.
    await expect(async () => {
      const chosen = await middle(page, grid)
      await row(chosen).tap()
      const opened = page.getByRole('dialog').getByRole('region', { name: 'Value', exact: true })
      await expect(opened).toContainText(`record number ${chosen}`, { timeout: 2_000 })
    }).toPass({ timeout: 15_000 })
    await page.screenshot({ path: info.outputPath('screens/touch.png') })
  } finally {
    await context.close()
  }
})

import { rm, writeFile } from 'node:fs/promises'
import type { CDPSession, Locator } from '@playwright/test'
import { expect, test } from './support/fixtures.ts'
import { keystream } from './support/keystream.ts'

/** As many as the page keeps. */
const HELD = 100_000
/** A finger moves so far between two of the screen's reports. */
const STEP_PX = 12
const PHONE = { width: 390, height: 844 }

/** A finger that draws over the middle of something: up (negative) shows what is below. */
async function drag(finger: CDPSession, over: Locator, distance: number): Promise<void> {
  const box = await over.boundingBox()
  if (box === null) throw new Error('There is nothing to draw over.')
  const x = box.x + box.width / 2
  let y = box.y + box.height / 2 - distance / 2
  const point = () => [{ x, y, id: 1 }]
  await finger.send('Input.dispatchTouchEvent', { type: 'touchStart', touchPoints: point() })
  for (const end = y + distance; Math.abs(end - y) > STEP_PX; ) {
    y += Math.sign(distance) * STEP_PX
    await finger.send('Input.dispatchTouchEvent', { type: 'touchMove', touchPoints: point() })
  }
  await finger.send('Input.dispatchTouchEvent', { type: 'touchEnd', touchPoints: [] })
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
    const place = () => grid.evaluate((element) => element.scrollTop)
    const [atEnd, box] = [await place(), await grid.boundingBox()]
    const length = (box?.height ?? 0) * 0.6
    await drag(finger, grid, length)
    await expect.poll(place).toBeLessThan(atEnd - length / 2)
    await expect(row(HELD - 1)).not.toBeInViewport()
    // Following has stopped with the first touch; it is offered again.
    await expect(page.getByRole('button', { name: /newest|follow/i }).first()).toBeVisible()
    for (let times = 0; times < 5; times += 1) await drag(finger, grid, length)
    const up = await place()
    expect(up).toBeLessThan(atEnd - 4 * length)
    await drag(finger, grid, -length)
    await expect.poll(place).toBeGreaterThan(up + length / 2)
    const seen = grid.getByRole('row').filter({ hasText: 'record number' }).nth(3)
    await seen.tap()
    await expect(page.getByRole('dialog').getByText(/^record number \d+$/)).toBeVisible()
    await page.screenshot({ path: info.outputPath('screens/touch.png') })
  } finally {
    await context.close()
  }
})

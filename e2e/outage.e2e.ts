import { rm, writeFile } from 'node:fs/promises'
import { test as base, expect } from './support/fixtures.ts'
import { keystream } from './support/keystream.ts'
import { Sandbox } from './support/sandbox.ts'

/** A broker of its own, since this one dies. */
const test = base.extend<object, { kafka: Sandbox }>({
  kafka: [
    // biome-ignore lint/correctness/noEmptyPattern: Playwright reads the names of what a fixture needs from it
    async ({}, use) => {
      const kafka = await Sandbox.start()
      await use(kafka)
      await kafka.stop()
    },
    { scope: 'worker', timeout: 240_000 },
  ],
})

test('a live view waits while the cluster is gone, says so, and goes on when it is back', async ({
  kafka,
  api,
  team,
  browser,
  server,
  contextOptions,
}, info) => {
  const topic = 'outage'
  const user = await kafka.addUser('producer,consumer', topic)
  await kafka.createTopic(topic, 2)
  const answer = await api.post(`/api/teams/${team}/profiles`, {
    data: { text: user.pastes.kafka4, name: topic },
  })
  expect(answer.status(), await answer.text()).toBe(201)
  const { id } = (await answer.json()) as { id: string }
  const [paste, line] = [info.outputPath('paste.yaml'), info.outputPath('line.txt')]
  await writeFile(paste, user.pastes.kafka4, { mode: 0o600 })
  const write = async (text: string) => {
    await writeFile(line, `${text}\n`)
    const produced = await keystream(['produce', '-c', paste, '--file', line, '--format', 'lines'])
    expect(produced.code, produced.stderr).toBe(0)
  }
  await write('before the outage')
  // What asks the cluster meanwhile is answered 502, which the browser notes on its console: this page is not listened to.
  const context = await browser.newContext({
    ...{ ...contextOptions, baseURL: server.address, storageState: await api.storageState() },
  })
  try {
    const page = await context.newPage()
    await page.goto(`/teams/${team}/profiles/${id}/live?${new URLSearchParams({ topic, from: 'earliest' })}`)
    const grid = page.getByRole('grid', { name: 'Records' })
    const status = (word: string) => page.getByRole('status').filter({ hasText: new RegExp(`^${word}$`) })
    await expect(grid.getByText('before the outage')).toBeVisible()
    await expect(status('Live')).toBeVisible()
    await kafka.kill(1)
    await expect(status('Waiting')).toBeVisible({ timeout: 30_000 })
    await expect(page.getByText(/Reading goes on where it stood, as soon as it can\.$/)).toBeVisible()
    await page.screenshot({ path: info.outputPath('screens/outage.png') })
    await kafka.restart(1)
    await expect(status('Live')).toBeVisible({ timeout: 60_000 })
    await write('after the outage')
    await expect(grid.getByText('after the outage')).toBeVisible()
    await expect(grid.getByText('before the outage')).toHaveCount(1)
  } finally {
    await context.close()
    await rm(paste, { force: true })
  }
})

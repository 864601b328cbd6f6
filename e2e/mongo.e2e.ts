import { expectAccessible } from './support/axe.ts'
import { expect, listenForComplaints, signIn, test } from './support/fixtures.ts'
import { keep } from './support/lone-server.ts'
import { setUp } from './support/people.ts'
import { Server } from './support/server.ts'

const TOPIC = 'mongo-orders'
const AGAIN = 'mongo-again'
const COUNT = '40'

test('what is produced is stored in MongoDB, consumed into it, and produced again from there, by the page', async ({
  kafka,
  browser,
  playwright,
  contextOptions,
}, info) => {
  test.setTimeout(240_000)
  const mongo = await kafka.mongo(TOPIC)
  // biome-ignore lint/suspicious/noSkippedTests: only on a machine where nobody built the program, which wants Go
  test.skip(mongo === null, 'the sandbox’s MongoDB is not built on this machine')
  if (mongo === null) return
  const server = await Server.start(`${kafka.egressAllow},127.0.0.1/32:${mongo.port}`)
  await setUp(server)
  const storageState = await signIn(playwright.request, server)
  const context = await browser.newContext({ ...contextOptions, baseURL: server.address, storageState })
  const page = await context.newPage()
  const complaints = listenForComplaints(page)
  const look = (name: string) => expectAccessible(page, name, info.outputPath('screens'))
  const extraHTTPHeaders = { origin: server.address }
  const api = await playwright.request.newContext({ baseURL: server.address, extraHTTPHeaders, storageState })
  const me = (await (await api.get('/api/me')).json()) as { teams: { id: string }[] }
  const team = me.teams[0]?.id ?? ''
  for (const topic of [TOPIC, AGAIN]) await kafka.createTopic(topic, 1)
  const orders = await keep(api, team, (await kafka.addUser('producer,consumer', TOPIC)).pastes.kafka4)
  const again = await keep(api, team, (await kafka.addUser('producer,consumer', AGAIN)).pastes.kafka4)
  await keep(api, team, mongo.paste, { name: 'Archive' })

  const figure = (name: string) =>
    page
      .getByRole('region', { name: 'Progress' })
      .locator('dl > div')
      .filter({ has: page.getByText(name, { exact: true }) })
      .locator('dd')
  async function expectFigures(figures: Readonly<Record<string, string>>): Promise<void> {
    await expect(page.getByRole('status').filter({ hasText: 'Succeeded' })).toBeVisible()
    for (const [name, value] of Object.entries(figures)) await expect(figure(name), name).toHaveText(value)
  }

  await test.step('what is produced is stored, too', async () => {
    await page.goto(`/teams/${team}/profiles/${orders.id}/produce`)
    await page.getByRole('textbox', { name: 'Records', exact: true }).fill(COUNT)
    await page.getByText('Store them in MongoDB too').click()
    await page.getByLabel('Profile that stores them').selectOption({ label: 'Archive' })
    await look('produce-store')
    await page.getByRole('button', { name: 'Produce', exact: true }).click()
    await expectFigures({ stored: COUNT, failed: '0' })
    await expect(figure('acknowledged')).toContainText(COUNT)
    await expect(page.getByRole('link', { name: 'Archive' })).toBeVisible()
    await look('produce-stored')
    expect(await kafka.countDocuments(TOPIC, 'producer')).toBe(Number(COUNT))
  })

  await test.step('a consume job stores each record once, and counts what is there already', async () => {
    for (const figures of [
      { read: COUNT, delivered: COUNT, failed: '0' },
      { read: COUNT, delivered: '0', 'there already': COUNT },
    ]) {
      await page.goto(`/teams/${team}/profiles/${orders.id}/jobs?new=consume`)
      await page.getByRole('radio', { name: 'To MongoDB' }).check()
      await page.getByLabel('Profile of MongoDB').selectOption({ label: 'Archive' })
      await page.getByLabel('It stops').selectOption('limit')
      await page.getByRole('textbox', { name: 'Number of records' }).fill(COUNT)
      await look('consume-mongodb')
      await page.getByRole('button', { name: 'Consume', exact: true }).click()
      await expectFigures(figures)
    }
    await look('consume-mongodb-job')
    expect(await kafka.countDocuments(TOPIC, 'consumer')).toBe(Number(COUNT))
  })

  await test.step('a collection is written to another topic, each document once', async () => {
    await page.goto(`/teams/${team}/profiles/${again.id}/produce`)
    await page.getByRole('radio', { name: 'MongoDB', exact: true }).check()
    await page.getByRole('button', { name: 'Produce', exact: true }).click()
    await expect(page.getByText('Choose a profile of MongoDB.')).toBeVisible()
    await page.getByLabel('Profile of MongoDB').selectOption({ label: 'Archive' })
    await page.getByRole('textbox', { name: 'Database' }).fill(TOPIC)
    await expect(page.getByText('How many there are shows when it runs.')).toBeVisible()
    await look('produce-mongodb')
    await page.getByRole('button', { name: 'Produce', exact: true }).click()
    await expectFigures({ failed: '0' })
    await expect(figure('acknowledged')).toHaveText(COUNT)
    await look('produce-mongodb-job')
    const answer = await api.get(`${again.path}/topics/${AGAIN}/records`)
    const lines = (await answer.text()).split('\n').filter((line) => line.includes('"record"'))
    const ids = lines.map((line) => (JSON.parse(line) as { value: { text: string } }).value.text.slice(0, 41))
    expect(new Set(ids).size).toBe(Number(COUNT))
    await page.getByRole('link', { name: 'Change and run' }).click()
    await expect(page.getByRole('textbox', { name: 'Database' })).toHaveValue(TOPIC)
    await expect(page.getByLabel('It ends')).toHaveValue('stopped')
  })

  expect(complaints, 'nothing may complain on the console').toEqual([])
  await api.dispose()
  await context.close()
  await server.stop()
})

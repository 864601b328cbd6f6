import type { APIRequestContext, Page } from '@playwright/test'
import { expectAccessible } from './support/axe.ts'
import { expect, listenForComplaints, signIn, test } from './support/fixtures.ts'
import { keep } from './support/lone-server.ts'
import { setUp } from './support/people.ts'
import { Server } from './support/server.ts'
import { signatureOf, startReceiver } from './support/start-receiver.ts'

const KEY = 'a key that the receiver knows'
const TOKEN = 'canary-of-the-path'
const RECORDS = 30

/** Every third is paid; both partitions have some. */
const orders = Array.from({ length: RECORDS }, (_, n) => ({
  partition: n % 2,
  key: { text: `order-${n}` },
  value: { text: `{"n":${n},"state":"${n % 3 === 0 ? 'paid' : 'open'}"}` },
}))

async function write(api: APIRequestContext, records: string, items: readonly object[]): Promise<void> {
  const answer = await api.post(records, { data: { records: items } })
  expect(answer.status(), await answer.text()).toBe(201)
}

/** Partition, key and value of each record of a topic, partition by partition. */
async function read(api: APIRequestContext, records: string) {
  const answer = await api.get(records)
  expect(answer.status()).toBe(200)
  const lines = (await answer.text()).split('\n').filter((line) => line.includes('"record"'))
  const found = lines.map((line) => JSON.parse(line) as (typeof orders)[number])
  return found
    .map(({ partition, key, value }) => ({ partition, key, value }))
    .sort((a, b) => a.partition - b.partition)
}

/** A number of the job's page, by its name. */
const figure = (page: Page, name: string) =>
  page
    .getByRole('region', { name: 'Progress' })
    .locator('dl > div')
    .filter({ has: page.getByText(name, { exact: true }) })
    .locator('dd')

async function expectFigures(page: Page, figures: Readonly<Record<string, string>>): Promise<void> {
  await expect(page.getByRole('status').filter({ hasText: 'Succeeded' })).toBeVisible()
  for (const [name, value] of Object.entries(figures))
    await expect(figure(page, name), name).toHaveText(value)
}

test('what a text is found in is copied to the topic of another profile, by the page', async ({
  kafka,
  api,
  team,
  ownerPage: page,
}, info) => {
  const look = (name: string) => expectAccessible(page, name, info.outputPath('screens'))
  const fromUser = await kafka.addUser('producer,consumer', 'copied-from')
  const toUser = await kafka.addUser('producer,consumer', 'copied-to')
  await kafka.createTopic('copied-from', 2)
  await kafka.createTopic('copied-to', 2)
  const source = await keep(api, team, fromUser.pastes.kafka4, { name: 'Copied from' })
  const target = await keep(api, team, toUser.pastes.kafka4, { name: 'Copied to' })
  await write(api, `${source.path}/topics/copied-from/records`, orders)

  await page.goto(`/teams/${team}/profiles/${source.id}/jobs`)
  await page.getByRole('radio', { name: 'Copy', exact: true }).check()
  await expect(page.getByRole('heading', { name: 'Copy to another topic' })).toBeVisible()
  const copy = page.getByRole('button', { name: 'Copy', exact: true })
  const toProfile = page.getByLabel('To profile')
  const toTopic = page.getByRole('combobox', { name: 'To topic' })
  const needle = page.getByLabel('What to look for')

  await test.step('what is missing is said beside its field, and nothing starts', async () => {
    await page.getByLabel('Filter', { exact: true }).selectOption('with the text')
    await page.getByRole('checkbox', { name: /^Create the topic first/ }).check()
    await page.getByLabel('Partitions', { exact: true }).fill('0')
    await page.getByLabel('Fields of the JSON value').fill('n ->')
    await copy.click()
    await expect(page.getByText('Write what to look for.')).toBeVisible()
    await expect(page.getByText('Name the topic to copy to.')).toBeVisible()
    await expect(page.getByText('Partitions from 1 to 1000, replicas from 1 to 10.')).toBeVisible()
    await expect(page.getByText('Line 1 is not like id -> order.id.')).toBeVisible()
    await look('copy-form')
    await page.getByRole('checkbox', { name: /^Create the topic first/ }).uncheck()
    await page.getByLabel('Fields of the JSON value').fill('')
  })

  await test.step('it is copied, and all that was read is accounted for', async () => {
    await toProfile.selectOption({ label: 'Copied to' })
    await expect(toTopic).toHaveValue('copied-to')
    await needle.fill('paid')
    await copy.click()
    await expectFigures(page, { read: '30', copied: '10', 'filtered out': '20', failed: '0' })
    await look('copy-job')
    const paid = orders.filter(({ value }) => value.text.includes('paid'))
    expect(await read(api, `${target.path}/topics/copied-to/records`)).toEqual(
      [0, 1].flatMap((at) => paid.filter(({ partition }) => partition === at)),
    )
  })

  await test.step('a like job fills the form', async () => {
    await page.getByRole('link', { name: 'Change and run' }).click()
    await expect(needle).toHaveValue('paid')
    await expect(toProfile).toHaveValue(target.id)
    await expect(toTopic).toHaveValue('copied-to')
  })

  await test.step('what the viewer finds is produced to the other topic once more', async () => {
    const query = new URLSearchParams({ topic: 'copied-from', from: 'earliest', partitions: '0' })
    query.set('filter.text', 'PAID')
    query.set('filter.case', 'insensitive')
    await page.goto(`/teams/${team}/profiles/${source.id}/live?${query}`)
    await page.getByRole('button', { name: 'Export', exact: true }).click()
    await page.getByRole('menuitem', { name: 'Produce what is found…' }).click()
    await expect(page.getByRole('radio', { name: 'Records found' })).toBeChecked()
    await expect(needle).toHaveValue('PAID')
    await expect(page.getByRole('button', { name: 'Partitions: Partition 0' })).toBeVisible()
    await look('produce-found')
    await toProfile.selectOption({ label: 'Copied to' })
    await expect(toTopic).toHaveValue('copied-to')
    await page.getByRole('button', { name: 'Produce', exact: true }).click()
    await expectFigures(page, { read: '15', copied: '5', 'filtered out': '10', failed: '0' })
    const paid = orders.filter(({ partition, value }) => partition === 0 && value.text.includes('paid'))
    const written = await read(api, `${target.path}/topics/copied-to/records`)
    expect(written.filter(({ partition }) => partition === 0)).toEqual([...paid, ...paid])
  })
})

test('a consume job started on the page delivers to a webhook, signed', async ({
  kafka,
  browser,
  playwright,
  contextOptions,
}, info) => {
  test.setTimeout(180_000)
  const receiver = await startReceiver()
  const address = `http://127.0.0.1:${receiver.port}/in/${TOKEN}`
  const server = await Server.start(`${kafka.egressAllow},127.0.0.1/32:${receiver.port}`)
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
  const user = await kafka.addUser('producer,consumer', 'hooked')
  await kafka.createTopic('hooked', 1)
  const profile = await keep(api, team, user.pastes.kafka4)
  const sent = orders.slice(0, 5).map((order) => ({ ...order, partition: 0 }))
  await write(api, `${profile.path}/topics/hooked/records`, sent)

  await test.step('the form locks what does not go together with a sink', async () => {
    await page.goto(`/teams/${team}/profiles/${profile.id}/jobs?new=consume`)
    await page.getByRole('radio', { name: 'To a webhook' }).check()
    await page.getByRole('button', { name: 'Consume', exact: true }).click()
    await expect(page.getByText('Choose a webhook of this profile.')).toBeVisible()
    await page.getByText('More', { exact: true }).click()
    await expect(page.getByLabel('Members')).toBeDisabled()
    await page.getByText('Limits of a call').click()
    await look('sink-form')
    await page.getByRole('radio', { name: 'To MongoDB' }).check()
    await expect(page.getByText(/The team has none that you may use/)).toBeVisible()
    await look('sink-form-mongodb')
  })

  await test.step('each record arrives once, in order, in calls that are signed', async () => {
    await page.getByRole('radio', { name: 'To a webhook' }).check()
    await page.getByRole('button', { name: 'Webhooks…' }).click()
    const dialog = page.getByRole('dialog', { name: 'Webhooks of this profile' })
    await dialog.getByLabel('Name').fill('Receiver')
    await dialog.getByLabel('Address').fill(address)
    await dialog.getByLabel('Signing key').fill(KEY)
    await dialog.getByRole('button', { name: 'Add' }).click()
    await expect(dialog.getByRole('listitem')).toContainText('Receiver')
    await dialog.getByRole('button', { name: 'Done' }).click()
    await expect(page.getByLabel('Webhook', { exact: true })).toHaveText(/Receiver/)
    await page.getByText('Limits of a call').click()
    await page.getByLabel('Records at most').fill('2')
    await page.getByLabel('It stops').selectOption('limit')
    await page.getByRole('textbox', { name: 'Number of records' }).fill('5')
    await page.getByRole('button', { name: 'Consume', exact: true }).click()
    await expectFigures(page, { read: '5', delivered: '5', 'filtered out': '0', failed: '0' })
    await expect(page.getByText(new URL(address).origin, { exact: true })).toBeVisible()
    await look('sink-job')
    const { calls } = receiver
    const batches = calls.map(({ body }) => JSON.parse(body) as (typeof orders)[number][])
    expect(batches.flat().map(({ key, value }) => ({ key, value }))).toEqual(
      sent.map(({ key, value }) => ({ key, value })),
    )
    expect(Math.max(...batches.map((batch) => batch.length))).toBe(2)
    for (const call of calls) expect(call.headers['webhook-signature']).toBe(signatureOf(call, KEY))
  })

  await test.step('run again calls signed, and neither key nor path stands anywhere', async () => {
    const first = page.url()
    const { length } = receiver.calls
    await page.getByRole('button', { name: 'Run again' }).click()
    await expect(page).not.toHaveURL(first)
    await expectFigures(page, { read: '5', delivered: '5', failed: '0' })
    const calls = receiver.calls.slice(length)
    expect(calls.length).toBeGreaterThan(0)
    for (const call of calls) expect(call.headers['webhook-signature']).toBe(signatureOf(call, KEY))
    const job = new URL(page.url()).pathname.replace('/teams/', '/api/teams/')
    const answer = await api.get(job)
    expect(answer.status()).toBe(200)
    const said = await answer.text()
    const files = await server.files()
    for (const secret of [KEY, TOKEN]) {
      expect(said).not.toContain(secret)
      expect(files.filter(({ bytes }) => bytes.includes(secret)).map(({ name }) => name)).toEqual([])
    }
    await page.getByRole('link', { name: 'Change and run' }).click()
    await expect(page.getByLabel('Webhook', { exact: true })).toHaveText(/Receiver/)
    await expect(page.getByLabel('Records at most')).toHaveValue('2')
  })

  expect(complaints, 'nothing may complain on the console').toEqual([])
  await api.dispose()
  await context.close()
  await server.stop()
  receiver.close()
})

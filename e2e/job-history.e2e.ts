import type { APIRequestContext, Page } from '@playwright/test'
import { expectAccessible } from './support/axe.ts'
import { account, expect, listenForComplaints, signIn, test } from './support/fixtures.ts'
import { Server } from './support/server.ts'
import { signatureOf, startReceiver } from './support/start-receiver.ts'

const KEY = 'a key that the receiver knows'
/** A schedule of every minute begins within a minute, and its job and the word about it take seconds. */
const A_MINUTE_AND_MORE = 90_000

const rows = (page: Page) => page.getByRole('region', { name: 'Jobs' }).getByRole('row')

async function postOk(api: APIRequestContext, path: string, data: object): Promise<{ id: string }> {
  const answer = await api.post(path, { data })
  expect(answer.status(), await answer.text()).toBe(201)
  return (await answer.json()) as { id: string }
}

test('jobs are found again, kept as a template, scheduled, and tell a webhook of their end', async ({
  kafka,
  browser,
  playwright,
  contextOptions,
}, info) => {
  test.setTimeout(300_000)
  const receiver = await startReceiver()
  const server = await Server.start(`${kafka.egressAllow},127.0.0.1/32:${receiver.port}`)
  const look = (name: string) => expectAccessible(page, name, info.outputPath('screens'))
  const extraHTTPHeaders = { origin: server.address }
  const visitor = await playwright.request.newContext({ baseURL: server.address, extraHTTPHeaders })
  await visitor.post('/api/setup', { data: { token: await server.setupToken(), ...account } })
  await visitor.dispose()
  const storageState = await signIn(playwright.request, server)
  const context = await browser.newContext({ ...contextOptions, baseURL: server.address, storageState })
  const page = await context.newPage()
  const complaints = listenForComplaints(page)
  const api = await playwright.request.newContext({ baseURL: server.address, extraHTTPHeaders, storageState })
  const me = (await (await api.get('/api/me')).json()) as { teams: { id: string }[] }
  const team = me.teams[0]?.id ?? ''
  const topic = `history-${info.project.name}`
  const user = await kafka.addUser('producer,consumer', topic)
  await kafka.createTopic(topic, 1)
  const { id: profile } = await postOk(api, `/api/teams/${team}/profiles`, {
    text: user.pastes.kafka4,
    name: 'Orders',
  })

  await test.step('nothing yet, on all three pages', async () => {
    await page.goto(`/teams/${team}/jobs`)
    await expect(page.getByText('No jobs yet')).toBeVisible()
    await look('jobs-none')
    await page.getByRole('link', { name: 'Schedules' }).click()
    await expect(page.getByText('No schedules yet')).toBeVisible()
    await look('schedules-none')
    await page.getByRole('navigation', { name: 'Jobs' }).getByRole('link', { name: 'Templates' }).click()
    await expect(page.getByText('No templates yet')).toBeVisible()
  })

  const jobs = `/api/teams/${team}/jobs`
  const produce = { kind: 'produce', count: 5, value: { type: 'test-app' } }
  const named = await postOk(api, jobs, { kind: 'produce', profile, spec: produce, name: 'Nightly proof' })
  for (let count = 0; count < 3; count++) await postOk(api, jobs, { kind: 'produce', profile, spec: produce })
  const endless = { ...produce, count: 100_000, rate: 10 }
  const long = await postOk(api, jobs, { kind: 'produce', profile, spec: endless })

  await test.step('a search is kept in the address', async () => {
    await page.goto(`/teams/${team}/jobs`)
    await expect(rows(page)).toHaveCount(6)
    await page.getByRole('searchbox', { name: 'Search' }).fill('nightly')
    await page.keyboard.press('Enter')
    await expect(rows(page)).toHaveCount(2)
    await page.reload()
    await expect(rows(page)).toHaveCount(2)
    await expect(rows(page).nth(1)).toContainText('Nightly proof')
    await look('jobs-found')
    await page.getByRole('button', { name: 'No filter' }).click()
    await page.getByLabel('State').selectOption('open')
    await expect(rows(page)).toHaveCount(2)
    await page.getByLabel('State').selectOption('interrupted')
    await expect(page.getByText('Nothing in the history fits these filters.')).toBeVisible()
  })

  await test.step('who is told of the end of a job that runs is said while it runs', async () => {
    await page.goto(`/teams/${team}/jobs/${long.id}`)
    await page.getByRole('button', { name: 'More' }).click()
    await page.getByRole('menuitem', { name: 'Tell of its end…' }).click()
    await page.getByRole('button', { name: 'Webhooks…' }).click()
    const dialog = page.getByRole('dialog', { name: 'Webhooks of this profile' })
    await dialog.getByLabel('Name').fill('Ops')
    await dialog.getByLabel('Address').fill('http://example.com/')
    await dialog.getByLabel('Signing key').fill(KEY)
    await dialog.getByRole('button', { name: 'Add' }).click()
    await expect(dialog.getByText(/^This is no address for a webhook\. It begins with https/)).toBeVisible()
    await look('webhooks')
    await dialog.getByLabel('Address').fill(`http://127.0.0.1:${receiver.port}/in?token=secret`)
    await dialog.getByRole('button', { name: 'Add' }).click()
    await expect(dialog.getByRole('listitem')).toContainText(`http://127.0.0.1:${receiver.port}`)
    await expect(dialog.getByRole('listitem')).not.toContainText('token')
    await dialog.getByRole('button', { name: 'Done' }).click()
    await page.getByRole('radio', { name: 'At any end' }).check()
    await page.getByRole('button', { name: 'Save', exact: true }).click()
    await expect(page.getByText('a webhook, at any end.')).toBeVisible()
    await page.getByRole('button', { name: 'Cancel' }).click()
    await expect(page.getByText(/Webhook “Ops”: sent/)).toBeVisible()
    const [call] = receiver.calls
    expect(JSON.parse(call?.body ?? '')).toMatchObject({
      type: 'job.ended',
      job: { id: long.id, state: 'cancelled', profile: { name: 'Orders' } },
    })
    expect(call?.headers['webhook-signature']).toBe(call && signatureOf(call, KEY))
    await look('job-told')
  })

  await test.step('what was cancelled goes on with the numbers that were left', async () => {
    await page.getByRole('button', { name: 'Resume' }).click()
    await expect(page.getByText('It does the rest of a job that ended early.')).toBeVisible()
    await page.getByRole('button', { name: 'Cancel' }).click()
    await expect(page.getByRole('status').filter({ hasText: 'Cancelled' })).toBeVisible()
    await page.getByRole('link', { name: 'a job that ended early' }).click()
    await expect(page.getByText('It was resumed: another job does the rest.')).toBeVisible()
    await expect(page.getByRole('button', { name: 'Resume' })).toBeHidden()
    await look('job-was-resumed')
  })

  await test.step('a job is kept as a template and run from it', async () => {
    await page.goto(`/teams/${team}/jobs/${named.id}`)
    await page.getByRole('button', { name: 'More' }).click()
    await page.getByRole('menuitem', { name: 'Save as template…' }).click()
    await page.getByRole('dialog').getByLabel('Name').fill('Proof')
    await page.getByRole('dialog').getByRole('button', { name: 'Save' }).click()
    await page.goto(`/teams/${team}/jobs/templates`)
    await expect(page.getByRole('cell', { name: /^Proof/ })).toBeVisible()
    await look('templates')
    await page.getByRole('button', { name: 'Run Proof' }).click()
    await expect(page.getByRole('status').filter({ hasText: 'Succeeded' })).toBeVisible()
    await page.goto(`/teams/${team}/jobs/templates`)
    await page.getByRole('link', { name: 'Change and run' }).click()
    await expect(page.getByRole('heading', { name: 'Before it starts' })).toBeVisible()
  })

  await test.step('a schedule shows its next times before it is saved, and starts its job', async () => {
    await page.goto(`/teams/${team}/jobs/templates`)
    await page.getByRole('button', { name: 'Schedule Proof' }).click()
    const dialog = page.getByRole('dialog', { name: 'Schedule this job' })
    await dialog.getByLabel('Name').fill('Each minute')
    await dialog.getByLabel('Times', { exact: true }).fill('61 * * * *')
    await expect(dialog.getByText('The minute is not right: 0 to 59.')).toBeVisible()
    await dialog.getByLabel('Times', { exact: true }).fill('* * * * *')
    await dialog.getByLabel('Time zone').selectOption('Europe/Berlin')
    await expect(dialog.getByRole('list', { name: 'Next runs' }).getByRole('listitem')).toHaveCount(5)
    await dialog
      .getByLabel('Webhook', { exact: true })
      .selectOption({ label: `Ops (http://127.0.0.1:${receiver.port})` })
    await dialog.getByRole('radio', { name: 'At any end' }).check()
    await look('schedule')
    receiver.calls.length = 0
    await dialog.getByRole('button', { name: 'Schedule' }).click()
    await expect(dialog).toBeHidden()
    await page.goto(`/teams/${team}/jobs/schedules`)
    await expect(page.getByText('Europe/Berlin').filter({ visible: true })).toBeVisible()
    await expect.poll(() => receiver.calls.length, { timeout: A_MINUTE_AND_MORE }).toBeGreaterThan(0)
    expect(JSON.parse(receiver.calls[0]?.body ?? '')).toMatchObject({
      job: { name: 'Each minute', state: 'succeeded', result: { done: 5 } },
    })
    await expect(page.getByRole('link', { name: 'Started.' })).toBeVisible()
    await page.getByRole('button', { name: 'Pause Each minute' }).click()
    await expect(page.getByText('Paused')).toBeVisible()
    await look('schedules')
    await page.getByRole('link', { name: 'Started.' }).click()
    await expect(page.getByText('Started by a schedule.')).toBeVisible()
  })

  // A browser says on its console that the server refused an address; the page says so beside the field.
  const unexpected = complaints.filter((complaint) => !complaint.includes('status of 400'))
  expect(unexpected, 'nothing may complain on the console').toEqual([])
  await api.dispose()
  await context.close()
  await server.stop()
  receiver.close()
})

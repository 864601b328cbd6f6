import { readFile } from 'node:fs/promises'
import type { Page } from '@playwright/test'
import { expectAccessible } from './support/axe.ts'
import { account, expect, listenForComplaints, test } from './support/fixtures.ts'
import { joinTeam } from './support/join-team.ts'
import { keep, outcomeOf, proveBy } from './support/lone-server.ts'

const PASSPHRASE = 'four words are quite enough'

/** The output of get-credentials for a cluster that nobody has to reach here. */
const paste = (relation: number, topic: string) => `kafka:
  consumer-group-prefix: relation-${relation}-
  endpoints: 10.20.30.41:9092
  password: Qm5yR2wX7cB4nL9pA3sZ8v0T${relation}
  tls: disabled
  topic: ${topic}
  username: relation-${relation}
  version: 4.1.0
ok: "True"
`

test('many are imported at once, deleted, restored, and carried elsewhere in a sealed bundle', async ({
  browser,
  contextOptions,
  api,
  server,
  team,
}, testInfo) => {
  test.setTimeout(180_000)
  const context = await browser.newContext({
    ...contextOptions,
    baseURL: server.address,
    storageState: await api.storageState(),
  })
  const page = await context.newPage()
  const complaints = listenForComplaints(page)
  const look = (name: string): Promise<void> => expectAccessible(page, name, testInfo.outputPath('screens'))
  const menu = async (item: string): Promise<void> => {
    await page.goto(`/teams/${team}/profiles`)
    await page.getByRole('button', { name: 'More about profiles' }).click()
    await page.getByRole('menuitem', { name: item }).click()
  }
  // Other tests on the same server have profiles of their own.
  const run = testInfo.project.name === 'dark' ? 700 : 600
  const topics = [`vault-${run}-a`, `vault-${run}-b`, `vault-${run}-c`] as const

  await test.step('import', async () => {
    await menu('Import many')
    await look('import-empty')
    const many = `${paste(run + 1, topics[0])}---\n${paste(run + 2, topics[1])}---\nno output at all\n`
    await choose(page, { 'eu.yaml': many, 'us.txt': paste(run + 3, topics[2]) })
    await expect(page.getByText('3 credentials in 2 files')).toBeVisible()
    await look('import-understood')
    await page.getByRole('button', { name: 'Import 3 credentials' }).click()
    await expect(page.getByText('3 imported, 0 here already, 1 not imported.')).toBeVisible()
    await look('import-results')
    await page.getByRole('button', { name: 'Import more' }).click()
    await choose(page, { 'eu.yaml': many })
    await page.getByRole('button', { name: 'Import 2 credentials' }).click()
    await expect(page.getByText('0 imported, 2 here already, 1 not imported.')).toBeVisible()
  })

  await test.step('delete and restore', async () => {
    const name = `${topics[0]}, relation-${run + 1}`
    await page.goto(`/teams/${team}/profiles`)
    await page.getByRole('link', { name }).click()
    await page.getByRole('button', { name: 'Change this profile' }).click()
    await page.getByRole('menuitem', { name: /Delete/ }).click()
    await expect(page.getByRole('alertdialog')).toContainText('30 days')
    await look('delete-profile')
    await page.getByRole('button', { name: 'Delete profile' }).click()
    await expect(page.getByRole('heading', { name: 'Profiles', exact: true })).toBeVisible()
    await expect(page.getByRole('link', { name })).toHaveCount(0)
    await menu('Recently deleted')
    await expect(page.getByRole('row', { name: new RegExp(name) })).toBeVisible()
    await look('deleted')
    await page.getByRole('button', { name: `Restore ${name}` }).click()
    await expect(page.getByRole('row', { name: new RegExp(name) })).toHaveCount(0)
    await page.goto(`/teams/${team}/profiles`)
    await expect(page.getByRole('link', { name })).toBeVisible()
  })

  await test.step('a sealed bundle', async () => {
    await menu('Export a sealed bundle')
    await page.getByLabel('Passphrase').fill(PASSPHRASE)
    await page.getByLabel('Once more').fill(PASSPHRASE)
    await look('export-bundle')
    await page.getByRole('button', { name: 'Export', exact: true }).click()
    await page.getByLabel('Password', { exact: true }).fill(account.password)
    const waiting = page.waitForEvent('download')
    await page.getByLabel('Password', { exact: true }).press('Enter')
    const text = await readFile(await (await waiting).path(), 'utf8')
    expect(text).toContain('keystream-bundle')
    expect(text).not.toContain('Qm5yR2wX7cB4nL9pA3s')
    await menu('Import many')
    await choose(page, { 'bundle.json': text })
    await page.getByLabel('Passphrase of the bundle').fill('not the right one')
    await page.getByRole('button', { name: 'Open and import' }).click()
    await expect(page.getByText(/does not open: the passphrase is another one/)).toBeVisible()
    await look('import-bundle')
    await page.getByLabel('Passphrase of the bundle').fill(PASSPHRASE)
    await page.getByRole('button', { name: 'Open and import' }).click()
    await expect(page.getByText(/^0 imported, \d+ here already, 0 not imported\.$/)).toBeVisible()
  })

  // Chromium reports the answers that ask for a proof and refuse a passphrase; both are shown on the page.
  expect(complaints.filter((text) => !/status of (403|422)/.test(text))).toEqual([])
  await context.close()
})

test('a bundle holds only what its exporter may reveal, and the page names the rest and whom to ask', async ({
  browser,
  contextOptions,
  api,
  server,
  team,
  playwright,
}, testInfo) => {
  const newContext = () =>
    playwright.request.newContext({ baseURL: server.address, extraHTTPHeaders: { origin: server.address } })
  const { name: scheme } = testInfo.project
  const admin = await joinTeam(api, team, newContext, { name: `Grace-${scheme}`, role: 'admin' })
  const topics = [`bundle-${scheme}-a`, `bundle-${scheme}-b`]
  const [given, kept] = [
    await keep(api, team, paste(801, topics[0] ?? ''), { name: topics[0] }),
    await keep(api, team, paste(802, topics[1] ?? ''), { name: topics[1] }),
  ]
  await Promise.all([proveBy(api), proveBy(admin.api)])
  const profiles = [given.id, kept.id]
  const url = `/api/teams/${team}/bundle`
  const refused = await admin.api.post(url, { data: { passphrase: PASSPHRASE, profiles } })
  expect(await outcomeOf(refused)).toBe('403 forbidden')
  expect(await refused.text()).toContain(account.name)

  const me = (await (await admin.api.get('/api/me')).json()) as { user: { id: string } }
  const grant = { person: me.user.id, right: 'reveal' }
  expect((await api.post(`${given.path}/grants`, { data: grant })).ok()).toBe(true)
  const answer = await admin.api.post(url, { data: { passphrase: PASSPHRASE, profiles } })
  expect(await answer.json()).toMatchObject({
    bundle: { profiles: 1 },
    leftOut: [{ id: kept.id, name: topics[1] }],
    canGrant: [{ email: account.email }, { email: admin.email }],
  })

  const page = await (
    await browser.newContext({
      ...contextOptions,
      baseURL: server.address,
      storageState: await admin.api.storageState(),
    })
  ).newPage()
  await page.goto(`/teams/${team}/profiles`)
  await page.getByRole('button', { name: 'More about profiles' }).click()
  await page.getByRole('menuitem', { name: 'Export a sealed bundle' }).click()
  await page.getByLabel('Passphrase').fill(PASSPHRASE)
  await page.getByLabel('Once more').fill(PASSPHRASE)
  await page.getByRole('button', { name: 'Export', exact: true }).click()
  await expect(page.getByRole('heading', { name: /^Exported 1 of \d+ profiles$/ })).toBeVisible()
  await expect(page.getByText(`(${account.email})`)).toBeVisible()
  await expectAccessible(page, 'export-left-out', testInfo.outputPath('screens'))
  await page.context().close()
  await admin.api.dispose()
})

async function choose(page: Page, files: Readonly<Record<string, string>>): Promise<void> {
  const list = Object.entries(files).map(([name, text]) => ({
    name,
    mimeType: 'text/plain',
    buffer: Buffer.from(text),
  }))
  await page.getByLabel('Files', { exact: true }).setInputFiles(list)
}

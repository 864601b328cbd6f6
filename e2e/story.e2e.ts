import type { Locator, Page } from '@playwright/test'
import { expectAccessible } from './support/axe.ts'
import { account } from './support/fixtures.ts'
import { expect, storyTest } from './support/fresh-server.ts'
import { passwordIn } from './support/sandbox.ts'

const TOPIC = 'orders'
const RECORDS = 1_000

async function createOwner(page: Page, link: string): Promise<void> {
  await page.goto(link)
  await expect(page.getByRole('heading', { name: 'Create the first account' })).toBeVisible()
  await page.getByLabel('Your name').fill(account.name)
  await page.getByLabel('E-mail').fill(account.email)
  await page.getByLabel('Password').fill(account.password)
  await page.getByLabel('Team').fill(account.team)
}

/** Types the last lines by hand: what is understood has to follow the typing, without a click. */
async function pasteAndType(page: Page, paste: string): Promise<void> {
  const box = page.getByRole('textbox', { name: 'Output of get-credentials' })
  const cut = paste.indexOf('  tls: ')
  await box.fill(paste.slice(0, cut))
  await box.press('Control+End')
  await box.pressSequentially('  tls: disabled\n')
  await box.press('Home')
  await page.keyboard.insertText(paste.slice(paste.indexOf('\n', cut) + 1))
}

const rung = (page: Page, name: string): Locator =>
  page
    .getByRole('list', { name: 'Steps of the check' })
    .getByRole('listitem')
    .filter({ hasText: new RegExp(`^${name}:`) })

storyTest(
  'paste, check, produce, watch, sign out and in again',
  async ({ kafka, freshServer, page, complaints, answers }, testInfo) => {
    storyTest.setTimeout(300_000)
    const user = await kafka.addUser('producer,consumer', TOPIC)
    const paste = user.pastes.kafka4
    const canary = passwordIn(paste)
    const look = (name: string): Promise<void> => expectAccessible(page, name, testInfo.outputPath('screens'))

    await storyTest.step('the set-up link makes the first account', async () => {
      await createOwner(page, await freshServer.setupLink())
      expect(page.url(), 'the token does not stay in the address').not.toContain('token')
      await look('setup')
      await page.getByRole('button', { name: 'Create account' }).click()
      await expect(page.getByRole('heading', { name: 'Profiles', exact: true })).toBeVisible()
      await expect(page.getByText('No profiles yet')).toBeVisible()
      await look('profiles-empty')
    })

    await storyTest.step('a paste is understood while it is typed', async () => {
      await page.getByRole('link', { name: 'Paste credentials' }).first().click()
      await expect(page.getByRole('heading', { name: 'Paste credentials' })).toBeVisible()
      await look('paste-empty')
      await pasteAndType(page, paste)
      await expect(page.getByText('understood', { exact: true })).toBeVisible()
      await expect(page.getByText('SASL_PLAINTEXT').first()).toBeVisible()
      await expect(page.getByText(user.consumerGroupPrefix ?? 'no prefix').first()).toBeVisible()
      await look('paste-understood')
    })

    await storyTest.step('every step of the check turns green', async () => {
      await page.getByRole('button', { name: 'Save and check' }).click()
      await expect(page.getByRole('list', { name: 'Steps of the check' })).toHaveAttribute(
        'aria-busy',
        'false',
      )
      for (const name of [
        'Resolve',
        'Connect',
        'API versions',
        'SASL',
        'Metadata',
        'Advertised addresses',
        'Group',
      ]) {
        await expect(rung(page, name)).toContainText('good')
      }
      const words = await page
        .getByRole('list', { name: 'Steps of the check' })
        .getByRole('listitem')
        .allInnerTexts()
      expect(words.filter((text) => text.includes(': failed') || text.includes(': not reached'))).toEqual([])
      await look('check')
    })

    await storyTest.step('a job produces 1,000 records and shows them all acknowledged', async () => {
      await page.getByRole('link', { name: 'Produce', exact: true }).click()
      const records = page.getByLabel('Records', { exact: true })
      await records.fill(String(RECORDS))
      await expect(page.getByText('Create the topic first')).toBeVisible()
      await page.getByRole('checkbox', { name: 'Create the topic first' }).check()
      await page.getByLabel('Partitions', { exact: true }).fill('3')
      await look('produce')
      await page.getByRole('button', { name: 'Produce', exact: true }).click()
      await expect(page.getByRole('status').filter({ hasText: 'Succeeded' })).toBeVisible()
      await expect(page.getByRole('region', { name: 'Progress' })).toContainText('1,000')
      await look('job')
    })

    await storyTest.step('the page of the job is whole again after a reload', async () => {
      await page.reload()
      await expect(page.getByRole('status').filter({ hasText: 'Succeeded' })).toBeVisible()
      const progress = page.getByRole('region', { name: 'Progress' })
      await expect(progress).toContainText('1,000')
      await expect(progress).toContainText('all records are acknowledged')
      await page.getByRole('navigation', { name: 'Main' }).getByRole('link', { name: 'Jobs' }).click()
      await expect(page.getByRole('link', { name: /Produce 1,000 records/ })).toBeVisible()
      await look('jobs')
    })

    await storyTest.step(
      'the live view shows the records, and those that come while it is open',
      async () => {
        await page.getByRole('navigation', { name: 'Main' }).getByRole('link', { name: 'Profiles' }).click()
        await page
          .getByRole('row', { name: new RegExp(TOPIC) })
          .getByRole('link')
          .first()
          .click()
        await expect(page.getByRole('navigation', { name: 'Profile' })).toBeVisible()
        await look('profile')
        await page.getByRole('navigation', { name: 'Profile' }).getByRole('link', { name: 'Live' }).click()
        const grid = page.getByRole('grid', { name: 'Records' })
        await expect(grid.getByRole('row').nth(5)).toBeVisible()
        await look('live')
        await watchNewRecords(page)
        await grid.getByRole('row').nth(3).click()
        await expect(page.getByRole('complementary', { name: 'Record' })).toContainText('Message #')
        await look('live-record')
      },
    )

    await storyTest.step('signing out closes the door, signing in opens it', async () => {
      const here = page.url()
      await page.keyboard.press('Escape')
      await page.getByRole('button', { name: 'Your account' }).click()
      await page.getByRole('menuitem', { name: 'Sign out' }).click()
      await expect(page.getByRole('heading', { name: 'Sign in' })).toBeVisible()
      await look('sign-in')
      await page.goto(here)
      await expect(page.getByRole('heading', { name: 'Sign in' })).toBeVisible()
      await page.getByLabel('E-mail').fill(account.email)
      await page.getByLabel('Password').fill(account.password)
      await page.getByRole('button', { name: 'Sign in' }).click()
      await expect(page.getByRole('grid', { name: 'Records' })).toBeVisible()
    })

    await storyTest.step('the password is nowhere but under its seal', async () => {
      const shown = answers.filter(({ body }) => body.includes(canary)).map(({ url }) => url)
      const kept = (await freshServer.files())
        .filter(({ bytes }) => bytes.includes(canary))
        .map(({ name }) => name)
      const stored = await page.evaluate(() =>
        JSON.stringify([Object.entries(localStorage), Object.entries(sessionStorage)]),
      )
      expect({
        shown,
        kept,
        logged: freshServer.log.includes(canary),
        stored: stored.includes(canary),
      }).toEqual({
        shown: [],
        kept: [],
        logged: false,
        stored: false,
      })
      expect(answers.length, 'answers were looked at').toBeGreaterThan(20)
      expect(complaints).toEqual([])
    })
  },
)

/** Produces a record by the interface, and looks for it on the page, which follows the topic live. */
async function watchNewRecords(page: Page): Promise<void> {
  await expect(page.getByRole('status').filter({ hasText: 'Live' })).toBeVisible()
  const { origin } = new URL(page.url())
  const [, team = '', profile = ''] = /teams\/([^/]+)\/profiles\/([^/]+)/.exec(page.url()) ?? []
  const text = `while you watch ${Date.now()}`
  const answer = await page.request.post(
    `${origin}/api/teams/${team}/profiles/${profile}/topics/${TOPIC}/records`,
    {
      headers: { origin },
      data: { records: [{ value: { text } }] },
    },
  )
  expect(answer.ok(), await answer.text()).toBe(true)
  await expect(page.getByRole('grid', { name: 'Records' })).toContainText(text)
}

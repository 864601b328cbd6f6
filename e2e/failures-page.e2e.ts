import type { APIRequestContext, Page } from '@playwright/test'
import { expectAccessible } from './support/axe.ts'
import { expectNoSecret, failingTest as test } from './support/failing-world.ts'
import { type FailureCase, type FailureWorld, inputOf, rungs } from './support/failure-case.ts'
import { namesOf, patientCases, promptCases } from './support/failure-cases.ts'
import { expect, listenForComplaints } from './support/fixtures.ts'

interface Place {
  readonly world: FailureWorld
  readonly api: APIRequestContext
  readonly team: string
}

/** Keeps the case's profile and gives the address of its page. */
async function keep(failure: FailureCase, { world, api, team }: Place): Promise<string> {
  const kept = await api.post(`/api/teams/${team}/profiles`, { data: inputOf(failure, world) })
  expect(kept.status(), await kept.text()).toBe(201)
  const { id } = (await kept.json()) as { id: string }
  return `/teams/${team}/profiles/${id}`
}

async function expectLadderShows(failure: FailureCase, page: Page, world: FailureWorld): Promise<void> {
  await page.getByRole('button', { name: 'Run the check' }).click()
  const steps = page.getByRole('list', { name: 'Steps of the check' })
  await expect(steps).toHaveAttribute('aria-busy', 'false', { timeout: 20_000 })
  const rung = steps.getByRole('listitem').filter({ hasText: new RegExp(`^${rungs[failure.step]}: failed`) })
  await expect(rung).toContainText(failure.says)
  const verdict = page.getByRole('status').filter({ hasText: failure.code })
  await expect(verdict).toContainText(failure.says)
  expectNoSecret(await page.content(), world)
}

for (const failure of promptCases) {
  test(`the ladder shows: ${failure.name}`, async ({ world, api, team, ownerPage: page, allowCheck }) => {
    await allowCheck()
    await page.goto(await keep(failure, { world, api, team }))
    await expectLadderShows(failure, page, world)
  })
}

test(`the ladder shows, side by side: ${namesOf(patientCases)}`, async ({
  world,
  api,
  team,
  ownerPage,
  allowCheck,
}) => {
  await allowCheck(patientCases.length)
  const pages = []
  // One page after the other is loaded; then all wait together.
  for (const failure of patientCases) {
    const page = await ownerPage.context().newPage()
    const complaints = listenForComplaints(page)
    await page.goto(await keep(failure, { world, api, team }))
    pages.push({ failure, page, complaints })
  }
  await Promise.all(pages.map(({ failure, page }) => expectLadderShows(failure, page, world)))
  expect(pages.flatMap(({ complaints }) => complaints)).toEqual([])
  for (const { page } of pages) await page.close()
})

test('a certificate for another name is accepted where the check found it', async ({
  world,
  api,
  team,
  ownerPage: page,
  allowCheck,
}, testInfo) => {
  const text = world.user.pastes['kafka4-tls'].replace(
    /endpoints: \S+/,
    `endpoints: 127.0.0.1:${world.ports.otherName}`,
  )
  const kept = await api.post(`/api/teams/${team}/profiles`, { data: { text } })
  const { id } = (await kept.json()) as { id: string }
  await allowCheck()
  await allowCheck()
  await page.goto(`/teams/${team}/profiles/${id}`)
  await page.getByRole('button', { name: 'Run the check' }).click()
  const accept = page.getByRole('button', { name: 'Verify the authority, not the name' })
  await expect(accept).toBeVisible()
  await expectAccessible(page, 'other-name', testInfo.outputPath('screens'))
  await accept.click()
  const tls = page.getByRole('listitem').filter({ hasText: /^TLS:/ })
  await expect(tls).toContainText('TLS: good')
  await expect(page.getByText('not verified')).toBeVisible()
  await page.getByRole('button', { name: 'Change this profile' }).click()
  await page.getByRole('menuitem', { name: 'Edit' }).click()
  const box = page.getByRole('checkbox', { name: /Verify the brokers’ host names/ })
  await expect(box).not.toBeChecked()
  await box.check()
  await page.getByRole('button', { name: 'Save' }).click()
  await expect(page.getByText('not verified')).toBeHidden()
})

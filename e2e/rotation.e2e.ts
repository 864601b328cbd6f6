import type { APIRequestContext, Page } from '@playwright/test'
import { expectAccessible } from './support/axe.ts'
import { expect, test } from './support/fixtures.ts'
import { passwordIn } from './support/sandbox.ts'

async function keep(api: APIRequestContext, team: string, text: string, name: string): Promise<string> {
  const answer = await api.post(`/api/teams/${team}/profiles`, { data: { text, name } })
  expect(answer.status(), await answer.text()).toBe(201)
  return ((await answer.json()) as { id: string }).id
}

const pasteBox = (page: Page) => page.getByRole('textbox', { name: 'Output of get-credentials' })

test('a rotation is a paste and a click: recognised, checked, compared, promoted, and ended', async ({
  kafka,
  api,
  team,
  server,
  ownerPage: page,
}, testInfo) => {
  test.setTimeout(240_000)
  const topic = `rotated-${testInfo.project.name}`
  const look = (name: string) => expectAccessible(page, name, testInfo.outputPath('screens'))
  const old = await kafka.addUser('producer,consumer', topic)
  await kafka.createTopic(topic, 3)
  const name = `orders ${testInfo.project.name}`
  const profile = await keep(api, team, old.pastes.kafka4, name)
  const next = await kafka.addUser('producer,consumer', topic)
  const job = await api.post(`/api/teams/${team}/jobs`, {
    data: { kind: 'produce', profile, spec: { kind: 'produce', count: 100_000, rate: 5 } },
  })
  expect(job.status(), await job.text()).toBe(201)

  await test.step('the paste is recognised, and what changes is said', async () => {
    await page.goto(`/teams/${team}/profiles/new`)
    await pasteBox(page).fill(old.pastes.kafka4)
    await expect(page.getByText('Already kept as')).toBeVisible()
    await pasteBox(page).fill(next.pastes.kafka4)
    await expect(page.getByText('A rotation of')).toBeVisible()
    const differences = page.getByRole('list', { name: 'What differs' })
    await expect(differences).toContainText(old.username)
    await expect(differences).toContainText(next.username)
    await expect(differences).toContainText('Committed offsets will not carry over')
    await look('rotation-recognised')
    await page.getByRole('button', { name: `Keep as a new version of ${name}` }).click()
  })

  await test.step('it waits, is checked at once, and nothing uses it yet', async () => {
    await expect(page.getByRole('heading', { name: 'Version 2 pending' })).toBeVisible()
    await expect(page.getByRole('list', { name: 'Steps of the check' })).toHaveAttribute('aria-busy', 'false')
    await expect(
      page.getByText(`${next.username} may read and write`, { exact: false }).first(),
    ).toBeVisible()
    const face = (await (await api.get(`/api/teams/${team}/profiles/${profile}`)).json()) as object
    expect(face).toMatchObject({ version: 1, facts: { username: old.username } })
    await look('rotation-pending')
  })

  await test.step('one click promotes it, and the running job moves', async () => {
    await page.getByRole('button', { name: 'Promote', exact: true }).click()
    const dialog = page.getByRole('dialog', { name: 'Promote version 2?' })
    await expect(dialog).toContainText('One job runs with version 1')
    await dialog.getByRole('radio', { name: 'Move them' }).check()
    await page.screenshot({ path: testInfo.outputPath('screens/rotation-promote.png') })
    await dialog.getByRole('button', { name: 'Promote version 2' }).click()
    const moved = page.getByRole('dialog', { name: 'One job was moved' })
    await expect(moved).toContainText(/Goes on with the [\d]+ records that were left/)
    await moved.getByRole('button', { name: 'Done' }).click()
    const jobs = (await (await api.get(`/api/teams/${team}/jobs?profile=${profile}`)).json()) as {
      items: { profileVersion: number; state: string; id: string }[]
    }
    expect(jobs.items.map(({ profileVersion }) => profileVersion)).toEqual([2, 1])
    expect(jobs.items[1]?.state).toBe('cancelled')
    await api.delete(`/api/teams/${team}/jobs/${jobs.items[0]?.id ?? ''}`)
  })

  await test.step('what is left is ticked off by hand, and by the light check when the old user is gone', async () => {
    await expect(
      page.getByRole('heading', { name: `Rotation from ${old.username} to ${next.username}` }),
    ).toBeVisible()
    await look('rotation-steps')
    await page.getByRole('checkbox', { name: 'The applications use the new credentials' }).check()
    await expect(page.getByText('ticked by Ada Lovelace')).toBeVisible()
    await kafka.removeUser(old)
    await page.getByRole('checkbox', { name: 'Light check every hour' }).check()
    await expect(page.getByText('Version 1 was removed')).toBeVisible({ timeout: 30_000 })
    await expect(
      page.getByRole('heading', { name: `Rotation from ${old.username} to ${next.username}` }),
    ).toBeHidden()
    await look('versions')
  })

  await test.step('the old secret is destroyed; nothing of either is in the log or the page', async () => {
    await page.getByRole('button', { name: 'Destroy' }).click()
    await page.getByRole('button', { name: 'Destroy its secret' }).click()
    await expect(page.getByRole('row', { name: /^1 retired/ })).toBeVisible()
    const seen = server.log + (await page.content())
    for (const { pastes } of [old, next]) expect(seen).not.toContain(passwordIn(pastes.kafka4))
  })
})

test('an update is recognised by the same user, and rolled back', async ({
  kafka,
  api,
  team,
  ownerPage: page,
}, testInfo) => {
  const user = await kafka.addUser('consumer', `updated-${testInfo.project.name}`)
  const paste = user.pastes.kafka4
  const profile = await keep(api, team, paste, 'updated')
  const changed = paste.replace(/password: \S+/, 'password: NotTheRightOne1234567890123456789')
  const parsed = await api.post(`/api/teams/${team}/credentials/parse`, { data: { text: changed } })
  expect(((await parsed.json()) as { matches: unknown }).matches).toMatchObject([
    { profile, kind: 'update', differences: [{ field: 'secrets', before: null, after: null }] },
  ])

  await page.goto(`/teams/${team}/profiles/new`)
  await pasteBox(page).fill(changed)
  await expect(page.getByText('An update of')).toBeVisible()
  await page.getByRole('button', { name: 'Keep as a new version of updated' }).click()
  await expect(page.getByText('broker_auth_failed').first()).toBeVisible()
  await page.getByRole('button', { name: 'Promote', exact: true }).click()
  await expect(page.getByText('Its last check failed.')).toBeVisible()
  await page.getByRole('button', { name: 'Promote version 2' }).click()
  await page.getByRole('button', { name: 'Roll back', exact: true }).click()
  await page.getByRole('button', { name: 'Roll back to version 1' }).click()
  await expect(page.getByRole('row', { name: /^1 current/ })).toBeVisible()
  await expect(page.getByRole('row', { name: /^2 previous/ })).toBeVisible()
})

import type { APIRequestContext, Page } from '@playwright/test'
import { expectAccessible } from './support/axe.ts'
import { expect, test } from './support/fixtures.ts'
import { jsonLines, keystream } from './support/keystream.ts'
import type { SandboxUser } from './support/sandbox.ts'

const RECORDS = 100

async function keepProfile(api: APIRequestContext, team: string, user: SandboxUser): Promise<string> {
  const answer = await api.post(`/api/teams/${team}/profiles`, { data: { text: user.pastes.kafka4 } })
  expect(answer.ok(), await answer.text()).toBe(true)
  return ((await answer.json()) as { id: string }).id
}

/** Writes records on both partitions, in turn. */
async function write(api: APIRequestContext, topic: string, count: number): Promise<void> {
  const records = Array.from({ length: count }, (_, n) => ({ value: { text: `n ${n}` }, partition: n % 2 }))
  const answer = await api.post(`${topic}/records`, { data: { records } })
  expect(answer.ok(), await answer.text()).toBe(true)
}

/** Lets the command line consume so many records in a group. */
async function consume(user: SandboxUser, group: string, count: number): Promise<void> {
  const args = ['consume', '--group', group, '-n', String(count), '--count']
  const consumed = await keystream(args, user.pastes.kafka4)
  expect(consumed.code, consumed.stderr).toBe(0)
}

const cells = (page: Page, table: string, row: number) =>
  page.getByRole('region', { name: table }).getByRole('row').nth(row).getByRole('cell')

test('a group is found, looked into, planned for, moved and found moved', async ({
  kafka,
  api,
  team,
  ownerPage: page,
}, testInfo) => {
  const screens = testInfo.outputPath('screens')
  const user = await kafka.addUser('producer,consumer', 'group-page')
  await kafka.createTopic('group-page', 2)
  const profile = await keepProfile(api, team, user)
  // An id of signs that an address writes in another way.
  const group = `${user.consumerGroupPrefix ?? ''}billing/ü 100%`
  await page.goto(`/teams/${team}/profiles/${profile}/groups`)
  await expect(page.getByText('No consumer groups yet')).toBeVisible()
  await expectAccessible(page, 'groups-empty', screens)

  const topic = `/api/teams/${team}/profiles/${profile}/topics/group-page`
  await write(api, topic, RECORDS)
  await consume(user, group, RECORDS)
  await write(api, topic, 200)
  await page.getByRole('button', { name: 'Refresh' }).click()
  await expect(cells(page, 'Consumer groups', 1)).toHaveText([
    group,
    'Empty',
    '0',
    '200',
    'group-page',
    'classic',
  ])
  await page.getByRole('searchbox', { name: 'Search groups' }).fill('BILL')
  await expect(page.getByText('1 of 1 groups.')).toBeVisible()
  expect(new URL(page.url()).searchParams.get('q')).toBe('BILL')
  await page.getByRole('searchbox', { name: 'Search groups' }).fill('nobody')
  await expect(page.getByRole('heading', { name: 'No such group' })).toBeVisible()
  await page.getByRole('searchbox', { name: 'Search groups' }).fill('')
  await expectAccessible(page, 'groups', screens)

  await page.getByRole('link', { name: group }).click()
  await expect(page.getByRole('heading', { name: group })).toBeVisible()
  await expect(page.getByText('200 now, 200 at most')).toBeVisible()
  await expect(page.getByRole('button', { name: 'Delete group…' })).toBeDisabled()
  await expect(page.getByText(/The Kafka charm grants that to no related user/)).toBeVisible()
  await expect(page.getByRole('link', { name: 'Groups', exact: true })).toHaveAttribute(
    'aria-current',
    'page',
  )
  // The line begins with the second look, which comes by itself.
  await expect(page.getByText(/over [2-9] looks/)).toBeVisible()
  await expectAccessible(page, 'group', screens)

  // By keyboard: a plan first, which writes nothing, then the reset itself.
  await page.getByRole('button', { name: 'Reset offsets…' }).focus()
  await page.keyboard.press('Enter')
  const dialog = page.getByRole('dialog', { name: 'Reset offsets' })
  await expect(dialog.getByRole('button', { name: 'Reset offsets' })).toBeDisabled()
  await dialog.getByLabel('Reset to').selectOption('So many records back or on')
  await dialog.getByRole('button', { name: 'Dry run' }).click()
  await expect(dialog.getByText('Write a whole number: -100 goes back, 100 goes on.')).toBeVisible()
  await dialog.getByLabel('Records').fill('-5')
  await dialog.getByLabel('Records').press('Tab')
  await dialog.getByRole('button', { name: 'Dry run' }).press('Enter')
  await expect(dialog.getByText(/Dry run: 2 partitions would move/)).toBeVisible()
  await expectAccessible(page, 'group-plan', screens)
  const lagOf = async () => {
    const answer = await api.get(`/api/teams/${team}/profiles/${profile}/groups/${encodeURIComponent(group)}`)
    return ((await answer.json()) as { lag: string }).lag
  }
  expect(await lagOf()).toBe('200')
  await dialog.getByRole('button', { name: 'Reset offsets' }).click()
  await expect(dialog.getByText('2 partitions were moved.')).toBeVisible()
  await dialog.getByRole('button', { name: 'Done' }).click()
  await expect(page.getByText('210 now, 210 at most')).toBeVisible()
  expect(await lagOf()).toBe('210')

  const audit = await api.get(`/api/teams/${team}/audit?action=group.reset`)
  expect(await audit.json()).toMatchObject({
    items: [{ subject: profile, details: { group, to: 'by:-5', moved: 2, refused: 0 } }],
  })
})

test('what is forbidden says why, and an admin deletes', async ({
  kafka,
  api,
  team,
  ownerPage: page,
  browser,
}) => {
  const user = await kafka.addUser('producer,consumer', 'forbidden')
  await kafka.createTopic('forbidden', 2)
  const [own, admin, producer] = [
    await keepProfile(api, team, user),
    await keepProfile(api, team, await kafka.addUser('admin', 'forbidden')),
    await keepProfile(api, team, await kafka.addUser('producer', 'forbidden')),
  ]
  const group = `${user.consumerGroupPrefix ?? ''}doomed`
  await write(api, `/api/teams/${team}/profiles/${own}/topics/forbidden`, 10)
  await consume(user, group, 10)
  const at = (profile: string, id: string) => `/api/teams/${team}/profiles/${profile}/groups/${id}`

  const refused = await api.delete(at(own, group))
  expect([refused.status(), await refused.json()]).toMatchObject([
    422,
    { error: { code: 'not_permitted_by_acl' } },
  ])
  const foreign = await api.patch(at(own, 'billing'), { data: { to: 'earliest', dryRun: false } })
  expect([foreign.status(), await foreign.json()]).toMatchObject([
    422,
    { error: { code: 'group_not_allowed' } },
  ])
  const nonsense = await api.patch(at(own, group), { data: { to: 'yesterday' } })
  expect([nonsense.status(), await nonsense.json()]).toMatchObject([400, { error: { field: 'to' } }])

  await page.goto(`/teams/${team}/profiles/${producer}/groups`)
  await expect(page.getByRole('heading', { name: 'These credentials reach no consumer group' })).toBeVisible()

  await page.goto(`/teams/${team}/profiles/${admin}/groups/${group}`)
  await page.getByRole('button', { name: 'Delete group…' }).click()
  await page.getByRole('alertdialog').getByRole('button', { name: 'Delete the group' }).click()
  await expect(page.getByText(`Deleted ${group}`)).toBeVisible()
  await expect(page.getByRole('searchbox', { name: 'Search groups' })).toBeVisible()
  expect((await api.get(at(admin, group))).status()).toBe(404)

  // A cluster that can't be reached says so; the browser complains about the answer, with reason.
  const context = await browser.newContext({ storageState: await api.storageState() })
  const failing = await context.newPage()
  await failing.route('**/groups?*', (route) =>
    route.fulfill({
      status: 502,
      json: { error: { code: 'broker_refused', message: 'Nothing listens there.', advice: 'Look again.' } },
    }),
  )
  await failing.goto(`${new URL(page.url()).origin}/teams/${team}/profiles/${own}/groups`)
  await expect(failing.getByText('Nothing listens there.')).toBeVisible()
  await failing.goto(`${new URL(page.url()).origin}/teams/${team}/profiles/${own}/groups/${group}`)
  await expect(failing.getByRole('heading', { name: 'No such group' })).toBeVisible()
  await context.close()
})

test('the command line lists, describes, plans and moves', async ({ kafka }) => {
  const user = await kafka.addUser('producer,consumer', 'commanded')
  await kafka.createTopic('commanded', 1)
  const group = `${user.consumerGroupPrefix ?? ''}app`
  const written = await keystream(['produce', '-n', '300'], user.pastes.kafka4)
  expect(written.code, written.stderr).toBe(0)
  await consume(user, group, 100)
  const run = (...args: string[]) => keystream(['groups', ...args], user.pastes.kafka4)
  const listed = await run('--json')
  expect(jsonLines(listed.stdout)).toMatchObject([
    { group, state: 'Empty', lag: '200', topics: ['commanded'] },
  ])
  const dry = await run('reset', group, '--to', 'offset:50')
  expect([dry.code, dry.stderr]).toEqual([0, expect.stringContaining('Dry run: nothing was written.')])
  expect(dry.stdout).toMatch(/commanded\s+0\s+100\s+50\s+-50\s+planned/)
  const done = await run('reset', group, '--to', 'offset:50', '--execute', '--json')
  expect(jsonLines(done.stdout)).toMatchObject([
    { dryRun: false, partitions: [{ new: '50', status: 'committed' }] },
  ])
  expect((await run('describe', group)).stdout).toMatch(/lag\s+250/)
  const foreign = await run('describe', 'billing')
  expect([foreign.code, foreign.stderr]).toEqual([2, expect.stringContaining('group_not_allowed')])
  const deleted = await run('delete', group)
  expect([deleted.code, deleted.stderr]).toEqual([1, expect.stringContaining('not_permitted_by_acl')])
})

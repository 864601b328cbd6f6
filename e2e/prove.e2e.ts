import { expectAccessible } from './support/axe.ts'
import { expect, test } from './support/fixtures.ts'

test('a round trip proves the cluster in one click, and a group of members shows its rebalance', async ({
  kafka,
  api,
  team,
  ownerPage: page,
}, testInfo) => {
  test.setTimeout(180_000)
  const look = (name: string): Promise<void> => expectAccessible(page, name, testInfo.outputPath('screens'))
  const user = await kafka.addUser('producer,consumer', 'proved')
  await kafka.createTopic('proved', 4)
  const made = await api.post(`/api/teams/${team}/profiles`, { data: { text: user.pastes.kafka4 } })
  const { id } = (await made.json()) as { id: string }
  const profile = `/teams/${team}/profiles/${id}`

  await test.step('the round trip', async () => {
    await page.goto(`${profile}/jobs`)
    await page.getByRole('radio', { name: 'Round trip' }).check()
    await expect(page.getByRole('heading', { name: 'Round trip' })).toBeVisible()
    await look('round-trip-form')
    await page.getByRole('button', { name: 'Start the round trip' }).click()
    await expect(page.getByText('All 1,000 records came back, once each, in order.')).toBeVisible({
      timeout: 60_000,
    })
    await expect(page.getByRole('status').filter({ hasText: 'Succeeded' })).toBeVisible()
    await expect(page.getByRole('row', { name: /^Sent to received/ })).toBeVisible()
    await look('round-trip-report')
  })

  await test.step('what is wrong with a field stands beside it', async () => {
    await page.goto(`${profile}/jobs?new=round-trip`)
    await page.getByLabel('Records', { exact: true }).fill('0')
    await page.getByRole('button', { name: 'Start the round trip' }).click()
    await expect(page.getByText('A whole number from 1 to 1,000,000.')).toBeVisible()
    await look('round-trip-refused')
  })

  await test.step('two members share the partitions; values that are no text are shown', async () => {
    await page.goto(`${profile}/jobs?new=consume`)
    await page.getByText('More', { exact: true }).click()
    await page.getByLabel('Members').fill('2')
    await page.getByLabel('Seconds between joins').fill('1')
    await page.getByLabel('Values must be').selectOption('int64')
    await page.getByLabel('It stops').selectOption('duration')
    await page.getByRole('textbox', { name: 'Seconds', exact: true }).fill('8')
    await look('consume-form')
    await page.getByRole('button', { name: 'Consume', exact: true }).click()
    const members = page.getByRole('region', { name: 'Members of the group' })
    await expect(members.getByRole('row', { name: /^2 member \d, \d/ })).toBeVisible({ timeout: 30_000 })
    await expect(page.getByText('1,000 values are not int64.')).toBeVisible({ timeout: 60_000 })
    await expect(page.getByRole('region', { name: 'The first records' }).getByRole('row')).toHaveCount(11)
    await look('consume-report')
  })
})

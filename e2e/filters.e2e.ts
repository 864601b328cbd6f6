import type { APIRequestContext, Page } from '@playwright/test'
import { expectAccessible } from './support/axe.ts'
import { expect, test } from './support/fixtures.ts'
import { joinTeam } from './support/join-team.ts'

const order = (id: string, status: string) => ({
  partition: 0,
  key: { text: `order-${id}` },
  value: { text: `{"id":${id},"status":"${status}"}` },
  headers: [],
})

/** Two integers that are one and the same as doubles. */
const ODD = '9007199254740993'
const EVEN = '9007199254740992'

const grid = (page: Page) => page.getByRole('grid', { name: 'Records' })
const field = (page: Page) => page.getByRole('combobox', { name: 'Show records for which this is true' })

async function postOk(api: APIRequestContext, path: string, data: object): Promise<unknown> {
  const answer = await api.post(path, { data })
  expect(answer.status(), await answer.text()).toBe(201)
  return answer.json()
}

test('an expression is typed, corrected, applied, saved for the team and found again', async ({
  kafka,
  api,
  team,
  server,
  ownerPage: page,
  playwright,
}, info) => {
  const topic = `filters-${info.project.name}`
  const look = (name: string) => expectAccessible(page, name, info.outputPath('screens'))
  const user = await kafka.addUser('producer,consumer', topic)
  await kafka.createTopic(topic, 1)
  const made = { text: user.pastes.kafka4, name: topic }
  const { id: profile } = (await postOk(api, `/api/teams/${team}/profiles`, made)) as { id: string }
  const records = `/api/teams/${team}/profiles/${profile}/topics/${topic}/records`
  await postOk(api, records, {
    records: [order(EVEN, 'PAID'), order(ODD, 'Failed'), order('3', 'failed'), order('4', 'PAID')],
  })
  await page.goto(
    `/teams/${team}/profiles/${profile}/live?${new URLSearchParams({ topic, from: 'earliest' })}`,
  )
  await expect(grid(page)).toContainText('order-4')

  await test.step('what is wrong is shown at its place, and the records stay', async () => {
    await page.getByRole('combobox', { name: 'How to filter' }).selectOption('expr')
    await field(page).fill(`value.id = ${ODD}`)
    await expect(page.getByText('Column 10: = has no meaning here.')).toBeVisible()
    await expect(grid(page)).toContainText('order-4')
    await look('filter-error')
  })

  await test.step('fields of the records are offered; the right one is found, to the last digit', async () => {
    await field(page).fill('')
    await field(page).pressSequentially('value.i')
    await page.getByRole('option', { name: 'value.id' }).click()
    await field(page).pressSequentially(` == ${ODD}`)
    await expect(grid(page)).not.toContainText('order-4')
    await expect(grid(page)).toContainText(`order-${ODD}`)
    await expect(grid(page)).not.toContainText(`order-${EVEN}`)
    await look('filter-expression')
  })

  await test.step('it is saved, and a reload shows the same', async () => {
    await page.getByRole('button', { name: 'Saved filters' }).click()
    await page.getByLabel('Save this filter for the team as').fill('The odd one')
    await page.getByRole('button', { name: 'Save', exact: true }).click()
    await expect(page.getByRole('button', { name: /^The odd one/ })).toBeVisible()
    await look('filter-saved')
    await page.keyboard.press('Escape')
    await page.reload()
    await expect(field(page)).toHaveValue(`value.id == ${ODD}`)
    await expect(grid(page)).toContainText(`order-${ODD}`)
    await expect(grid(page)).not.toContainText('order-4')
  })

  await test.step('another member sees it; one who only looks may not change it', async () => {
    const newContext = () =>
      playwright.request.newContext({ baseURL: server.address, extraHTTPHeaders: { origin: server.address } })
    const viewer = await joinTeam(api, team, newContext, { name: `Vera${info.project.name}`, role: 'viewer' })
    const answer = await viewer.api.get(`/api/teams/${team}/filters`)
    const { items } = (await answer.json()) as { items: { id: string; name: string }[] }
    expect(items.map(({ name }) => name)).toEqual(['The odd one'])
    const path = `/api/teams/${team}/filters/${items[0]?.id}`
    expect((await viewer.api.delete(path)).status()).toBe(403)
  })

  await test.step('a pattern in any case', async () => {
    await page.getByRole('button', { name: 'Clear the filter' }).click()
    await page.getByRole('combobox', { name: 'How to filter' }).selectOption('regex')
    await page.getByRole('button', { name: 'Match case' }).click()
    await page.getByRole('combobox', { name: 'Show records that match the pattern' }).fill('"FAIL\\w+"')
    await expect(grid(page)).not.toContainText('order-4')
    await expect(grid(page)).toContainText('order-3')
    await expect(grid(page)).toContainText(`order-${ODD}`)
  })

  await test.step('the interface refuses what can’t be run, with the place', async () => {
    const answer = await api.get(`${records}?${new URLSearchParams({ 'filter.expr': 'value.id = 1' })}`)
    expect(answer.status()).toBe(400)
    expect(await answer.json()).toMatchObject({
      error: { code: 'bad_request', field: 'filter.expr', line: 1, column: 10 },
    })
  })
})

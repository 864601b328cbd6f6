import type { APIRequestContext, Page } from '@playwright/test'
import { expectAccessible } from './support/axe.ts'
import { expect, test } from './support/fixtures.ts'
import type { Sandbox } from './support/sandbox.ts'

interface Place {
  readonly profile: string
  readonly topic: string
  /** The topic's records by the interface. */
  readonly records: string
  /** The live page over it. */
  readonly live: string
}

/** Makes a topic of two partitions, and a profile that may write and read it. */
async function makeTopic(
  kafka: Sandbox,
  api: APIRequestContext,
  team: string,
  topic: string,
): Promise<Place> {
  const user = await kafka.addUser('producer,consumer', topic)
  await kafka.createTopic(topic, 2)
  const answer = await api.post(`/api/teams/${team}/profiles`, {
    data: { text: user.pastes.kafka4, name: `viewer of ${topic}` },
  })
  expect(answer.status(), await answer.text()).toBe(201)
  const { id: profile } = (await answer.json()) as { id: string }
  return {
    profile,
    topic,
    records: `/api/teams/${team}/profiles/${profile}/topics/${topic}/records`,
    live: `/teams/${team}/profiles/${profile}/live?${new URLSearchParams({ topic, from: 'earliest' })}`,
  }
}

async function produce(api: APIRequestContext, place: Place, records: readonly object[]): Promise<void> {
  const answer = await api.post(place.records, { data: { records } })
  expect(answer.status(), await answer.text()).toBe(201)
}

/** A minute ago: what is older than the topic's retention is gone before it is looked at. */
const AT = Date.now() - 60_000
/** The same by a clock that is five and a half hours before UTC. */
const IN_KOLKATA = new Date(AT + 5.5 * 3_600_000).toISOString().slice(5, 23).replace('T', ' ')
/** It does not fit in a double. */
const LARGE = '9007199254740993'

const order = (id: string, status: string) => ({
  partition: 0,
  timestamp: AT,
  key: { text: `order-${id}` },
  value: { text: `{"id":${id},"status":"${status}","note":null}` },
  headers: [['trace', { text: `t-${id}` }]],
})

const grid = (page: Page) => page.getByRole('grid', { name: 'Records' })

test('columns, zones, a field as filter and column', async ({ kafka, api, team, ownerPage: page }, info) => {
  const place = await makeTopic(kafka, api, team, 'viewed')
  const look = (name: string) => expectAccessible(page, name, info.outputPath('screens'))
  await page.goto(place.live)
  await expect(page.getByText('The topic is empty')).toBeVisible()
  await look('viewer-empty')
  await produce(api, place, [
    order(LARGE, 'paid'),
    order('2', 'open'),
    { partition: 0, key: { text: 'gone' }, value: null, headers: [] },
  ])
  await expect(grid(page)).toContainText('order-2')

  await test.step('a field is added as a column from those that the records have, exactly as it is', async () => {
    await page.getByRole('button', { name: 'Columns' }).click()
    await page.getByRole('combobox', { name: 'Add a column' }).click()
    await page.getByRole('option', { name: /^value\.id/ }).click()
    await page.getByRole('combobox', { name: 'Add a column' }).fill('value.note')
    await page.getByRole('combobox', { name: 'Add a column' }).press('Enter')
    await page.keyboard.press('Escape')
    const cell = grid(page).getByRole('gridcell', { name: LARGE, exact: true })
    await expect(cell).toBeVisible()
    // Null, and no such field in a tombstone.
    await expect(grid(page).getByRole('gridcell', { name: 'null', exact: true })).toHaveCount(2)
    await expect(grid(page).getByRole('gridcell', { name: 'no such field' })).toHaveCount(2)
    await expect(page).toHaveURL(/column=value\.id/)
  })

  await test.step('a column is widened by keys, moved, and remembered of the topic', async () => {
    const edge = page.getByRole('separator', { name: 'Width of value.id' })
    const before = Number(await edge.getAttribute('aria-valuenow'))
    await edge.focus()
    await page.keyboard.press('ArrowRight')
    await page.keyboard.press('ArrowRight')
    await expect(edge).toHaveAttribute('aria-valuenow', String(before + 16))
    await page.getByRole('button', { name: 'note, value.note' }).click()
    await page.getByRole('menuitem', { name: 'Remove the column' }).click()
    await expect(page).toHaveURL(new RegExp(`column=value\\.id%40${before + 16}`))
    await page.goto(place.live)
    await expect(page.getByRole('columnheader', { name: /value\.id/ })).toBeVisible()
    await expect(page.getByRole('columnheader', { name: /value\.note/ })).toHaveCount(0)
  })

  await test.step('times by the clock of another zone, also in a link', async () => {
    await page.getByRole('button', { name: /^Times:/ }).click()
    await page.getByRole('combobox', { name: 'Another zone' }).fill('kolkata')
    await page.getByRole('option', { name: /Asia\/Kolkata/ }).click()
    await expect(grid(page)).toContainText(IN_KOLKATA)
    await expect(page).toHaveURL(/times=Asia%2FKolkata/)
    await page.reload()
    await expect(grid(page)).toContainText(IN_KOLKATA)
    await look('viewer-columns')
  })

  await test.step('from the record’s tree: a column, then a filter', async () => {
    await grid(page).getByText('order-2').click()
    const detail = page.getByRole('complementary', { name: 'Record' })
    const status = detail.getByRole('treeitem', { name: /^status:/ })
    await status.click({ button: 'right' })
    await page.getByRole('menuitem', { name: 'Show as column' }).click()
    await expect(page.getByRole('columnheader', { name: /value\.status/ })).toBeVisible()
    await look('viewer-record')
    await detail.getByRole('treeitem', { name: /^status:/ }).hover()
    await detail.getByRole('button', { name: 'Use value.status' }).click()
    await page.getByRole('menuitem', { name: 'Show only records with this value' }).click()
    await expect(grid(page)).not.toContainText(LARGE)
    await expect(grid(page)).toContainText('order-2')
    await expect(page.getByText('matched', { exact: true })).toBeVisible()
  })
})

test('a record is produced again, byte for byte', async ({ kafka, api, team, ownerPage: page }, info) => {
  const place = await makeTopic(kafka, api, team, 'repeated')
  const record = {
    partition: 1,
    key: { base64: 'AP8=' },
    value: { text: '' },
    headers: [
      ['same', null],
      ['same', { text: 'x' }],
    ],
  }
  await produce(api, place, [record])
  await page.goto(place.live)
  await grid(page).getByRole('row').nth(1).click()
  await page.getByRole('button', { name: 'Produce again' }).click()
  await expect(page).toHaveURL(/\/produce\?record=handed$/)
  await expect(page.getByLabel('Key', { exact: true })).toHaveValue('AP8=')
  await expect(page.getByLabel('Partition', { exact: true })).toHaveValue('1')
  await expectAccessible(page, 'produce-again', info.outputPath('screens'))
  await page.getByRole('button', { name: 'Produce this record' }).click()
  await expect(page.getByText('Written to partition 1 at offset 1.')).toBeVisible()
  const parts = ['partition', 'key', 'value', 'headers', 'keySize', 'valueSize'] as const
  const [first, again] = await Promise.all(
    [0, 1].map(async (offset) => {
      const answer = await api.get(`${place.records}/1/${offset}`)
      const found = (await answer.json()) as Record<string, unknown>
      return parts.map((part) => found[part])
    }),
  )
  expect(again).toEqual(first)
  await page.reload()
  await expect(page.getByText('The record is not here any more.')).toBeVisible()
})

test('two topics side by side, each with its own range', async ({
  kafka,
  api,
  team,
  ownerPage: page,
}, info) => {
  const place = await makeTopic(kafka, api, team, 'beside')
  await produce(api, place, [order('1', 'left'), { ...order('2', 'right'), partition: 1 }])
  await page.goto(place.live)
  await expect(grid(page)).toContainText('order-2')
  await page.keyboard.press('b')
  const right = page.getByRole('region', { name: /^Pane 2/ })
  await expect(right.getByRole('grid', { name: 'Records' })).toContainText('order-1')
  await right.getByRole('button', { name: /^Partitions:/ }).click()
  await page.getByRole('checkbox', { name: '1', exact: true }).uncheck()
  await page.keyboard.press('Escape')
  await expect(right.getByRole('grid', { name: 'Records' })).not.toContainText('order-2')
  const left = page.getByRole('region', { name: /^Pane 1/ })
  await expect(left.getByRole('grid', { name: 'Records' })).toContainText('order-2')
  await page.getByRole('separator', { name: 'Width of pane 1' }).press('ArrowLeft')
  await expect(page.getByRole('separator', { name: 'Width of pane 1' })).toHaveAttribute(
    'aria-valuenow',
    '45',
  )
  await page.reload()
  await expect(right.getByRole('grid', { name: 'Records' })).toContainText('order-1')
  await expect(right.getByRole('grid', { name: 'Records' })).not.toContainText('order-2')
  await expectAccessible(page, 'viewer-panes', info.outputPath('screens'))
  await left.getByRole('button', { name: 'Close this pane' }).click()
  await expect(page.getByRole('region', { name: /^Pane/ })).toHaveCount(0)
  await expect(grid(page)).not.toContainText('order-2')
})

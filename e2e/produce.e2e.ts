import { readFile, writeFile } from 'node:fs/promises'
import { expectAccessible } from './support/axe.ts'
import { expect, test } from './support/fixtures.ts'

const TEMPLATE = '{"id":"{{uuid}}","name":"'

test('a template with names is planned, shown and written, with keys of a field', async ({
  kafka,
  api,
  team,
  ownerPage: page,
}, testInfo) => {
  const user = await kafka.addUser('producer,consumer', 'generated')
  await kafka.createTopic('generated', 2)
  const made = await api.post(`/api/teams/${team}/profiles`, { data: { text: user.pastes.kafka4 } })
  const profile = ((await made.json()) as { id: string }).id
  await page.goto(`/teams/${team}/profiles/${profile}/produce`)
  await page.getByRole('radio', { name: 'Template', exact: true }).check()
  const template = page.getByLabel('Value’s template')
  await template.fill(TEMPLATE)
  await page.getByText('All generators').click()
  await page.getByRole('button', { name: /\{\{fullName\}\}\s*Ada/ }).click()
  await expect(template).toHaveValue(`${TEMPLATE}{{fullName}}`)
  await template.fill(`${TEMPLATE}{{fullName}}","n":{{oops 1}}}`)
  await expect(page.getByText('The value’s template: Line 1, column 44: there is no {{oops}}.')).toBeVisible()
  await template.fill(`${TEMPLATE}{{fullName}}","n":{{sequence}}}`)
  await page.getByText('Partition, time and chance').click()
  await page.getByLabel('The key is').selectOption('a field of the value')
  await page.getByLabel('Key', { exact: true }).fill('nobody')
  await expect(page.getByText('The value has no field “nobody”.')).toBeVisible()
  await page.getByLabel('Key', { exact: true }).fill('name')
  await page.getByLabel('The time is').selectOption('always the same')
  await page.getByLabel('At', { exact: true }).fill('2020-01-01T00:00:00Z')
  await expect(page.getByText(/older than 7 days/)).toBeVisible()
  await page.getByLabel('The time is').selectOption('when it is written')
  await page.getByLabel('Records', { exact: true }).fill('200')
  await page.getByLabel('Records a second').fill('1000')
  await page.getByLabel('At once').fill('100')
  await expect(page.getByText('200 records of about')).toBeVisible()
  await expect(page.getByText(/at 1,000 a second, 100 at once/)).toBeVisible()
  await expect(page.getByRole('region', { name: 'Sample' }).getByRole('listitem')).toHaveCount(3)
  await expectAccessible(page, 'produce-template', testInfo.outputPath('screens'))
  await page.getByRole('button', { name: 'Produce', exact: true }).click()
  await expect(page.getByRole('status').filter({ hasText: 'Succeeded' })).toBeVisible()
  const answer = await api.get(`/api/teams/${team}/profiles/${profile}/topics/generated/records`)
  const events = (await answer.text()).split('\n').filter((line) => line.includes('"record"'))
  const records = events.map((line) => JSON.parse(line) as { key: { text: string }; value: { text: string } })
  expect(records).toHaveLength(200)
  for (const { key, value } of records)
    expect((JSON.parse(value.text) as { name: string }).name).toBe(key.text)

  await page.getByRole('link', { name: 'Change and run' }).click()
  await expect(page.getByLabel('Value’s template')).toHaveValue(`${TEMPLATE}{{fullName}}","n":{{sequence}}}`)
  await expect(page.getByLabel('Key', { exact: true })).toHaveValue('name')
})

test('a CSV file is sent, and a bad line is told by its number', async ({
  kafka,
  api,
  team,
  ownerPage: page,
}, testInfo) => {
  const user = await kafka.addUser('producer,consumer', 'rows')
  await kafka.createTopic('rows', 1)
  const made = await api.post(`/api/teams/${team}/profiles`, { data: { text: user.pastes.kafka4 } })
  const profile = ((await made.json()) as { id: string }).id
  const file = testInfo.outputPath('orders.csv')
  await writeFile(file, 'id,note\nA-1,"over\ntwo"\nA-2\nA-3,fine\n')
  await page.goto(`/teams/${team}/profiles/${profile}/produce`)
  await page.getByLabel('The file is').selectOption('CSV with a header')
  await page.getByText('Partition, time and chance').click()
  await page.getByLabel('The key is').selectOption('a field of the value')
  await page.getByLabel('Key', { exact: true }).fill('id')
  await page.getByLabel('At a bad line').selectOption('leave it out and count it')
  await page.getByLabel('File of values').setInputFiles(file)
  await expect(page.getByText('2 records were written, 1 line was left out.')).toBeVisible()
  await expect(page.getByText('Line 4 has 1 field, where the first line has 2.')).toBeVisible()
  await expectAccessible(page, 'csv-bad-line', testInfo.outputPath('screens'))

  const url = `/api/teams/${team}/profiles/${profile}/topics/rows/records`
  const shape = encodeURIComponent('{"key":{"type":"field","path":"id"}}')
  const stopped = await api.post(`${url}/import?format=csv&shape=${shape}`, {
    headers: { 'content-type': 'text/csv' },
    data: await readFile(file),
  })
  expect([stopped.status(), await stopped.json()]).toMatchObject([
    400,
    { error: { line: 4, message: 'Line 4 has 1 field, where the first line has 2.' } },
  ])
  const answer = await api.get(url)
  const events = (await answer.text()).split('\n').filter((line) => line.includes('"record"'))
  const records = events.map((line) => JSON.parse(line) as { key: object; value: object })
  expect(records.map(({ key, value }) => [key, value])).toEqual([
    [{ text: 'A-1' }, { text: '{"id":"A-1","note":"over\\ntwo"}' }],
    [{ text: 'A-3' }, { text: '{"id":"A-3","note":"fine"}' }],
    // What stood before the line that stopped the second one.
    [{ text: 'A-1' }, { text: '{"id":"A-1","note":"over\\ntwo"}' }],
  ])
})

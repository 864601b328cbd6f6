import { readFile } from 'node:fs/promises'
import type { APIRequestContext, Page } from '@playwright/test'
import { expectAccessible } from './support/axe.ts'
import { expect, test } from './support/fixtures.ts'
import { keystream } from './support/keystream.ts'

interface KafkaRecord {
  partition: number
  offset: string
  key: object | null
  value: object | null
  headers: [string, object | null][]
  timestamp: number
}

/** Not long ago: what is older than its topic's retention may be deleted before it is read. */
const AT = Date.now() - 3_600_000

/** Everything in which a record can differ: null and empty, bytes that are no text, headers twice, old and new. */
const samples = [
  { key: 'plain', value: '{"n":1}', partition: 0, timestamp: AT },
  { key: null, value: '', partition: 1, timestamp: AT + 1 },
  { key: '', value: null, partition: 1, timestamp: AT + 2 },
  { key: { base64: '/wA=' }, value: { base64: 'gIE=' }, partition: 0, timestamp: AT + 3 },
  {
    key: 'headers',
    value: '=HYPERLINK("http://x")\n"é",🙂',
    partition: 1,
    timestamp: AT + 4,
    headers: [
      ['same', 'one'],
      ['same', null],
      ['', ''],
      ['bytes', { base64: '/w==' }],
    ],
  },
]

async function read(api: APIRequestContext, records: string): Promise<KafkaRecord[]> {
  const answer = await api.get(`${records}?isolation=uncommitted`)
  const lines = (await answer.text()).split('\n').filter((line) => line !== '')
  const events = lines.map((line) => JSON.parse(line) as KafkaRecord & { type: string })
  return events.filter(({ type }) => type === 'record').sort((a, b) => a.timestamp - b.timestamp)
}

async function save(page: Page, format: RegExp): Promise<string> {
  const downloading = page.waitForEvent('download')
  await page.getByRole('button', { name: 'Export' }).click()
  await page.getByRole('menuitem', { name: format }).click()
  const path = await (await downloading).path()
  await expect(page.getByRole('status', { name: 'Export' })).toContainText('Exported 5 records')
  return path
}

test('what a view finds is saved, and written again the same, by page and command line', async ({
  kafka,
  api,
  team,
  ownerPage: page,
}, testInfo) => {
  const user = await kafka.addUser('admin', 'exported')
  for (const topic of ['exported', 'again', 'by-pipe']) await kafka.createTopic(topic, 2)
  const made = await api.post(`/api/teams/${team}/profiles`, { data: { text: user.pastes.kafka4 } })
  const profile = ((await made.json()) as { id: string }).id
  const topics = `/api/teams/${team}/profiles/${profile}/topics`
  const written = await api.post(`${topics}/exported/records`, { data: { records: samples } })
  expect(written.status(), await written.text()).toBe(201)
  const originals = await read(api, `${topics}/exported/records`)

  await page.goto(`/teams/${team}/profiles/${profile}/live?topic=exported&from=earliest`)
  const file = await save(page, /NDJSON/)
  await expectAccessible(page, 'exported', testInfo.outputPath('screens'))
  await page.getByRole('button', { name: 'Close the export' }).click()
  const csv = await readFile(await save(page, /CSV/), 'utf8')
  expect(csv).toContain(`"'=HYPERLINK(""http://x"")\n""é"",🙂","text"`)
  expect(csv).toContain('"","null","","text"')
  expect(csv).toContain('"","text","","null"')

  const same = originals.map(({ offset: _, ...record }) => record)
  await page.goto(`/teams/${team}/profiles/${profile}/produce`)
  await page.getByRole('combobox', { name: 'Topic' }).fill('again')
  await page.getByLabel('Exported file').setInputFiles(file)
  await expect(page.getByText('5 records were written.')).toBeVisible()
  await expectAccessible(page, 'imported', testInfo.outputPath('screens'))
  const again = await read(api, `${topics}/again/records`)
  expect(again.map(({ offset: _, ...record }) => record)).toEqual(same)

  const piped = await keystream(
    ['produce', '--topic', 'by-pipe', '--records', file, '--json'],
    user.pastes.kafka4,
  )
  expect(piped, piped.stderr).toMatchObject({ code: 0 })
  const byPipe = await read(api, `${topics}/by-pipe/records`)
  expect(byPipe.map(({ offset: _, ...record }) => record)).toEqual(same)
})

test('a file that is no export is refused at its line, and what stood before it is said', async ({
  kafka,
  api,
  team,
}) => {
  const user = await kafka.addUser('producer,consumer', 'refused')
  await kafka.createTopic('refused', 1)
  const made = await api.post(`/api/teams/${team}/profiles`, { data: { text: user.pastes.kafka4 } })
  const { id } = (await made.json()) as { id: string }
  const records = `/api/teams/${team}/profiles/${id}/topics/refused/records`
  await api.post(records, { data: { records: [{ value: 'first' }] } })
  const exported = await (await api.get(`${records}/export`)).text()
  const headers = { 'content-type': 'application/x-ndjson' }
  const data = Buffer.from(`${exported}\n{"not":"a record"}\n`)
  const refused = await api.post(`${records}/import`, { headers, data })
  expect(refused.status()).toBe(400)
  const { error } = (await refused.json()) as { error: { line: number; message: string; advice: string } }
  expect(error).toMatchObject({ line: 3, message: 'Line 3 is not a record as an export writes it.' })
  expect(error.advice).toContain('1 of the records before it were written')
  expect(await read(api, records)).toHaveLength(2)
  expect((await api.get(`${records}/export?to=live`)).status()).toBe(400)
})

import { expectAccessible } from './support/axe.ts'
import { expect, test } from './support/fixtures.ts'

const proto = `syntax = "proto3";
package shop;

message Line {
  string name = 1;
}

message Order {
  int64 id = 1;
  repeated Line lines = 2;
}
`
/** An order of 9007199254740993 (which JavaScript can't hold) with one line. */
const order = Buffer.from('0881808080808080101208 0a06746561706f74'.replaceAll(' ', ''), 'hex')
const notes = Buffer.from('82a26964cf0020000000000001a46e6f7465a3746561', 'hex')

test('records in Protobuf and MessagePack are read, with a schema from the page', async ({
  kafka,
  api,
  team,
  ownerPage: page,
}, testInfo) => {
  const topic = 'decoded'
  const user = await kafka.addUser('producer,consumer', topic)
  await kafka.createTopic(topic, 1)
  const kept = await api.post(`/api/teams/${team}/profiles`, { data: { text: user.pastes.kafka4 } })
  const { id: profile } = (await kept.json()) as { id: string }
  const records = `/api/teams/${team}/profiles/${profile}/topics/${topic}/records`
  const produced = await api.post(records, {
    data: {
      records: [order, notes, Buffer.from('ff00ff', 'hex')].map((bytes) => ({
        key: { base64: 'AAAAKg==' },
        value: { base64: bytes.toString('base64') },
      })),
    },
  })
  expect(produced.ok(), await produced.text()).toBe(true)
  const look = (name: string) => expectAccessible(page, name, testInfo.outputPath('screens'))

  await page.goto(`/teams/${team}/profiles/${profile}/live?topic=${topic}&from=earliest`)
  const grid = page.getByRole('grid', { name: 'Records' })
  const rows = grid.getByRole('row')

  await test.step('what is surely MessagePack is read without a word, with all digits', async () => {
    const row = rows.filter({ hasText: '{"id":9007199254740993,"note":"tea"}' })
    await row.click()
    const side = page.getByRole('complementary', { name: 'Record' })
    await expect(side.getByRole('tree', { name: 'Value, as a tree' })).toContainText('9007199254740993')
    await expect(side).toContainText('Read as MessagePack')
    await expect(side).toContainText('Read as int32')
    await look('decoded-msgpack')
  })

  // On a phone the record would lie over what is looked at next.
  const closeRecord = () => page.getByRole('button', { name: 'Close the record' }).click()
  await test.step('a broken schema says its line and is not kept; a good one is', async () => {
    const broken = { name: 'broken.proto', kind: 'protobuf', text: `${proto}message {` }
    const refused = await api.post(`/api/teams/${team}/topics/${topic}/schemas`, { data: broken })
    expect(refused.status()).toBe(422)
    expect(await refused.json()).toMatchObject({ error: { field: 'text', line: 12 } })
    await closeRecord()
    await page.getByRole('button', { name: /^Decoders:/ }).click()
    await page.getByRole('button', { name: 'Schemas…' }).click()
    const dialog = page.getByRole('dialog', { name: 'Schemas' })
    await expect(dialog).toContainText('No schema was uploaded')
    await dialog.getByRole('textbox', { name: 'Schema', exact: true }).fill(proto)
    await dialog.getByRole('textbox', { name: 'Message' }).fill('Order')
    await look('schemas')
    await dialog.getByRole('button', { name: 'Add and use for values' }).click()
    await expect(dialog).toBeHidden()
  })

  await test.step('then values are read by it, and the rest says why not', async () => {
    await expect(
      rows.filter({ hasText: '{"id":9007199254740993,"lines":[{"name":"teapot"}]}' }),
    ).toBeVisible()
    expect(page.url()).toContain('value=protobuf')
    await rows.filter({ hasText: 'ff 00 ff' }).click()
    const side = page.getByRole('complementary', { name: 'Record' })
    await expect(side).toContainText('No decoder reads it')
    await side.getByText('Why not').click()
    await expect(side.getByRole('listitem')).toContainText('Protobuf')
    await look('decoded-not')
  })

  await test.step('the team remembers it', async () => {
    await closeRecord()
    await page.getByRole('button', { name: /^Decoders:/ }).click()
    await look('decoders')
    await page.getByRole('button', { name: 'Remember for the team' }).click()
    await expect(page.getByText('The team reads this topic as')).toBeVisible()
    expect(page.url()).not.toContain('value=')
    const stream = await api.get(`${records}?from=earliest&to=latest`)
    expect(await stream.text()).toContain(
      '"decoded":{"id":9007199254740993,"lines":[{"name":"teapot"}]},"decoder":"protobuf:sch_',
    )
    const one = await api.get(`${records}/0/1?value=auto`)
    expect(await one.text()).toContain('"decoded":{"id":9007199254740993,"note":"tea"},"decoder":"msgpack"')
  })
})

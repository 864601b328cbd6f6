import kafkajs from 'kafkajs'
import { expect, test } from './support/fixtures.ts'
import { keep } from './support/lone-server.ts'
import { passwordIn, type SandboxUser } from './support/sandbox.ts'

const ESC = '\u001b'
/** A page that is stuck on a record is so for good; a busy machine takes seconds for any click. */
const RESPONSIVE_MS = 10_000

/** A text of five megabytes that packs into little: a topic's limit is for the packed batch. */
const large = JSON.stringify({
  list: Array.from({ length: 100_000 }, (_, id) => ({ id, text: 'x'.repeat(30) })),
})

const records = [
  { key: 'markup', value: '<img src=x onerror="window.pwned=1"><script>window.pwned=2</script>' },
  {
    key: '<svg/onload=window.pwned=3>',
    value: JSON.stringify({ html: '<b onclick=pwned()>bold</b>', link: 'javascript:window.pwned=4' }),
  },
  { key: 'ansi', value: `${ESC}[31mred${ESC}[0m ${ESC}]0;pwned\u0007 ${ESC}[2J` },
  { key: 'rtl', value: 'user \u202Egnp.exe\u202C and \u2066isolated\u2069' },
  { key: 'not utf-8', value: Buffer.from([0xc3, 0x28, 0xff, 0xfe, 0x00, 0x80]) },
  { key: 'proto', value: '{"__proto__":{"pwned":5},"constructor":{"prototype":{"pwned":6}}}' },
  { key: 'deep', value: '['.repeat(20_000) + ']'.repeat(20_000) },
  { key: 'large', value: large },
]

async function produce(user: SandboxUser, topic: string): Promise<void> {
  const broker = /endpoints: (\S+)/.exec(user.pastes.kafka4)?.[1] ?? ''
  const { username } = user
  const password = passwordIn(user.pastes.kafka4)
  const kafka = new kafkajs.Kafka({
    brokers: [broker],
    sasl: { mechanism: 'scram-sha-512', username, password },
    logLevel: kafkajs.logLevel.NOTHING,
  })
  const producer = kafka.producer({ createPartitioner: kafkajs.Partitioners.DefaultPartitioner })
  await producer.connect()
  const headers = { '<i>name</i>': '<img src=x onerror="window.pwned=7">', __proto__: 'x' }
  for (const record of records)
    await producer.send({
      topic,
      compression: kafkajs.CompressionTypes.GZIP,
      messages: [{ ...record, headers, partition: 0 }],
    })
  await producer.disconnect()
}

test('hostile records are text and nothing else, and the page answers', async ({
  kafka,
  api,
  team,
  ownerPage: page,
}, testInfo) => {
  const topic = `hostile-${testInfo.project.name}`
  const user = await kafka.addUser('producer,consumer', topic)
  await kafka.createTopic(topic, 1)
  await produce(user, topic)
  expect(large.length).toBeGreaterThan(4_900_000)
  const { id } = await keep(api, team, user.pastes.kafka4, { name: topic })
  const dialogs: string[] = []
  page.on('dialog', (dialog) => {
    dialogs.push(dialog.message())
    void dialog.dismiss()
  })
  await page.goto(`/teams/${team}/profiles/${id}/live?from=earliest`)
  const grid = page.getByRole('grid', { name: 'Records' })
  const rows = grid.getByRole('row')
  await expect(rows.filter({ hasText: 'large' })).toBeVisible()
  await expect(grid).toContainText('<img src=x onerror=')
  await page.screenshot({ path: testInfo.outputPath('screens/hostile.png') })
  const detail = page.getByRole('complementary', { name: 'Record' })
  for (const { key } of records) {
    const began = Date.now()
    await rows.filter({ hasText: key }).first().click()
    await expect(detail.getByRole('region', { name: 'Key', exact: true })).toContainText(key)
    expect(Date.now() - began, key).toBeLessThan(RESPONSIVE_MS)
    await page.screenshot({ path: testInfo.outputPath(`screens/hostile-${key.replace(/\W+/g, '-')}.png`) })
  }
  const whole = detail.getByRole('button', { name: /^Load the whole record/ })
  await expect(whole).toBeVisible()
  await whole.click()
  await expect(whole).toBeHidden()
  const began = Date.now()
  await rows.filter({ hasText: 'markup' }).first().click()
  await expect(detail.getByRole('region', { name: 'Key', exact: true })).toContainText('markup')
  expect(Date.now() - began, 'with five megabytes on the page').toBeLessThan(RESPONSIVE_MS)
  const found = await page.evaluate(() => ({
    pwned: 'pwned' in window || 'pwned' in {},
    images: document.querySelectorAll('img[src="x"], b[onclick], i').length,
    scripts: [...document.scripts].filter((script) => script.textContent.includes('pwned')).length,
    links: document.querySelectorAll('a[href^="javascript"]').length,
    title: document.title.includes('pwned'),
  }))
  expect(found).toEqual({ pwned: false, images: 0, scripts: 0, links: 0, title: false })
  expect(dialogs).toEqual([])
})

import { expectAccessible } from './support/axe.ts'
import { account, expect, test } from './support/fixtures.ts'
import { passwordIn } from './support/sandbox.ts'

test('a program for a profile: chosen, copied, with its secrets only for who proves to be there', async ({
  kafka,
  api,
  team,
  server,
  ownerPage: page,
}, testInfo) => {
  const topic = `code-${testInfo.project.name}`
  const user = await kafka.addUser('producer,consumer', topic)
  const paste = user.pastes['kafka4-tls']
  const secret = passwordIn(paste)
  const answer = await api.post(`/api/teams/${team}/profiles`, { data: { text: paste, name: 'code' } })
  const { id } = (await answer.json()) as { id: string }
  const path = `/teams/${team}/profiles/${id}`
  await page.context().grantPermissions(['clipboard-read', 'clipboard-write'])
  await page.goto(path)

  await test.step('the language is chosen, remembered, and stands in the address', async () => {
    await page.getByRole('navigation', { name: 'Profile' }).getByRole('link', { name: 'Code' }).click()
    await expect(page.getByRole('region', { name: 'pom.xml' })).toBeVisible()
    await page.getByLabel('Language').selectOption('Python, kafka-python')
    await expect(page.getByRole('region', { name: 'settings.py' })).toContainText(topic)
    await expect(page).toHaveURL(/\?kind=python-kafka$/)
    await expectAccessible(page, 'code', testInfo.outputPath('screens'))
    await page.getByRole('button', { name: 'Copy settings.py' }).click()
    const copied = await page.evaluate(() => navigator.clipboard.readText())
    expect(copied).toContain('os.environ["KAFKA_PASSWORD"]')
    await page.goto(`${path}/code`)
    await expect(page.getByRole('region', { name: 'ca.pem' })).toContainText('BEGIN CERTIFICATE')
    await expect(page.getByRole('region', { name: 'produce.py' })).toBeVisible()
    const download = page.waitForEvent('download')
    await page.getByRole('button', { name: 'Download consume.py' }).click()
    expect((await download).suggestedFilename()).toBe('consume.py')
    expect(await page.content()).not.toContain(secret)
  })

  await test.step('secrets are filled in after a proof, written down, and hidden again', async () => {
    await page.getByRole('button', { name: 'Fill in the secrets' }).click()
    await page.getByLabel('Reason').fill('a batch job')
    await page.getByRole('button', { name: 'Fill in for 30 s' }).click()
    const dialog = page.getByRole('dialog', { name: 'Is it you?' })
    await dialog.getByLabel('Password').fill(account.password)
    await dialog.getByRole('button', { name: 'Go on' }).click()
    await expect(page.getByRole('region', { name: 'settings.py' })).toContainText(secret)
    await page.screenshot({ path: testInfo.outputPath('screens/code-filled.png') })
    await page.getByRole('button', { name: 'Hide' }).click()
    await expect(page.getByRole('region', { name: 'settings.py' })).toContainText('os.environ')
    expect(await page.content()).not.toContain(secret)
    const events = (await (await api.get(`/api/teams/${team}/audit?subject=${id}`)).json()) as {
      items: { action: string }[]
    }
    expect(events.items.filter(({ action }) => action.startsWith('secret.'))).toMatchObject([
      {
        actor: account.email,
        action: 'secret.revealed',
        details: { field: 'password', snippet: 'python-kafka', reason: 'a batch job' },
      },
    ])
    expect(server.log).not.toContain(secret)
  })
})

import { readFile } from 'node:fs/promises'
import type { Page } from '@playwright/test'
import { expectAccessible } from './support/axe.ts'
import { account, expect, test } from './support/fixtures.ts'
import { keystream } from './support/keystream.ts'

/** Gives the proof beforehand: being asked for it is an answer 403, about which the browser complains. */
async function prove(page: Page, origin: string): Promise<void> {
  const data = { password: account.password }
  const answer = await page.request.post('/api/auth/reauthenticate', { data, headers: { origin } })
  expect(answer.ok(), await answer.text()).toBe(true)
}

test('a token is made once, pushes a paste once, and is refused after its revocation', async ({
  kafka,
  server,
  team,
  ownerPage: page,
}, testInfo) => {
  const user = await kafka.addUser('producer,consumer', `pushed-${testInfo.project.name}`)
  const name = `ci ${testInfo.project.name}`
  await page.goto(`/teams/${team}/tokens`)
  await page.getByRole('button', { name: 'New token' }).first().click()
  await page.getByLabel('Name').fill(name)
  await prove(page, server.address)
  await page.getByRole('button', { name: 'Create token' }).click()
  const shown = page.getByLabel('API token', { exact: true })
  await expect(shown).toHaveText(/^ks_[\w-]{43}$/)
  const token = await shown.innerText()
  await page.getByRole('button', { name: 'I have copied it' }).click()
  await expect(page.getByRole('row').filter({ hasText: name })).toContainText('never')
  await expectAccessible(page, 'tokens', testInfo.outputPath('screens'))

  const push = (env: Record<string, string>) =>
    keystream(['push', '--server', server.address, '--team', team, '--json'], user.pastes.kafka4, env)
  const first = await push({ KEYSTREAM_TOKEN: token })
  expect([first.code, first.stderr]).toEqual([0, ''])
  const pushed = JSON.parse(first.stdout) as { outcome: string; profile: string; url: string }
  expect(pushed).toMatchObject({
    outcome: 'created',
    url: `${server.address}/teams/${team}/profiles/${pushed.profile}`,
  })
  const again = await push({ KEYSTREAM_TOKEN: token })
  expect(JSON.parse(again.stdout)).toMatchObject({ outcome: 'unchanged', profile: pushed.profile })
  expect(await push({})).toMatchObject({ code: 2, stdout: '' })

  await page.goto(`/teams/${team}/profiles/${pushed.profile}`)
  await page.getByRole('link', { name: /^Events of / }).click()
  const events = page.getByRole('region', { name: 'Events' })
  await expect(events.getByRole('row').filter({ hasText: 'Profile created' })).toContainText(account.email)
  await expect(events.getByRole('row').filter({ hasText: 'Profile created' })).toContainText('token tok_')

  await page.goto(`/teams/${team}/tokens`)
  await page.getByRole('button', { name: `Revoke ${name}` }).click()
  await page.getByRole('button', { name: 'Revoke', exact: true }).click()
  await expect(page.getByRole('row').filter({ hasText: name })).toContainText('revoked')
  const refused = await push({ KEYSTREAM_TOKEN: token })
  expect([refused.code, refused.stdout]).toEqual([1, ''])
  expect(refused.stderr).toContain('unauthenticated')
  expect(server.log + refused.stderr + first.stdout).not.toContain(token)
})

test('the audit log is filtered, verified and exported', async ({
  server,
  team,
  ownerPage: page,
}, testInfo) => {
  await page.goto(`/teams/${team}/profiles`)
  await page.getByRole('navigation', { name: 'Main' }).getByRole('link', { name: 'Team' }).click()
  await page.getByRole('navigation', { name: 'Team' }).getByRole('link', { name: 'Audit log' }).click()
  const rows = page.getByRole('region', { name: 'Events' }).getByRole('row')
  await expect(rows.filter({ hasText: account.email }).first()).toBeVisible()
  await expectAccessible(page, 'audit', testInfo.outputPath('screens'))
  // The oldest event of all: other tests have filled more than the first page since.
  await page.getByLabel('What').selectOption('Set-up completed')
  await expect(rows.filter({ hasText: 'Set-up completed' })).toHaveCount(1)
  await page.getByRole('button', { name: 'No filter' }).click()
  await page.getByRole('radio', { name: 'Members’ sign-ins' }).check()
  await expect(rows.filter({ hasText: 'Signed in' }).first()).toContainText(account.email)
  await page.getByLabel('What').selectOption('Sign-in failed')
  await expect(page.getByRole('heading', { name: 'No events' })).toBeVisible()
  await expect(page).toHaveURL(/of=people&action=session\.sign-in-failed/)
  await page.getByRole('button', { name: 'No filter' }).click()
  await page.getByRole('button', { name: 'Verify' }).click()
  await expect(page.getByText(/^The log is whole: \d+ events/)).toBeVisible()
  await page.getByRole('radio', { name: 'In this team' }).check()
  await page.getByRole('button', { name: 'Export' }).click()
  const saved = page.waitForEvent('download')
  await prove(page, server.address)
  await page.getByRole('menuitem', { name: /^CSV/ }).click()
  const download = await saved
  expect(download.suggestedFilename()).toBe('keystream-audit.csv')
  const text = await readFile(await download.path(), 'utf8')
  expect(text).toMatch(/^"sequence","at","actor","action","subject","details","hash"\r\n/)
  expect(text).toContain('"setup.completed"')
  await page.reload()
  await expect(rows.filter({ hasText: 'Audit exported' })).toContainText('csv')
})

test('the security page is open to everybody', async ({ server, page }, testInfo) => {
  await page.goto(`${server.address}/docs/security`)
  await expect(page.getByRole('heading', { name: 'How Keystream keeps secrets' })).toBeVisible()
  await expect(page.getByRole('row').filter({ hasText: '11.3.3' })).toContainText('met')
  await expectAccessible(page, 'security', testInfo.outputPath('screens'))
})

import { type Browser, type BrowserContextOptions, expect, type Page, test } from '@playwright/test'
import { expectAccessible } from './support/axe.ts'
import { account } from './support/fixtures.ts'
import { appCode, MailServer, prove, setUp, signInAt, visitor } from './support/people.ts'
import { Server } from './support/server.ts'

const guest = { name: 'Grace Hopper', email: 'grace@example.com', password: 'another sentence of words' }
const fresh = 'a third sentence of words'

async function signedIn(browser: Browser, options: BrowserContextOptions, address: string): Promise<Page> {
  const page = await visitor(browser, options, address)
  await signInAt(page, account)
  await expect(page.getByRole('heading', { name: 'Profiles', exact: true })).toBeVisible()
  return page
}

/** What stands in a mail, whose long lines are broken with `=`. */
const linkIn = (mail: string | undefined): string =>
  /http:\S+\/reset#token=[\w-]+/.exec((mail ?? '').replaceAll('=\r\n', '').replaceAll('=3D', '='))?.[0] ?? ''

test('who forgot the password gets a link by e-mail, sets a new one, and is asked for the code as before', async ({
  browser,
  contextOptions,
}, info) => {
  const mail = new MailServer()
  const server = await Server.start('127.0.0.1:9092', {
    KEYSTREAM_SMTP_URL: await mail.start(),
    KEYSTREAM_MAIL_FROM: 'keystream@example.com',
  })
  await setUp(server)
  const page = await signedIn(browser, contextOptions, server.address)
  await page.goto('/account')
  await page.getByRole('button', { name: 'Set up an authenticator app' }).click()
  await prove(page, account.password)
  const secret = await page.getByRole('dialog').locator('code').innerText()
  await page.getByLabel('Code').fill(appCode(secret))
  await page.getByRole('button', { name: 'Turn on' }).click()
  await expect(page.getByRole('button', { name: 'I have kept them' })).toBeVisible()

  const lost = await visitor(browser, contextOptions, server.address)
  await lost.goto('/sign-in')
  await lost.getByRole('link', { name: 'Forgot your password?' }).click()
  await expect(lost.getByRole('heading', { name: 'Forgot your password?' })).toBeVisible()
  await expectAccessible(lost, 'forgot', info.outputDir)
  const ask = async (email: string) => {
    await lost.goto('/forgot')
    await lost.getByLabel('E-mail').fill(email)
    await lost.getByRole('button', { name: 'Send the link' }).click()
    await expect(lost.getByText('Look into your mailbox')).toBeVisible()
    return (await lost.getByRole('status').innerText()).replace(email, '…')
  }
  expect(await ask('nobody@example.com')).toBe(await ask(account.email))
  await expectAccessible(lost, 'asked', info.outputDir)
  await expect.poll(() => mail.mails.length).toBe(1)
  const link = linkIn(mail.mails[0])

  await lost.goto(link)
  await expect(lost.getByText(`For ${account.email}.`)).toBeVisible()
  expect(lost.url()).not.toContain('token')
  await lost.getByLabel('New password').fill('LeaveMeAlone')
  await lost.getByRole('button', { name: 'Set the password' }).click()
  await expect(lost.getByText(/This is one of the first passwords that anybody tries/)).toBeVisible()
  await expectAccessible(lost, 'reset', info.outputDir)
  await lost.getByLabel('New password').fill(fresh)
  await lost.getByRole('button', { name: 'Set the password' }).click()
  await expect(lost.getByText('The new password is set')).toBeVisible()
  await page.goto('/account')
  await expect(page.getByRole('heading', { name: 'Sign in' })).toBeVisible()

  await lost.getByRole('link', { name: 'Sign in' }).click()
  await lost.getByLabel('E-mail').fill(account.email)
  await lost.getByLabel('Password').fill(fresh)
  await lost.getByRole('button', { name: 'Sign in', exact: true }).click()
  await expect(lost.getByLabel('Code')).toBeVisible()

  const late = await visitor(browser, contextOptions, server.address)
  await late.goto(link)
  await expect(late.getByText('This link was used, or is older than 60 minutes.')).toBeVisible()
  await expectAccessible(late, 'reset-over', info.outputDir)
  await server.stop()
  await mail.stop()
})

test('without e-mail an owner makes the link, once, and nobody with more rights', async ({
  browser,
  contextOptions,
}, info) => {
  const server = await Server.start('127.0.0.1:9092')
  await setUp(server)
  const owner = await signedIn(browser, contextOptions, server.address)
  await owner.getByRole('link', { name: 'Team', exact: true }).click()
  await owner.getByRole('button', { name: 'Invite' }).click()
  await owner.getByLabel('E-mail').fill(guest.email)
  await owner.getByRole('dialog').getByLabel('Role').selectOption('admin')
  await owner.getByRole('dialog').getByRole('button', { name: 'Invite' }).click()
  const invitation = await owner
    .getByRole('dialog')
    .getByText(/\/join#token=/)
    .innerText()
  await owner.getByRole('button', { name: 'Done' }).click()

  const theirs = await visitor(browser, contextOptions, server.address)
  await theirs.goto(invitation)
  await theirs.getByLabel('Your name').fill(guest.name)
  await theirs.getByLabel('Password').fill('Sunshine2024!')
  await theirs.getByRole('button', { name: 'Create account and join' }).click()
  await expect(theirs.getByText(/This is one of the first passwords that anybody tries/)).toBeVisible()
  await theirs.getByLabel('Password').fill(guest.password)
  await theirs.getByRole('button', { name: 'Create account and join' }).click()
  await expect(theirs.getByRole('heading', { name: 'Profiles', exact: true })).toBeVisible()
  await theirs.getByRole('link', { name: 'Team', exact: true }).click()
  await expect(theirs.getByRole('button', { name: 'Invite' })).toBeVisible()
  await expect(theirs.getByRole('button', { name: `More about ${account.name}` })).toBeHidden()

  const lost = await visitor(browser, contextOptions, server.address)
  await lost.goto('/forgot')
  await expect(lost.getByText('This Keystream sends no e-mail.')).toBeVisible()
  await expectAccessible(lost, 'forgot-without-mail', info.outputDir)

  await owner.reload()
  await owner.getByRole('button', { name: `More about ${guest.name}` }).click()
  await owner.getByRole('menuitem', { name: 'Make a reset link' }).click()
  await expectAccessible(owner, 'reset-link', info.outputDir)
  await owner.getByRole('dialog').getByRole('button', { name: 'Make a reset link' }).click()
  await prove(owner, account.password)
  const link = await owner
    .getByRole('dialog')
    .getByText(/\/reset#token=/)
    .innerText()
  await expectAccessible(owner, 'reset-link-made', info.outputDir)
  await owner.getByRole('button', { name: 'Done' }).click()

  await lost.goto(link)
  await lost.getByLabel('New password').fill(fresh)
  await lost.getByRole('button', { name: 'Set the password' }).click()
  await expect(lost.getByText('The new password is set')).toBeVisible()
  await theirs.reload()
  await expect(theirs.getByRole('heading', { name: 'Sign in' })).toBeVisible()
  await signInAt(theirs, { email: guest.email, password: fresh })
  await expect(theirs.getByRole('heading', { name: 'Profiles', exact: true })).toBeVisible()

  await owner.getByRole('link', { name: 'Audit log' }).click()
  await expect(owner.getByRole('cell', { name: /Reset link made/ })).toBeVisible()
  await server.stop()
})

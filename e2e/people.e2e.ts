import { type Browser, type BrowserContextOptions, test as base, expect } from '@playwright/test'
import { expectAccessible } from './support/axe.ts'
import { account } from './support/fixtures.ts'
import { freePort } from './support/free-port.ts'
import { appCode, IdentityProvider, MailServer, prove, setUp, signInAt, visitor } from './support/people.ts'
import { Server } from './support/server.ts'

const guest = { name: 'Grace Hopper', email: 'grace@example.com', password: 'another sentence of words' }

/** A server with an owner and without Kafka, shared by the tests of a worker. */
const test = base.extend<object, { server: Server }>({
  server: [
    // biome-ignore lint/correctness/noEmptyPattern: Playwright reads the names of what a fixture needs from it
    async ({}, use) => {
      const server = await Server.start('127.0.0.1:9092')
      await setUp(server)
      await use(server)
      await server.stop()
    },
    { scope: 'worker', timeout: 120_000 },
  ],
})

async function ownerPage(browser: Browser, options: BrowserContextOptions, address: string) {
  const page = await visitor(browser, options, address)
  await signInAt(page, account)
  await expect(page.getByRole('heading', { name: 'Profiles', exact: true })).toBeVisible()
  return page
}

test('an owner invites somebody, who joins once with a link, and is let go at once', async ({
  server,
  browser,
  contextOptions,
}, info) => {
  const owner = await ownerPage(browser, contextOptions, server.address)
  await owner.getByRole('link', { name: 'Team', exact: true }).click()
  await owner.getByRole('button', { name: 'Invite' }).click()
  await owner.getByLabel('E-mail').fill(guest.email)
  await owner.getByRole('dialog').getByLabel('Role').selectOption('editor')
  await owner.getByRole('dialog').getByRole('button', { name: 'Invite' }).click()
  const link = await owner
    .getByRole('dialog')
    .getByText(/\/join#token=/)
    .innerText()
  await expectAccessible(owner, 'invited', info.outputDir)
  await owner.getByRole('button', { name: 'Done' }).click()

  const theirs = await visitor(browser, contextOptions, server.address)
  await theirs.goto(link)
  await expect(theirs.getByRole('heading', { name: `Join ${account.team}` })).toBeVisible()
  expect(theirs.url()).not.toContain('token')
  await expectAccessible(theirs, 'join', info.outputDir)
  await theirs.getByLabel('Your name').fill(guest.name)
  await theirs.getByLabel('Password').fill('passwordpassword')
  await theirs.getByRole('button', { name: 'Create account and join' }).click()
  await expect(theirs.getByText(/This password repeats itself/)).toBeVisible()
  await theirs.getByLabel('Password').fill(guest.password)
  await theirs.getByRole('button', { name: 'Create account and join' }).click()
  await expect(theirs.getByRole('heading', { name: 'Profiles', exact: true })).toBeVisible()

  const late = await visitor(browser, contextOptions, server.address)
  await late.goto(link)
  await expect(late.getByText('This invitation was used, revoked, or is older than 72 hours.')).toBeVisible()

  await owner.reload()
  await owner.getByLabel(`Role of ${guest.name}`).selectOption('operator')
  await prove(owner, account.password)
  await expect(owner.getByText(`${guest.name} is operator now`)).toBeVisible()
  await expectAccessible(owner, 'members', info.outputDir)
  await theirs.reload()
  await expect(theirs.getByRole('heading', { name: 'Sign in' })).toBeVisible()

  await signInAt(theirs, guest)
  await expect(theirs.getByRole('heading', { name: 'Profiles', exact: true })).toBeVisible()
  await theirs.getByRole('link', { name: 'Team', exact: true }).click()
  await expect(theirs.getByRole('cell', { name: account.email })).toBeVisible()
  await expect(theirs.getByRole('button', { name: 'Invite' })).toBeHidden()

  await owner.getByRole('button', { name: `More about ${guest.name}` }).click()
  await owner.getByRole('menuitem', { name: 'Remove from the team' }).click()
  await owner.getByRole('button', { name: 'Remove', exact: true }).click()
  await expect(owner.getByText(`${guest.name} is out of ${account.team}`)).toBeVisible()
  await theirs.reload()
  await expect(theirs.getByRole('heading', { name: 'Sign in' })).toBeVisible()
})

test('codes of an app guard an account; recovery codes and sessions are in its owner’s hands', async ({
  browser,
  contextOptions,
}, info) => {
  const server = await Server.start('127.0.0.1:9092')
  await setUp(server)
  const page = await ownerPage(browser, contextOptions, server.address)
  const other = await ownerPage(browser, contextOptions, server.address)
  await page.getByRole('button', { name: 'Your account' }).click()
  await page.getByRole('menuitem', { name: 'Your account' }).click()
  await expect(page.getByRole('heading', { name: 'Your account' })).toBeVisible()
  await expectAccessible(page, 'account', info.outputDir)

  await page.getByRole('button', { name: 'Set up an authenticator app' }).click()
  await prove(page, account.password)
  const secret = await page.getByRole('dialog').locator('code').innerText()
  await expectAccessible(page, 'authenticator', info.outputDir)
  await page.getByLabel('Code').fill(appCode(secret))
  await page.getByRole('button', { name: 'Turn on' }).click()
  const codes = page.getByRole('list', { name: 'Recovery codes' }).getByRole('listitem')
  await expect(codes).toHaveCount(10)
  const recovery = await codes.first().innerText()
  await expectAccessible(page, 'recovery-codes', info.outputDir)
  await page.getByRole('button', { name: 'I have kept them' }).click()
  await expect(page.getByText('10 of 10 recovery codes are left')).toBeVisible()

  await page.getByRole('button', { name: /^End the session of Chrome/ }).click()
  await expect(page.getByText('The session is ended')).toBeVisible()
  await other.reload()
  await expect(other.getByRole('heading', { name: 'Sign in' })).toBeVisible()

  await signInAt(other, account)
  await other.getByLabel('Code').fill('000000')
  await other.getByRole('button', { name: 'Sign in' }).click()
  await expect(other.getByText('The code is not right, or was used already.')).toBeVisible()
  await expectAccessible(other, 'code', info.outputDir)
  await other.getByRole('button', { name: 'Use a recovery code' }).click()
  await other.getByLabel('Recovery code').fill(recovery)
  await other.getByRole('button', { name: 'Sign in' }).click()
  await expect(other.getByRole('heading', { name: 'Profiles', exact: true })).toBeVisible()
  await server.stop()
})

test('a passkey signs in and proves who is there', async ({ server, browser, contextOptions }, info) => {
  // An IP address can't hold passkeys: the page is opened as localhost.
  const address = server.address.replace('127.0.0.1', 'localhost')
  const page = await ownerPage(browser, contextOptions, address)
  const devices = await page.context().newCDPSession(page)
  await devices.send('WebAuthn.enable')
  await devices.send('WebAuthn.addVirtualAuthenticator', {
    options: {
      protocol: 'ctap2',
      transport: 'internal',
      hasResidentKey: true,
      hasUserVerification: true,
      isUserVerified: true,
      automaticPresenceSimulation: true,
    },
  })
  await page.goto('/account')
  await page.getByRole('button', { name: 'Add a passkey' }).click()
  await page.getByRole('dialog').getByLabel('Name').fill('Laptop')
  await page.getByRole('button', { name: 'Go on' }).click()
  await prove(page, account.password)
  await expect(page.getByText('The passkey is added')).toBeVisible()
  await expect(page.getByRole('button', { name: 'Remove Laptop' })).toBeVisible()
  await page.getByRole('button', { name: 'Sign out' }).click()
  await page.getByRole('button', { name: 'Use a passkey' }).click()
  await expect(page.getByRole('heading', { name: 'Profiles', exact: true })).toBeVisible()
  await page.goto('/account')
  await page.getByRole('button', { name: 'Remove Laptop' }).click()
  const proof = page.getByRole('dialog', { name: 'Is it you?' })
  await expect(proof.getByRole('button', { name: 'Use a passkey' })).toBeVisible()
  await expectAccessible(page, 'proof', info.outputDir)
  await proof.getByRole('button', { name: 'Use a passkey' }).click()
  await expect(page.getByText('The passkey is removed')).toBeVisible()
})

test('groups of a provider become roles, and invitations go by e-mail', async ({
  browser,
  contextOptions,
}, info) => {
  const [provider, mail] = [new IdentityProvider(), new MailServer()]
  const [issuer, smtp, port] = [await provider.start(), await mail.start(), await freePort()]
  const client = { id: 'keystream', secret: 'a secret of the client' }
  const address = `http://127.0.0.1:${port}`
  provider.serve(issuer, { ...client, redirect: `${address}/api/auth/oidc/callback` })
  provider.people.set('kim', {
    email: 'kim@example.com',
    email_verified: true,
    name: 'Kim',
    groups: ['kafka'],
  })
  const server = await Server.start('127.0.0.1:9092', {
    PORT: String(port),
    KEYSTREAM_PUBLIC_URL: address,
    KEYSTREAM_OIDC_ISSUER: issuer,
    KEYSTREAM_OIDC_CLIENT_ID: client.id,
    KEYSTREAM_OIDC_CLIENT_SECRET: client.secret,
    KEYSTREAM_OIDC_NAME: 'Example ID',
    KEYSTREAM_SMTP_URL: smtp,
    KEYSTREAM_MAIL_FROM: 'keystream@example.com',
  })
  await setUp(server)
  const owner = await ownerPage(browser, contextOptions, address)
  await owner.getByRole('link', { name: 'Team', exact: true }).click()
  await owner.getByLabel('Group', { exact: true }).fill('kafka')
  await owner.getByLabel('Role of the group').selectOption('viewer')
  await owner.getByRole('button', { name: 'Add rule' }).click()
  await prove(owner, account.password)
  await expect(owner.getByRole('button', { name: 'Remove the rule for kafka' })).toBeVisible()

  const theirs = await visitor(browser, contextOptions, address)
  await theirs.goto('/sign-in')
  await expectAccessible(theirs, 'sign-in', info.outputDir)
  await theirs.getByRole('link', { name: 'Continue with Example ID' }).click()
  await theirs.getByPlaceholder('Enter any login').fill('kim')
  await theirs.getByPlaceholder('and password').fill('any')
  await theirs.getByRole('button').click()
  await theirs.getByRole('button', { name: 'Continue' }).click()
  await expect(theirs.getByRole('heading', { name: 'Profiles', exact: true })).toBeVisible()
  await owner.reload()
  await expect(owner.getByRole('row', { name: /Kim.*viewer/ })).toBeVisible()
  await expectAccessible(owner, 'sign-on', info.outputDir)

  await owner.getByRole('button', { name: 'Invite' }).click()
  await owner.getByLabel('E-mail').fill(guest.email)
  await owner.getByRole('dialog').getByRole('button', { name: 'Invite' }).click()
  await expect(owner.getByRole('heading', { name: 'The invitation is on its way' })).toBeVisible()
  expect(mail.mails).toHaveLength(1)
  const text = mail.mails[0]?.replaceAll('=\r\n', '').replaceAll('=3D', '=') ?? ''
  const link = /http\S+\/join#token=[\w-]+/.exec(text)?.[0] ?? ''
  const joined = await visitor(browser, contextOptions, address)
  await joined.goto(link)
  await expect(joined.getByRole('heading', { name: `Join ${account.team}` })).toBeVisible()
  await Promise.all([server.stop(), provider.stop(), mail.stop()])
})

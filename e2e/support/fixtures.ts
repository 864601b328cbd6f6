import { type APIRequestContext, test as base, expect, type Page } from '@playwright/test'
import { Sandbox } from './sandbox.ts'
import { Server } from './server.ts'

/** Account is the owner that the tests sign in as. */
export const account = {
  name: 'Ada Lovelace',
  email: 'ada@example.com',
  password: 'a sentence nobody guesses',
  team: 'Platform',
} as const

interface WorkerWorld {
  /** A real Kafka, shared by the tests of a worker. */
  kafka: Sandbox
  /** A built server with an owner, shared by the tests of a worker. */
  server: Server
  /** The id of the owner's team. */
  team: string
}

interface TestWorld {
  /** The owner's requests to `server`, with the session's cookie. */
  api: APIRequestContext
  /** The owner's browser: `page` of a signed-in session on `server`. */
  ownerPage: Page
}

/** Complaints of a page: errors on its console and exceptions that nobody caught. */
export function listenForComplaints(page: Page): string[] {
  const complaints: string[] = []
  page.on('console', (message) => {
    if (message.type() === 'error') complaints.push(`${message.text()} (${message.location().url})`)
  })
  page.on('pageerror', (error) => complaints.push(`${error.message} (on ${new URL(page.url()).pathname})`))
  return complaints
}

export const test = base.extend<TestWorld, WorkerWorld>({
  kafka: [
    // biome-ignore lint/correctness/noEmptyPattern: Playwright reads the names of what a fixture needs from it
    async ({}, use) => {
      const kafka = await Sandbox.start()
      await use(kafka)
      await kafka.stop()
    },
    { scope: 'worker', timeout: 240_000 },
  ],
  server: [
    async ({ kafka, playwright }, use) => {
      const server = await Server.start(kafka.egressAllow)
      const visitor = await playwright.request.newContext({
        baseURL: server.address,
        extraHTTPHeaders: { origin: server.address },
      })
      const answer = await visitor.post('/api/setup', {
        data: { token: await server.setupToken(), ...account },
      })
      expect(answer.ok(), await answer.text()).toBe(true)
      await visitor.dispose()
      await use(server)
      await server.stop()
    },
    { scope: 'worker', timeout: 120_000 },
  ],
  team: [
    async ({ server, playwright }, use) => {
      const context = await signedIn(playwright.request, server)
      const me = (await (await context.get('/api/me')).json()) as { teams: { id: string }[] }
      await context.dispose()
      await use(me.teams[0]?.id ?? '')
    },
    { scope: 'worker' },
  ],
  api: async ({ server, playwright }, use) => {
    const context = await signedIn(playwright.request, server)
    await use(context)
    await context.dispose()
  },
  ownerPage: async ({ server, playwright, browser, contextOptions }, use) => {
    const owner = await signedIn(playwright.request, server)
    const context = await browser.newContext({
      ...contextOptions,
      baseURL: server.address,
      storageState: await owner.storageState(),
    })
    await owner.dispose()
    const page = await context.newPage()
    const complaints = listenForComplaints(page)
    await use(page)
    await context.close()
    expect(complaints, 'nothing may complain on the console').toEqual([])
  },
})

type Requests = { newContext: (options: object) => Promise<APIRequestContext> }

async function signedIn(requests: Requests, server: Server): Promise<APIRequestContext> {
  const context = await requests.newContext({
    baseURL: server.address,
    extraHTTPHeaders: { origin: server.address },
  })
  const { email, password } = account
  const answer = await context.post('/api/auth/sign-in/email', { data: { email, password } })
  expect(answer.ok(), await answer.text()).toBe(true)
  return context
}

export { expect }

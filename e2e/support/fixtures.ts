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

/** SignedIn is what a browser keeps of a session. */
export type SignedIn = Awaited<ReturnType<APIRequestContext['storageState']>>

interface TestWorld {
  /** A session of the owner, of this test alone. */
  session: SignedIn
  /** The owner's requests to `server`, with the session's cookie. */
  api: APIRequestContext
  /** The owner's browser: `page` of a signed-in session on `server`. */
  ownerPage: Page
}

/** Complaints of a page: errors on its console and exceptions that nobody caught. */
export function listenForComplaints(page: Page): string[] {
  const complaints: string[] = []
  page.on('console', (message) => {
    const { url } = message.location()
    // The server's first answer to who has not proved yet to be there; the page then asks, and acts once more.
    const asksForProof = /\/(reveal|snippets\/[\w-]+)$/.test(url) && message.text().includes('status of 403')
    if (message.type() === 'error' && !asksForProof) complaints.push(`${message.text()} (${url})`)
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
      const session = await signIn(playwright.request, server)
      const context = await requestsOf(playwright.request, server, session)
      const me = (await (await context.get('/api/me')).json()) as { teams: { id: string }[] }
      await context.dispose()
      await use(me.teams[0]?.id ?? '')
    },
    { scope: 'worker' },
  ],
  session: async ({ server, playwright }, use) => {
    await use(await signIn(playwright.request, server))
  },
  api: async ({ server, playwright, session }, use) => {
    const context = await requestsOf(playwright.request, server, session)
    await use(context)
    await context.dispose()
  },
  ownerPage: async ({ server, session, browser, contextOptions }, use) => {
    const context = await browser.newContext({
      ...contextOptions,
      baseURL: server.address,
      storageState: session,
    })
    const page = await context.newPage()
    const complaints = listenForComplaints(page)
    await use(page)
    await context.close()
    expect(complaints, 'nothing may complain on the console').toEqual([])
  },
})

type Requests = { newContext: (options: object) => Promise<APIRequestContext> }

/** requestsOf gives requests as the page of a session would send them. */
function requestsOf(requests: Requests, server: Server, storageState?: SignedIn): Promise<APIRequestContext> {
  return requests.newContext({
    baseURL: server.address,
    extraHTTPHeaders: { origin: server.address },
    storageState,
  })
}

/** signIn gives a new session of the owner. */
export async function signIn(requests: Requests, server: Server): Promise<SignedIn> {
  const context = await requestsOf(requests, server)
  const { email, password } = account
  const answer = await context.post('/api/auth/sign-in/email', { data: { email, password } })
  expect(answer.ok(), await answer.text()).toBe(true)
  const session = await context.storageState()
  await context.dispose()
  return session
}

export { expect }

import type { BrowserContext } from '@playwright/test'
import { type FailureWorld, type Ports, secretsOf } from './failure-case.ts'
import { test as base, expect, listenForComplaints, type SignedIn, signIn } from './fixtures.ts'
import { Sandbox } from './sandbox.ts'

/** Of a member's ten checks a minute, as the server allows; a server that was started anew has forgotten the others. */
const CHECKS_A_SERVER = 9

interface FailingWorker {
  /** One session for all these tests, none of which does anything to it. */
  lastingSession: SignedIn
  /** One browser for all of them: scripts and styles are loaded once. */
  lastingContext: BrowserContext
  world: FailureWorld
  /** How many checks the running server has made. */
  checks: { made: number }
}

interface FailingTest {
  /** Call it before a check through the server, or before `count` at once. */
  allowCheck: (count?: number) => Promise<void>
}

/** failingTest gives a test a cluster on which everything can go wrong, beside a server that may reach all of it. */
export const failingTest = base.extend<FailingTest, FailingWorker>({
  kafka: [
    // biome-ignore lint/correctness/noEmptyPattern: Playwright reads the names of what a fixture needs from it
    async ({}, use) => {
      const kafka = await Sandbox.start({ faults: true })
      await use(kafka)
      await kafka.stop()
    },
    { scope: 'worker', timeout: 240_000 },
  ],
  lastingSession: [
    async ({ server, playwright }, use) => use(await signIn(playwright.request, server)),
    { scope: 'worker' },
  ],
  lastingContext: [
    async ({ server, lastingSession, browser }, use) => {
      const viewport = { width: 1440, height: 900 }
      const context = await browser.newContext({
        ...{ viewport, baseURL: server.address, storageState: lastingSession },
      })
      await use(context)
      await context.close()
    },
    { scope: 'worker' },
  ],
  session: async ({ lastingSession }, use) => use(lastingSession),
  ownerPage: async ({ lastingContext }, use) => {
    const page = await lastingContext.newPage()
    const complaints = listenForComplaints(page)
    await use(page)
    await page.close()
    expect(complaints, 'nothing may complain on the console').toEqual([])
  },
  world: [
    async ({ kafka }, use) => {
      const ports: Ports = { ...kafka.ports, ...(await kafka.startFaultServers()) }
      const user = await kafka.addUser('producer,consumer', 'orders')
      const certified = await kafka.addUser('producer,consumer', 'orders', { certificate: true })
      const removed = await kafka.addUser('producer', 'orders')
      await kafka.removeUser(removed)
      for (const topic of ['orders', 'foreign']) await kafka.createTopic(topic, 1)
      const stranger = await kafka.issueCertificate('a-stranger', 'stranger')
      const expired = await kafka.issueCertificate('too-late', 'expired')
      await use({ user, certified, removed, ports, stranger, expired })
    },
    { scope: 'worker', timeout: 120_000 },
  ],
  // biome-ignore lint/correctness/noEmptyPattern: as above
  checks: [async ({}, use) => use({ made: 0 }), { scope: 'worker' }],
  allowCheck: async ({ server, checks }, use) => {
    await use(async (count = 1) => {
      if (checks.made + count > CHECKS_A_SERVER) {
        await server.restart()
        checks.made = 0
      }
      checks.made += count
    })
  },
})

/** expectNoSecret fails when a text holds anything that nobody may see. */
export function expectNoSecret(text: string, world: FailureWorld): void {
  for (const secret of secretsOf(world)) expect(text).not.toContain(secret)
}

import { test as base, expect, listenForComplaints } from './fixtures.ts'
import { Server } from './server.ts'

interface FreshWorld {
  /** A server of this test alone, which nobody has set up yet. */
  freshServer: Server
  /** What the page's complaints were so far; the test fails at its end when there is one. */
  complaints: string[]
  /** Every answer that the page received from the server, as text. */
  answers: { url: string; body: string }[]
}

/** storyTest gives a test a server nobody has set up, and a page of which nothing stays unheard. */
export const storyTest = base.extend<FreshWorld>({
  freshServer: async ({ kafka }, use) => {
    const server = await Server.start(kafka.egressAllow)
    await use(server)
    await server.stop()
  },
  complaints: async ({ page }, use) => {
    const complaints = listenForComplaints(page)
    await use(complaints)
    expect(complaints, 'nothing may complain on the console').toEqual([])
  },
  answers: async ({ page }, use) => {
    const answers: { url: string; body: string }[] = []
    page.on('response', (response) => {
      // A stream that is cut, or a redirect, has no body to look at.
      const keep = (body: string): void => {
        answers.push({ url: response.url(), body })
      }
      void response.text().then(keep, () => {})
    })
    await use(answers)
  },
})

export { expect }

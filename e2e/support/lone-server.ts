import { type APIRequestContext, expect } from '@playwright/test'
import { account, test } from './fixtures.ts'
import { setUp } from './people.ts'
import type { Server } from './server.ts'

/** The output of get-credentials for a cluster that nobody has to reach; `more` are lines of the Kafka part. */
export function madeUpPaste(topic: string, more: readonly string[] = []): string {
  const lines = [
    'consumer-group-prefix: relation-77-',
    'endpoints: 10.20.30.41:9092',
    `password: ${madeUpPassword(topic)}`,
    'tls: disabled',
    `topic: ${topic}`,
    'username: relation-77',
    'version: 4.1.0',
  ]
  const given = more.map((line) => line.slice(0, line.indexOf(':')))
  const kept = lines.filter((line) => !given.includes(line.slice(0, line.indexOf(':'))))
  return `kafka:\n${[...kept, ...more].map((line) => `  ${line}\n`).join('')}ok: "True"\n`
}

/** The password of the made-up paste of a topic, another for each. */
export function madeUpPassword(topic: string): string {
  return `Qm5yR2wX7cB4nL9pA3sZ8v0T-${topic}`
}

/** loneTest gives a test a server with an owner and without a Kafka beside it. */
export function loneTest(start: () => Promise<Server>) {
  return test.extend<object, { server: Server }>({
    server: [
      // biome-ignore lint/correctness/noEmptyPattern: Playwright reads the names of what a fixture needs from it
      async ({}, use) => {
        const server = await start()
        await setUp(server)
        await use(server)
        await server.stop()
      },
      { scope: 'worker', timeout: 120_000 },
    ],
  })
}

/** keep stores a paste and gives the profile's path in the API. */
export async function keep(
  api: APIRequestContext,
  team: string,
  text: string,
  more: object = {},
): Promise<{ id: string; path: string }> {
  const answer = await api.post(`/api/teams/${team}/profiles`, { data: { text, ...more } })
  expect(answer.status(), await answer.text()).toBe(201)
  const { id } = (await answer.json()) as { id: string }
  return { id, path: `/api/teams/${team}/profiles/${id}` }
}

/** prove begins the five minutes of a session. */
export async function proveBy(api: APIRequestContext): Promise<void> {
  const { password } = account
  const answer = await api.post('/api/auth/reauthenticate', { data: { password } })
  expect(answer.ok(), await answer.text()).toBe(true)
}

/** outcomeOf is an answer's status and, when it refuses, its code. */
export async function outcomeOf(answer: { status(): number; text(): Promise<string> }): Promise<string> {
  const code = /"code":"([a-z_]+)"/.exec(await answer.text())?.[1]
  return code === undefined ? String(answer.status()) : `${answer.status()} ${code}`
}

/** eventsOf counts a team's audit events of one kind about something. */
export async function eventsOf(
  api: APIRequestContext,
  team: string,
  action: string,
  subject?: string,
): Promise<number> {
  const answer = await api.get(`/api/teams/${team}/audit?action=${action}`)
  const { items } = (await answer.json()) as { items: { subject: string | null }[] }
  return items.filter((item) => subject === undefined || item.subject === subject).length
}

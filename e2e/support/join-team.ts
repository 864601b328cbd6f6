import { type APIRequestContext, expect } from '@playwright/test'
import { account } from './fixtures.ts'

export interface Guest {
  readonly name: string
  readonly email: string
  readonly api: APIRequestContext
}

/** joinTeam invites somebody, who joins as they would: by the link that is shown when no mail goes out. */
export async function joinTeam(
  api: APIRequestContext,
  team: string,
  newContext: () => Promise<APIRequestContext>,
  who: { name: string; role: string },
): Promise<Guest> {
  const email = `${who.name.toLowerCase()}@example.com`
  const invited = await api.post(`/api/teams/${team}/invitations`, { data: { email, role: who.role } })
  expect(invited.status(), await invited.text()).toBe(201)
  const { link } = (await invited.json()) as { link: string }
  const token = new URL(link).hash.replace(/^#token=/, '') || new URL(link).pathname.split('/').at(-1)
  const guest = await newContext()
  const joined = await guest.post('/api/auth/invitation/accept', {
    data: { token, account: { name: who.name, password: account.password } },
  })
  expect(joined.ok(), await joined.text()).toBe(true)
  return { name: who.name, email, api: guest }
}

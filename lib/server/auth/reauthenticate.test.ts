import { afterAll, beforeAll, expect, it, vi } from 'vitest'
import { setClock } from '#lib/server/base/clock.ts'
import { getDatabase } from '#lib/server/db/database.ts'
import {
  createTestOwner,
  jsonRequest,
  openTestServer,
  owner,
  type TestServer,
} from '#lib/server/testing/open-test-server.ts'
import { findSession, type SignedInUser } from './find-session.ts'
import { reauthenticate } from './reauthenticate.ts'
import { requireRecentProof } from './recent-proof.ts'
import { signIn } from './sign-in.ts'

// Every password hash takes 128 MiB and half a second, more on a busy machine.
vi.setConfig({ testTimeout: 60_000, hookTimeout: 60_000 })

const request = jsonRequest('POST', '/api/auth/reauthenticate')
const refused = { code: 'reauthentication_required' }
let server: TestServer
beforeAll(async () => {
  server = await openTestServer()
  await createTestOwner()
})
afterAll(() => server.close())

async function newSession(): Promise<SignedInUser> {
  const headers = await signIn({ email: owner.email, password: owner.password }, request)
  const cookie = headers.getSetCookie()[0]?.split(';')[0] ?? ''
  const user = await findSession(new Headers({ cookie }))
  if (!user) throw new Error('There is no session.')
  return user
}

it('holds for five minutes, for the session that proved itself and for no other', async () => {
  const [mine, other] = [await newSession(), await newSession()]
  await expect(requireRecentProof(mine)).rejects.toMatchObject(refused)
  const { provenUntil } = await reauthenticate(mine, { password: owner.password }, request)
  await requireRecentProof(mine)
  await expect(requireRecentProof(other)).rejects.toMatchObject(refused)
  await expect(requireRecentProof({})).rejects.toMatchObject(refused)
  const restore = setClock({ now: () => Date.parse(provenUntil) })
  await expect(requireRecentProof(mine)).rejects.toMatchObject(refused)
  restore()
})

it('refuses a wrong password, counts it with those of sign-in, and audits both outcomes', async () => {
  const mine = await newSession()
  const wrong = () => reauthenticate(mine, { password: 'wrong password' }, request)
  for (let i = 0; i < 5; i++) {
    await expect(wrong()).rejects.toMatchObject({ code: 'forbidden', field: 'password' })
  }
  await expect(wrong()).rejects.toMatchObject({ code: 'rate_limited' })
  await expect(newSession()).rejects.toMatchObject({ code: 'rate_limited' })
  await expect(requireRecentProof(mine)).rejects.toMatchObject(refused)
  const actions = await getDatabase().selectFrom('auditEvent').select('action').orderBy('sequence').execute()
  const names = actions.map((row) => row.action)
  expect(names.filter((name) => name === 'session.proof-failed')).toHaveLength(5)
  expect(names.filter((name) => name === 'session.proven')).toHaveLength(1)
})

import { afterAll, beforeAll, beforeEach, expect, it, vi } from 'vitest'
import { getDatabase } from '#lib/server/db/database.ts'
import {
  createTestOwner,
  jsonRequest,
  openTestServer,
  owner,
  type TestServer,
} from '#lib/server/testing/open-test-server.ts'
import { createUser } from './create-user.ts'
import { type HashKind, hashKindOf, hashPassword, verifyPassword } from './password.ts'
import { beginSignIn } from './sign-in.ts'

// The work is counted, not timed: a busy machine would make any bound of time lie.
vi.mock('./password.ts', async (importOriginal) => ({
  ...(await importOriginal<typeof import('./password.ts')>()),
  hashPassword: vi.fn((password: string) => Promise.resolve(`hash of ${password}`)),
  verifyPassword: vi.fn((given: { hash: string; password: string }) =>
    Promise.resolve(given.hash.endsWith(`hash of ${given.password}`)),
  ),
}))
vi.setConfig({ testTimeout: 20_000, hookTimeout: 30_000 })

let server: TestServer
beforeAll(async () => {
  server = await openTestServer()
  await createTestOwner()
})
afterAll(() => server.close())
beforeEach(async () => {
  vi.mocked(hashPassword).mockClear()
  vi.mocked(verifyPassword).mockClear()
  await getDatabase().deleteFrom('signInFailure').execute()
})

const request = jsonRequest('POST', '/api/auth/sign-in/email')
const refused = { code: 'unauthenticated', message: 'The e-mail address or the password is not right.' }

/** Tries a wrong password, and gives the kinds of hash that it was compared with. */
async function workFor(email: string): Promise<HashKind[]> {
  vi.mocked(verifyPassword).mockClear()
  await expect(beginSignIn({ email, password: 'not this one at all' }, request)).rejects.toMatchObject(
    refused,
  )
  return vi.mocked(verifyPassword).mock.calls.map(([{ hash }]) => hashKindOf(hash))
}

const storedHash = async (email: string) =>
  (
    await getDatabase()
      .selectFrom('account')
      .innerJoin('user', 'user.id', 'account.userId')
      .where('user.email', '=', email)
      .select('account.password')
      .executeTakeFirstOrThrow()
  ).password

const addPerson = (email: string, passwordHash: string) =>
  getDatabase()
    .transaction()
    .execute((tx) => createUser(tx, { name: email, email, passwordHash }))

it('does for an unknown address the work of a wrong password, and says the same', async () => {
  expect(await workFor(owner.email)).toEqual(['present'])
  expect(await workFor('eve@example.com')).toEqual(['present'])
  expect(hashPassword).not.toHaveBeenCalled()
})

it('gives unknown addresses the former work in the share in which people have it, each always the same', async () => {
  for (const i of [1, 2, 3]) await addPerson(`former-${i}@example.com`, `scrypt$17$8$1$hash of old ${i}`)
  expect(await workFor('former-1@example.com')).toEqual(['former'])
  expect(await workFor(owner.email)).toEqual(['present'])
  const strangers = Array.from({ length: 60 }, (_, i) => `stranger-${i}@example.com`)
  const kinds: (HashKind | undefined)[] = []
  for (const stranger of strangers) kinds.push((await workFor(stranger))[0])
  const former = kinds.filter((kind) => kind === 'former').length
  // 45 of 60 are expected; the bounds are missed by chance once in some hundred thousand runs.
  expect(former).toBeGreaterThan(28)
  expect(former).toBeLessThan(59)
  for (const [i, stranger] of strangers.slice(0, 10).entries()) {
    expect(await workFor(stranger)).toEqual([kinds[i]])
  }
})

it('replaces a hash of the former kind at the next good sign-in, and only then', async () => {
  const email = 'former-1@example.com'
  await workFor(email)
  expect(await storedHash(email)).toBe('scrypt$17$8$1$hash of old 1')
  await expect(beginSignIn({ email, password: 'old 1' }, request)).resolves.toHaveProperty('headers')
  expect(await storedHash(email)).toBe('hash of old 1')
  expect(await storedHash('former-2@example.com')).toBe('scrypt$17$8$1$hash of old 2')
})

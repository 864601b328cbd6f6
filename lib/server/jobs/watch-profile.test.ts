import { readFileSync } from 'node:fs'
import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { KafkaError } from '#lib/kafka/kafka-error.ts'
import { setClock } from '#lib/server/base/clock.ts'
import { updateCare } from '#lib/server/profiles/care/care.ts'
import { listReminders } from '#lib/server/profiles/care/reminders.ts'
import { findRotation, tickRotation } from '#lib/server/profiles/care/rotation.ts'
import { createProfile } from '#lib/server/profiles/create-profile.ts'
import { pasteVersion } from '#lib/server/profiles/versions/paste-version.ts'
import { promoteVersion } from '#lib/server/profiles/versions/promote-version.ts'
import { openTestServer, type TestServer, testDatabase } from '#lib/server/testing/open-test-server.ts'
import { watchProfile } from './watch-profile.ts'
import { watchDue } from './watch-schedule.ts'

const login = vi.hoisted(() => vi.fn<(target: { username: string | null }) => Promise<void>>())
vi.mock('#lib/kafka/try-login.ts', () => ({ tryLogin: login }))
vi.setConfig({ testTimeout: 20_000 })

const fixture = readFileSync(new URL('../../credentials/fixtures/w1-kafka4.txt', import.meta.url), 'utf8')
const teamId = 'team_mine'
const member = { userId: 'user_ada', teamId, role: 'owner', name: 'Ada', email: 'ada@example.com' } as const
const { signal } = new AbortController()
const HOUR_MS = 3_600_000
const START = Date.parse('2026-06-01T00:00:00.000Z')
const removed = new KafkaError({ code: 'broker_auth_failed', message: 'Refused.', retriable: false })
const down = new KafkaError({ code: 'broker_refused', message: 'Nobody listens.', retriable: true })

let server: TestServer
let profileId: string
let now = START
let restoreClock = () => {}
beforeEach(async () => {
  server = await openTestServer()
  now = START
  restoreClock = setClock({ now: () => now })
  login.mockReset().mockResolvedValue(undefined)
  const createdAt = '2026-01-01T00:00:00.000Z'
  await testDatabase().insertInto('team').values({ id: teamId, name: teamId, createdAt }).execute()
  profileId = (await createProfile({ teamId, actor: member, input: { text: fixture } })).id
})
afterEach(async () => {
  restoreClock()
  await server.close()
})

const place = () => ({ teamId, profileId })
const switchOn = () => updateCare({ ...place(), actor: member, input: { watch: true } })
const reminders = () => listReminders({ teamId, member })
const events = async (action: string) =>
  (await testDatabase().selectFrom('auditEvent').select('action').where('action', '=', action).execute())
    .length

async function rotate(): Promise<void> {
  const text = fixture.replaceAll('relation-8', 'relation-9')
  const input = { text, state: 'pending' as const }
  const { version } = await pasteVersion({ ...place(), actor: member, input })
  await promoteVersion({ ...place(), version, by: member })
}

it('logs in nowhere unless it is switched on', async () => {
  expect(await watchProfile(place(), signal)).toBeNull()
  expect(await watchDue(signal)).toBe(0)
  expect(login).not.toHaveBeenCalled()
})

it('logs in once an hour and never more, however often and from wherever it is asked', async () => {
  await switchOn()
  const many = Array.from({ length: 20 }, () => watchProfile(place(), signal))
  expect((await Promise.all(many)).filter(Boolean)).toHaveLength(1)
  now += HOUR_MS - 1
  expect(await watchDue(signal)).toBe(0)
  now += 1
  expect(await watchDue(signal)).toBe(1)
  await updateCare({ ...place(), actor: member, input: { watch: false } })
  await switchOn()
  expect(await watchProfile(place(), signal)).toBeNull()
  expect(login).toHaveBeenCalledTimes(2)
})

it('notices that the user was removed, reminds once, and takes it back when it logs in again', async () => {
  await switchOn()
  login.mockRejectedValue(removed)
  expect(await watchProfile(place(), signal)).toMatchObject({ outcome: 'removed', watchedVersion: 1 })
  now += HOUR_MS
  await watchDue(signal)
  expect(await reminders()).toMatchObject([{ kind: 'removed', subject: '1' }])
  expect(await events('profile.login-watched')).toBe(1)
  login.mockResolvedValue(undefined)
  now += HOUR_MS
  await watchDue(signal)
  expect(await reminders()).toEqual([])
  expect(await events('profile.login-watched')).toBe(2)
})

it('takes a server that does not answer for no removal', async () => {
  await switchOn()
  login.mockRejectedValue(down)
  const care = await watchProfile(place(), signal)
  expect(care).toMatchObject({ outcome: 'unknown', message: 'Nobody listens.' })
  expect(await reminders()).toEqual([])
})

it('tries the old user while a rotation waits for its end, ticks its removal off, and then the new one', async () => {
  await switchOn()
  await rotate()
  await watchDue(signal)
  expect(login.mock.lastCall?.[0].username).toBe('relation-8')
  expect((await findRotation(place()))?.ticks).toEqual([])
  await tickRotation({ ...place(), actor: member, request: { step: 'moved', done: true } })
  login.mockRejectedValueOnce(removed)
  now += HOUR_MS
  await watchDue(signal)
  expect(await findRotation(place())).toMatchObject({ finished: true })
  expect((await findRotation(place()))?.ticks.find(({ step }) => step === 'removed')?.by).toBeNull()
  expect(await events('rotation.finished')).toBe(1)
  expect(await reminders()).toEqual([])
  now += HOUR_MS
  await watchDue(signal)
  expect(login.mock.lastCall?.[0].username).toBe('relation-9')
})

import { readFileSync } from 'node:fs'
import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { setClock } from '#lib/server/base/clock.ts'
import { getDatabase } from '#lib/server/db/database.ts'
import { openTestServer, type TestServer } from '#lib/server/testing/open-test-server.ts'
import { createProfile } from '../create-profile.ts'
import { pasteVersion } from '../versions/paste-version.ts'
import { promoteVersion } from '../versions/promote-version.ts'
import { getCare, updateCare } from './care.ts'
import { compareVersions } from './compare-versions.ts'
import { ending, raiseReminders } from './raise-reminders.ts'
import { dismissReminder, listReminders } from './reminders.ts'
import { findRotation, tickRotation } from './rotation.ts'

vi.setConfig({ testTimeout: 20_000 })

const fixture = readFileSync(new URL('../../../credentials/fixtures/w1-kafka4.txt', import.meta.url), 'utf8')
const tls = readFileSync(new URL('../../../credentials/fixtures/kafka-tls.txt', import.meta.url), 'utf8')
const pasteOf = (relation: number) => fixture.replaceAll('relation-8', `relation-${relation}`)
const teamId = 'team_mine'
const member = { userId: 'user_ada', teamId, role: 'owner', name: 'Ada', email: 'ada@example.com' } as const
const DAY_MS = 86_400_000
const { signal } = new AbortController()

let server: TestServer
let profileId: string
let restoreClock = () => {}
beforeEach(async () => {
  server = await openTestServer()
  const createdAt = '2026-01-01T00:00:00.000Z'
  const teams = [teamId, 'team_other'].map((id) => ({ id, name: id, createdAt }))
  await getDatabase().insertInto('team').values(teams).execute()
  profileId = await keep(pasteOf(8))
})
afterEach(async () => {
  restoreClock()
  await server.close()
})

async function keep(text: string): Promise<string> {
  return (await createProfile({ teamId, actor: member, input: { text } })).id
}
const place = () => ({ teamId, profileId })
const at = (time: string | number) => {
  restoreClock()
  restoreClock = setClock({ now: () => new Date(time).getTime() })
}
const rotate = async (text = pasteOf(9)) => {
  const input = { text, state: 'pending' as const }
  const { version } = await pasteVersion({ ...place(), actor: member, input })
  return version
}
const actions = async () =>
  (await getDatabase().selectFrom('auditEvent').select('action').orderBy('sequence').execute()).map(
    (row) => row.action,
  )
const reminders = () => listReminders({ teamId, member })

it('compares what waits with what is in use, prefix and rights included', async () => {
  const version = await rotate(pasteOf(9).replace('producer,consumer', 'consumer'))
  const comparison = await compareVersions({ ...place(), version })
  expect(comparison).toMatchObject({ kind: 'rotation', current: 1, version: 2, runningJobs: 0 })
  expect(comparison.differences.find(({ field }) => field === 'group-prefix')?.meaning).toMatch(
    /Committed offsets will not carry over/,
  )
  expect(comparison.rights).toContainEqual({ id: 'topic.write', before: 'yes', after: 'no' })
  expect(JSON.stringify(comparison)).not.toContain('Canary')
  await expect(compareVersions({ ...place(), version: 1 })).rejects.toMatchObject({ code: 'conflict' })
  await expect(compareVersions({ ...place(), teamId: 'team_other', version })).rejects.toMatchObject({
    code: 'not_found',
  })
})

it('knows a promoted rotation, ticks its steps off and back, and finishes it with the last', async () => {
  expect(await findRotation(place())).toBeNull()
  const version = await rotate()
  expect(await findRotation(place())).toBeNull()
  await promoteVersion({ ...place(), version, by: member })
  expect(await findRotation(place())).toMatchObject({
    from: { version: 1 },
    to: { version: 2 },
    ticks: [],
    finished: false,
  })
  const tick = (step: 'moved' | 'removed', done: boolean) =>
    tickRotation({ ...place(), actor: member, request: { step, done } })
  expect(await tick('moved', true)).toMatchObject({ ticks: [{ step: 'moved', by: 'Ada' }], finished: false })
  expect(await tick('moved', false)).toMatchObject({ ticks: [] })
  await tick('moved', true)
  expect(await tick('removed', true)).toMatchObject({ finished: true })
  expect((await actions()).slice(-2)).toEqual(['rotation.step-ticked', 'rotation.finished'])
})

it('takes an update for no rotation', async () => {
  const version = await rotate(pasteOf(8).replace(/password: .*/, 'password: CanaryNew'))
  await promoteVersion({ ...place(), version, by: member })
  expect(await findRotation(place())).toBeNull()
  const request = { step: 'moved', done: true } as const
  await expect(tickRotation({ ...place(), actor: member, request })).rejects.toMatchObject({
    code: 'conflict',
  })
})

it.each([
  [31, null],
  [30, 30],
  [14.5, 30],
  [14, 14],
  [7, 7],
  [1, 1],
  [0.5, 1],
  [0, 0],
  [-400, 0],
])('with %s days left the reminder of %s is due', (left, days) => {
  const now = Date.parse('2026-06-01T00:00:00.000Z')
  const certificate = {
    subject: 'CN=ca',
    sha256: 'ab',
    notAfter: new Date(now + left * DAY_MS).toISOString(),
  }
  expect(ending('authority', certificate, now)[0]?.days ?? null).toBe(days)
})

it('reminds of an authority once per threshold, in every team’s own list, until it is put away or replaced', async () => {
  profileId = await keep(tls)
  const row = await getDatabase()
    .selectFrom('profile')
    .select('facts')
    .where('id', '=', profileId)
    .executeTakeFirst()
  const { certificateAuthorities: chain } = JSON.parse(row?.facts ?? '{}') as {
    certificateAuthorities: { notAfter: string }[]
  }
  const end = Date.parse(chain[0]?.notAfter ?? '')
  at(end - 40 * DAY_MS)
  expect(await raiseReminders({ signal })).toBe(0)
  at(end - 13 * DAY_MS)
  expect(await raiseReminders({ signal })).toBe(chain.length)
  expect(await raiseReminders({ signal })).toBe(0)
  const [first] = await reminders()
  expect(first).toMatchObject({ profile: profileId, kind: 'authority', days: 14 })
  at(end - 6 * DAY_MS)
  await raiseReminders({ signal })
  expect((await reminders()).map(({ days }) => days)).toEqual(chain.map(() => 7))
  if (!first) throw new Error('no reminder')
  const away = { profile: profileId, kind: first.kind, subject: first.subject, days: 7 }
  await dismissReminder({ teamId, actor: member, member, reminder: away })
  expect((await reminders()).map(({ subject }) => subject)).not.toContain(first.subject)
  const told = (await actions()).filter((action) => action === 'profile.reminded')
  expect(told).toHaveLength(2 * chain.length + 1)
  const stranger = { ...member, teamId: 'team_other' }
  expect(await listReminders({ teamId: 'team_other', member: stranger })).toEqual([])
  await expect(
    dismissReminder({ teamId: 'team_other', actor: stranger, member: stranger, reminder: away }),
  ).rejects.toMatchObject({ code: 'not_found' })
})

it('reminds of a review on its day, and no more once another day is set', async () => {
  at('2026-06-01T09:00:00.000Z')
  const set = (reviewOn: string | null) => updateCare({ ...place(), actor: member, input: { reviewOn } })
  expect(await set('2026-06-02')).toMatchObject({ reviewOn: '2026-06-02', watch: false })
  expect(await raiseReminders({ signal })).toBe(0)
  at('2026-06-02T00:00:01.000Z')
  expect(await raiseReminders({ signal })).toBe(1)
  expect(await reminders()).toMatchObject([{ kind: 'review', dueAt: '2026-06-02T00:00:00.000Z' }])
  await set('2027-06-02')
  expect(await reminders()).toEqual([])
})

it('is not watched until somebody wants it, and never for another product', async () => {
  expect(await getCare(place())).toMatchObject({ watch: false, outcome: null, reviewOn: null })
  const text =
    'mysql:\n  endpoints: 10.0.0.1:3306\n  username: u\n  password: CanaryDb\n  database: d\nok: "True"\n'
  profileId = await keep(text)
  await expect(updateCare({ ...place(), actor: member, input: { watch: true } })).rejects.toMatchObject({
    code: 'unprocessable',
    field: 'watch',
  })
  await expect(getCare({ teamId: 'team_other', profileId })).rejects.toMatchObject({ code: 'not_found' })
})

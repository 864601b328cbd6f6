import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { setClock } from '#lib/server/base/clock.ts'
import { singleton } from '#lib/server/base/singleton.ts'
import { getDatabase } from '#lib/server/db/database.ts'
import { createProfile } from '#lib/server/profiles/create-profile.ts'
import { createTestOwner, openTestServer, type TestServer } from '#lib/server/testing/open-test-server.ts'
import { refuseHalfClaims } from '#lib/server/testing/refuse-half-claims.ts'
import type { CreateJobSchedule } from '#lib/shared/job-schedule.ts'
import { getJobRunner } from '../job-runner.ts'
import { listJobs } from '../list-jobs.ts'
import type { JobStarter } from '../watch-rights.ts'
import {
  createSchedule,
  deleteSchedule,
  getSchedule,
  listSchedules,
  previewTimes,
  updateSchedule,
} from './job-schedules.ts'
import { runDueSchedules } from './run-schedules.ts'

vi.setConfig({ hookTimeout: 60_000, testTimeout: 30_000 })

const paste = `kafka:
  endpoints: 203.0.113.9:9092
  username: relation-6
  password: secret-of-the-test
  topic: orders
  consumer-group-prefix: relation-6-
  security-protocol: SASL_PLAINTEXT`
const spec = { kind: 'consume', topic: 'orders', from: 'earliest' } as const
const HOUR = 3_600_000

let server: TestServer
let ada: JobStarter
let profile: string
let now: number
let restoreClock: () => void
const signal = new AbortController().signal
beforeEach(async () => {
  now = Date.parse('2026-06-01T00:00:10Z')
  restoreClock = setClock({ now: () => now })
  // Nothing may be dialled: a job fails at once, which is all that a schedule needs.
  server = await openTestServer({ KEYSTREAM_EGRESS_ALLOW: '203.0.113.1/32:1' })
  const teamId = await createTestOwner()
  const { id: userId } = await getDatabase().selectFrom('user').select('id').executeTakeFirstOrThrow()
  ada = { teamId, userId, role: 'owner', name: 'Ada Owner', email: 'ada@example.com' }
  profile = (await createProfile({ teamId, actor: ada, input: { text: paste } })).id
})
afterEach(async () => {
  await getJobRunner().close()
  restoreClock()
  await server.close()
})

const hourly = (change: Partial<CreateJobSchedule> = {}) =>
  createSchedule(ada, {
    ...{ name: 'Each hour', profile, spec, cron: '0 * * * *', timeZone: 'UTC', missed: 'skip', notify: null },
    ...change,
  })
const jobs = async () => (await listJobs({ member: ada })).items
const settled = () =>
  expect
    .poll(async () => (await jobs()).every(({ endedAt }) => endedAt !== null), { timeout: 20_000 })
    .toBe(true)

it('starts a job when it is due, as its maker, once', async () => {
  const made = await hourly()
  expect(made).toMatchObject({ state: 'active', nextAt: '2026-06-01T01:00:00.000Z', runsAs: 'Ada Owner' })
  expect(await runDueSchedules(signal)).toBe(0)
  now = Date.parse('2026-06-01T01:00:01Z')
  // Two servers look at the same moment: the due time is taken by one.
  const started = await Promise.all([runDueSchedules(signal), runDueSchedules(signal)])
  expect(started.toSorted()).toEqual([0, 1])
  const [job] = await jobs()
  expect(job).toMatchObject({ name: 'Each hour', createdBy: 'Ada Owner', scheduleId: made.id })
  expect(await getSchedule(ada, made.id)).toMatchObject({
    ...{ nextAt: '2026-06-01T02:00:00.000Z', lastAt: '2026-06-01T01:00:00.000Z' },
    ...{ lastJobId: job?.id, lastWord: 'Started.', overlapped: 0, skipped: 0 },
  })
  expect(await runDueSchedules(signal)).toBe(0)
  await settled()
})

it('leaves a time out while the former job has not ended, and counts it', async () => {
  const { id } = await hourly()
  now += HOUR
  await runDueSchedules(signal)
  await settled()
  await getDatabase().updateTable('job').set({ state: 'running', endedAt: null }).execute()
  now += HOUR
  expect(await runDueSchedules(signal)).toBe(0)
  expect(await getSchedule(ada, id)).toMatchObject({
    ...{ overlapped: 1, lastJobId: null, lastWord: 'Left out: the former job had not ended.' },
  })
})

it.each([
  ['skip', 0, 3, 'Left out: no server was up.'],
  ['once', 1, 2, 'Started late: no server was up in time.'],
] as const)(
  'does with what was due while no server was up as it says: %s',
  async (missed, started, skipped, lastWord) => {
    const { id } = await hourly({ missed })
    // Three hours later, ten minutes past.
    now = Date.parse('2026-06-01T03:10:00Z')
    expect(await runDueSchedules(signal)).toBe(started)
    expect(await getSchedule(ada, id)).toMatchObject({
      skipped,
      lastWord,
      nextAt: '2026-06-01T04:00:00.000Z',
    })
    await settled()
  },
)

it('takes a due time together with its job, or not at all', async () => {
  const { id } = await hourly()
  now += HOUR
  const allow = await refuseHalfClaims(getDatabase())
  await expect(runDueSchedules(signal)).rejects.toThrow()
  expect(await getSchedule(ada, id)).toMatchObject({ nextAt: '2026-06-01T01:00:00.000Z', lastAt: null })
  await allow()
  // Found again as due, and the job stands there when the time is taken.
  expect(await runDueSchedules(signal)).toBe(1)
  expect(await getSchedule(ada, id)).toMatchObject({
    nextAt: '2026-06-01T02:00:00.000Z',
    lastWord: 'Started.',
  })
  expect(await jobs()).toHaveLength(1)
  await settled()
})

it('leaves a time due when the server is stopping', async () => {
  const { id } = await hourly()
  now += HOUR
  const lifecycle = singleton('lifecycle', () => ({ stopping: false }))
  lifecycle.stopping = true
  expect(await runDueSchedules(signal)).toBe(0)
  lifecycle.stopping = false
  expect(await getSchedule(ada, id)).toMatchObject({ nextAt: '2026-06-01T01:00:00.000Z', lastWord: null })
  expect(await runDueSchedules(signal)).toBe(1)
  await settled()
})

it('is paused and goes on with the next time, not with those that passed', async () => {
  const { id } = await hourly()
  expect(await updateSchedule(ada, id, { paused: true })).toMatchObject({ state: 'paused', nextAt: null })
  now += 5 * HOUR
  expect(await runDueSchedules(signal)).toBe(0)
  expect(await updateSchedule(ada, id, { paused: false })).toMatchObject({
    ...{ state: 'active', nextAt: '2026-06-01T06:00:00.000Z', skipped: 0 },
  })
  await deleteSchedule(ada, id)
  expect(await listSchedules(ada)).toEqual([])
  const events = await getDatabase()
    .selectFrom('auditEvent')
    .select('action')
    .where('subject', '=', id)
    .orderBy('sequence')
    .execute()
  expect(events.map(({ action }) => action)).toEqual([
    'schedule.created',
    'schedule.paused',
    'schedule.resumed',
    'schedule.deleted',
  ])
})

it('stops with a word when who made it is gone, and runs as who starts it again', async () => {
  const { id } = await hourly()
  await getDatabase().updateTable('member').set({ disabledAt: '2026-06-01T00:40:00.000Z' }).execute()
  now += HOUR
  expect(await runDueSchedules(signal)).toBe(0)
  expect(await getSchedule(ada, id)).toMatchObject({
    ...{ state: 'stopped', nextAt: null },
    stopReason: 'Ada Owner, as whom it ran, is no member of the team any more.',
  })
  expect(await jobs()).toEqual([])
  const bob = { ...ada, userId: 'u_bob', name: 'Bob' }
  expect(await updateSchedule(bob, id, { paused: false })).toMatchObject({
    ...{ state: 'active', stopReason: null, runsAs: 'Bob', createdBy: 'Ada Owner' },
  })
})

it('runs as who changed it, and says why a job could not be started', async () => {
  const { id } = await hourly()
  const other = { ...spec, topic: 'secrets' }
  expect(await updateSchedule({ ...ada, name: 'Ada O.' }, id, { spec: other })).toMatchObject({
    runsAs: 'Ada O.',
  })
  now += HOUR
  expect(await runDueSchedules(signal)).toBe(0)
  expect(await getSchedule(ada, id)).toMatchObject({
    ...{ state: 'active', lastWord: 'Not started: These credentials were made for the topic orders.' },
  })
})

it('starts those behind one whose times can’t be read any more', async () => {
  const broken = await hourly({ name: 'broken' })
  const { id } = await hourly()
  // Due before the other, as a zone that the server’s data have no more.
  const change = { timeZone: 'Mars/Olympus', nextAt: '2026-06-01T00:30:00.000Z' }
  await getDatabase().updateTable('jobSchedule').set(change).where('id', '=', broken.id).execute()
  now += HOUR
  await expect(runDueSchedules(signal)).rejects.toThrow()
  expect(await getSchedule(ada, id)).toMatchObject({ lastWord: 'Started.' })
  await settled()
})

it('refuses a name twice, one too many, a foreign profile and times that never come', async () => {
  await hourly()
  await expect(hourly()).rejects.toMatchObject({ code: 'conflict', field: 'name' })
  await expect(hourly({ name: 'x', profile: 'prf_none' })).rejects.toMatchObject({ code: 'not_found' })
  await expect(hourly({ name: 'x', cron: '0 0 30 2 *' })).rejects.toMatchObject({ field: 'cron' })
  for (let count = 1; count < 100; count++) await hourly({ name: `schedule ${count}` })
  await expect(hourly({ name: 'the last straw' })).rejects.toMatchObject({ code: 'conflict' })
  expect(await listSchedules({ ...ada, teamId: 'team_other' })).toEqual([])
  expect(previewTimes({ cron: '0 12 * * *', timeZone: 'Europe/Berlin' }).next).toHaveLength(5)
  expect(previewTimes({ cron: '0 25 * * *', timeZone: 'UTC' })).toMatchObject({
    next: [],
    issue: { column: 3 },
  })
})

it('keeps no place in a collection: who may read no record sees schedules', async () => {
  const value = { type: 'mongodb', profile: 'prf_m', collection: 'c' } as const
  const produce = { kind: 'produce', compression: 'none', value } as const
  const resumed = { ...produce, firstSequence: 60, value: { ...value, after: '"what a customer wrote"' } }
  const { id } = await hourly({ spec: resumed })
  expect((await getSchedule(ada, id)).spec).toEqual(produce)
  await updateSchedule(ada, id, { spec: resumed })
  expect((await getSchedule(ada, id)).spec).toEqual(produce)
})

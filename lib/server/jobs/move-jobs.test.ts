import { expect, it } from 'vitest'
import { type Job, type JobSpec, JobSpecSchema } from '#lib/shared/job.ts'
import { restOf } from './move-jobs.ts'

const progress = {
  done: 40,
  failed: 0,
  total: 100,
  bytes: 1,
  recordsPerSecond: 1,
  latency: null,
  partitions: [],
  lag: null,
}
const jobOf = (spec: JobSpec, change: Partial<Job> = {}): Job => ({
  id: 'job_1',
  name: 'A job',
  kind: spec.kind,
  profileId: 'prf_1',
  profileName: 'orders',
  profileVersion: 1,
  spec,
  state: 'cancelled',
  progress,
  result: null,
  error: null,
  createdAt: '2026-01-01T00:00:00.000Z',
  createdBy: 'Ada',
  startedAt: null,
  endedAt: null,
  notify: null,
  scheduleId: null,
  resumedFrom: null,
  ...change,
})
const produce: JobSpec = {
  ...{ kind: 'produce', topic: 'orders', count: 100, value: { type: 'test-app' }, compression: 'none' },
}
const documents = {
  ...({ kind: 'produce', topic: 'orders', compression: 'none' } as const),
  value: { type: 'mongodb', profile: 'prf_m', collection: 'producer' } as const,
}
const consume = { kind: 'consume', topic: 'orders', from: 'earliest' } as const

/** What is left to do, or the reason why nothing is. */
const restOfJob = (job: Job, prefix: string | null = null) => {
  const rest = restOf(job, prefix)
  return rest.can ? rest.spec : rest.why
}
const at = '2026-01-01T00:00:00.000Z'
const facts = { seconds: 4, topicCreated: false, groupId: null, stopReason: 'cancelled' } as const
const result = { ...progress, ...facts }

it('goes on with the records that were left', () => {
  expect(restOfJob(jobOf(produce))).toMatchObject({ count: 60 })
  expect(restOfJob(jobOf(produce, { progress: null }))).toMatchObject({ count: 100 })
})

it('goes on behind the last number that was made, whatever ends it', () => {
  const numbers = (spec: object, change: Partial<Job>) =>
    restOfJob(jobOf({ ...produce, count: undefined, ...spec }, change))
  expect(numbers({ count: 100 }, { result: { ...result, taken: 47 } })).toMatchObject({
    count: 60,
    firstSequence: 47,
  })
  expect(numbers({ count: 100, firstSequence: 30 }, { result: { ...result, taken: 47 } })).toMatchObject({
    firstSequence: 77,
  })
  expect(numbers({ untilStopped: true }, { result: { ...result, taken: 47 } })).toMatchObject({
    firstSequence: 47,
  })
  expect(numbers({ durationSeconds: 10 }, { result: { ...result, taken: 47 } })).toMatchObject({
    ...{ durationSeconds: 6, firstSequence: 47 },
  })
  // What another server had last told of.
  expect(numbers({ count: 100 }, { progress: { ...progress, failed: 2 } })).toMatchObject({
    firstSequence: 42,
  })
  expect(numbers({ count: 100 }, { progress: null })).not.toHaveProperty('firstSequence')
})

it('makes no records of a seed anew, as a resumption does not, unless none was made', () => {
  const why = 'With a seed its records would begin anew: run it again.'
  for (const end of [{ count: 100 }, { untilStopped: true }, { durationSeconds: 10 }] as const) {
    const seeded: JobSpec = { ...produce, count: undefined, ...end, seed: 1 }
    expect(restOfJob(jobOf(seeded, { result: { ...result, taken: 47 } }))).toBe(why)
    expect(restOfJob(jobOf(seeded, { progress: null }))).toEqual(seeded)
  }
  const source = { after: '"m"', ahead: 0 }
  const ended = { startedAt: at, endedAt: at, result: { ...result, taken: 40, source } }
  expect(restOfJob(jobOf({ ...documents, seed: 1 }, ended))).toBe(why)
})

it('says what nobody knows of the records that were to be stored as well', () => {
  const counts = { read: 40, delivered: 37, redelivered: 0, filtered: 0, dropped: 0, undecodable: 0 }
  const delivery = { ...counts, failed: 0, pending: 3, retries: 0 }
  expect(restOf(jobOf(produce, { result: { ...result, taken: 40, delivery } }), null)).toMatchObject({
    words:
      'Goes on with the 60 records that were left. Of 3 records in the topic nobody knows whether MongoDB has them; what it lacks is not stored later.',
  })
})

it('goes on with the documents after those that are there, where that is known', () => {
  const read = { ...result, total: null, taken: 40, source: { after: '"m"', ahead: 0 } }
  const ended = jobOf(documents, { startedAt: at, endedAt: at, result: read })
  expect(restOfJob(ended)).toMatchObject({ value: { after: '"m"' } })
  expect(restOfJob({ ...ended, result: { ...read, failed: 2 } })).toBe(
    'Of 2 records nobody knows whether they are there.',
  )
  expect(restOfJob({ ...ended, result: { ...read, source: { after: null, ahead: 1 } } })).toBe(
    'It did not tell at which document it stopped: run it again.',
  )
  expect(restOfJob({ ...ended, result: null, endedAt: null, state: 'running' })).toBe(
    'Another server works on it and has not told at which document it stands: run it again.',
  )
})

it('begins no reading of documents anew that another server has begun, though it has told of nothing', () => {
  const begun = jobOf(documents, { state: 'running', startedAt: at, progress: null })
  const why = 'Another server works on it and has not told at which document it stands: run it again.'
  expect(restOfJob(begun)).toBe(why)
  expect(restOfJob({ ...begun, progress: { ...progress, done: 0 } })).toBe(why)
})

it.each<[string, Partial<Job>]>([
  ['waited', { progress: null, endedAt: at }],
  ['waits at another server', { progress: null, state: 'queued' }],
  ['was given no document yet', { startedAt: at, endedAt: at, result: { ...result, done: 0, taken: 3 } }],
])('begins a reading of documents again as it was when it %s', (_, change) => {
  const after: JobSpec = {
    ...documents,
    seed: 1,
    firstSequence: 5,
    value: { ...documents.value, after: '"d"' },
  }
  expect(restOfJob(jobOf(after, change))).toEqual(after)
})

it('starts nothing anew that had ended, or had nothing left', () => {
  expect(restOfJob(jobOf(produce, { state: 'succeeded' }))).toBe('It had ended before it could be moved.')
  expect(restOfJob(jobOf(produce, { progress: { ...progress, done: 100 } }))).toBe(
    'All of its records are there.',
  )
  expect(restOfJob(jobOf({ ...consume, limit: 40 }), 'cg')).toBe(
    'It had consumed as many records as it was asked for.',
  )
})

it('makes no copy twice whose place nobody knows', () => {
  const copy = JobSpecSchema.parse({ kind: 'copy', topic: 'orders', target: {} })
  expect(restOfJob(jobOf(copy))).toEqual(copy)
  expect(restOfJob(jobOf(copy, { startedAt: at }))).toBe(
    'Without a group nobody knows where it stood: run it again.',
  )
  const group = { id: 'relation-8-copy' }
  expect(restOfJob(jobOf({ ...copy, group } as JobSpec), 'relation-9-')).toBe(
    'Offsets of the old prefix don’t carry over to a new group: run it again.',
  )
})

it('keeps a group that the new prefix allows, and leaves one that it does not', () => {
  const job = jobOf({ ...consume, groupId: 'relation-8-ks-job', limit: 100 })
  expect(restOfJob(job, 'relation-8-')).toEqual({ ...consume, groupId: 'relation-8-ks-job', limit: 60 })
  expect(restOf(job, 'relation-9-')).toEqual({
    can: true,
    spec: { ...consume, limit: 60 },
    words: 'Begins again with a new group: offsets of the old prefix don’t carry over.',
  })
})

import { expect, it } from 'vitest'
import type { Job, JobSpec } from '#lib/shared/job.ts'
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
const documents: JobSpec = {
  ...{ kind: 'produce', topic: 'orders', compression: 'none' },
  value: { type: 'mongodb', profile: 'prf_m', collection: 'producer' },
}
const consume = { kind: 'consume', topic: 'orders', from: 'earliest' } as const

it('goes on with the records that were left', () => {
  expect(restOf(jobOf(produce), null)?.spec).toMatchObject({ count: 60 })
  expect(restOf(jobOf(produce, { progress: null }), null)?.spec).toMatchObject({ count: 100 })
})

it('goes on behind the last number that was made, whatever ends it', () => {
  const result = {
    ...progress,
    seconds: 4,
    topicCreated: false,
    groupId: null,
    stopReason: 'cancelled',
  } as const
  const numbers = (spec: object, change: Partial<Job>) =>
    restOf(jobOf({ ...produce, count: undefined, ...spec }, change), null)?.spec
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

it('goes on with the documents after those that are there, where that is known', () => {
  const at = '2026-01-01T00:00:00.000Z'
  const facts = { seconds: 1, topicCreated: false, groupId: null, stopReason: 'cancelled' } as const
  const result = { ...progress, ...facts, total: null, taken: 40, source: { after: '"m"', ahead: 0 } }
  const ended = jobOf(documents, { startedAt: at, endedAt: at, result })
  expect(restOf(ended, null)?.spec).toMatchObject({ value: { after: '"m"' } })
  expect(restOf({ ...ended, result: null }, null)).toBeNull()
})

it('starts nothing anew that had ended, or had nothing left', () => {
  expect(restOf(jobOf(produce, { state: 'succeeded' }), null)).toBeNull()
  expect(restOf(jobOf(produce, { progress: { ...progress, done: 100 } }), null)).toBeNull()
  expect(restOf(jobOf({ ...consume, limit: 40 }), 'cg')).toBeNull()
})

it('keeps a group that the new prefix allows, and leaves one that it does not', () => {
  const job = jobOf({ ...consume, groupId: 'relation-8-ks-job', limit: 100 })
  expect(restOf(job, 'relation-8-')?.spec).toEqual({ ...consume, groupId: 'relation-8-ks-job', limit: 60 })
  const moved = restOf(job, 'relation-9-')
  expect(moved?.spec).toEqual({ ...consume, limit: 60 })
  expect(moved?.message).toMatch(/offsets of the old prefix don’t carry over/)
})

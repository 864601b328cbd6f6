import { expect, it } from 'vitest'
import { DeliverySchema, type Job, type JobSpec, JobSpecSchema } from './job.ts'
import { resumePlan } from './resume-plan.ts'

const numbers = { bytes: 1, recordsPerSecond: 1, latency: null, partitions: [], lag: null, total: null }
const result = (done: number, failed = 0, taken = done + failed) => ({
  ...{ ...numbers, done, failed, taken, seconds: 1, topicCreated: false, groupId: null },
  stopReason: 'interrupted' as const,
})
const produce: JobSpec = {
  kind: 'produce',
  topic: 'orders',
  count: 100,
  value: { type: 'test-app' },
  compression: 'none',
}
const value = { type: 'mongodb', profile: 'prf_m', collection: 'producer' } as const
const documents = { kind: 'produce', topic: 'orders', compression: 'none', value } as const
const consume = { kind: 'consume', topic: 'orders', groupId: 'g', from: 'earliest' } as const

const copyOf = (change: object) => JobSpecSchema.parse({ kind: 'copy', target: {}, ...change })
const delivery = (read: number) =>
  DeliverySchema.parse(
    Object.fromEntries(Object.keys(DeliverySchema.shape).map((name) => [name, name === 'read' ? read : 0])),
  )

const jobOf = (spec: JobSpec, change: Partial<Job> = {}): Job => ({
  ...{ id: 'job_1', name: 'A job', kind: spec.kind, spec, state: 'interrupted', error: null },
  ...{ profileId: 'prf_1', profileName: 'orders', profileVersion: 1, createdBy: 'Ada' },
  ...{ createdAt: '2026-01-01T00:00:00.000Z', startedAt: '2026-01-01T00:00:01.000Z' },
  ...{ endedAt: '2026-01-01T00:00:02.000Z', progress: null, result: null },
  ...{ notify: null, scheduleId: null, resumedFrom: null },
  ...change,
})

it.each<[string, Job, object]>([
  [
    'a group with a limit',
    jobOf({ ...consume, limit: 50 }, { result: result(20) }),
    { can: true, spec: { ...consume, limit: 30 } },
  ],
  [
    'a group without one',
    jobOf(consume, { progress: { ...numbers, done: 7, failed: 0 } }),
    { can: true, spec: consume },
  ],
  ['a group that was done', jobOf({ ...consume, limit: 5 }, { result: result(5) }), { can: false }],
  ['one that had not begun', jobOf(produce, { startedAt: null }), { can: true, spec: produce }],
  [
    'records of which each is known',
    jobOf(produce, { result: result(60) }),
    { can: true, spec: { ...produce, count: 40, firstSequence: 60 } },
  ],
  [
    'documents up to a place, and some behind it',
    jobOf(
      { ...documents, count: 100 },
      { result: { ...result(60, 0, 70), source: { after: '"m"', ahead: 4 } } },
    ),
    {
      can: true,
      spec: { ...documents, count: 44, firstSequence: 56, value: { ...value, after: '"m"' } },
      words:
        'It goes on after the last document up to which all are there; 4 documents that are there already come once more.',
    },
  ],
  [
    'documents without a limit',
    jobOf(documents, { result: { ...result(60), source: { after: '"m"', ahead: 0 } } }),
    {
      can: true,
      spec: { ...documents, firstSequence: 60, value: { ...value, after: '"m"' } },
      words: 'It goes on after the last document up to which all are there.',
    },
  ],
  ['documents of which none is known', jobOf(documents, { result: result(0) }), { can: false }],
  [
    'documents of which some may be there',
    jobOf(documents, { result: { ...result(60, 2), source: { after: '"m"', ahead: 0 } } }),
    { can: false },
  ],
  [
    'records made and not sent',
    jobOf(produce, { result: result(60, 0, 64) }),
    { can: true, spec: { ...produce, count: 40, firstSequence: 64 } },
  ],
  [
    'one that was resumed before',
    jobOf({ ...produce, firstSequence: 10 }, { result: result(60) }),
    { can: true, spec: { firstSequence: 70 } },
  ],
  ['records of which nobody knows', jobOf(produce, { result: result(60, 2) }), { can: false }],
  [
    'a server that was killed',
    jobOf(produce, { progress: { ...numbers, done: 7, failed: 0 } }),
    { can: false },
  ],
  [
    'records of which MongoDB may lack some',
    jobOf(produce, { result: { ...result(60), delivery: { ...delivery(60), pending: 1 } } }),
    {
      can: true,
      words:
        '40 records are left; their numbers go on at 60. Of 1 record in the topic nobody knows whether MongoDB has it; what it lacks is not stored later.',
    },
  ],
  [
    'documents with a seed',
    jobOf({ ...documents, seed: 1 }, { result: { ...result(60), source: { after: '"m"', ahead: 0 } } }),
    { can: false, why: 'With a seed its records would begin anew: run it again.' },
  ],
  ['records of a seed', jobOf({ ...produce, seed: 1 }, { result: result(60) }), { can: false }],
  [
    'one that ended by time',
    jobOf({ ...produce, count: undefined, durationSeconds: 5 }, { result: result(60) }),
    { can: false },
  ],
  [
    'a copy by a group',
    jobOf(copyOf({ group: { id: 'g' }, limit: 50 }), { result: { ...result(9), delivery: delivery(20) } }),
    { can: true, spec: { kind: 'copy', limit: 30 } },
  ],
  ['a copy without a group', jobOf(copyOf({}), { result: result(9) }), { can: false }],
  ['one that runs', jobOf(produce, { state: 'running', endedAt: null }), { can: false }],
  ['one that did it all', jobOf(produce, { state: 'succeeded', result: result(100) }), { can: false }],
])('knows the rest of %s', (_, job, plan) => {
  expect(resumePlan(job)).toMatchObject(plan)
})

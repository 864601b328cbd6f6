import { expect, test } from 'vitest'
import { consumeFormOf, emptyConsumeForm, groupError, readConsumeForm } from './consume-form-state.ts'
import { againSpec } from './job-words.ts'
import { emptyProduceForm, produceFormOf, readProduceForm } from './produce-form-state.ts'
import { emptyRoundTripForm, readRoundTripForm, roundTripFormOf } from './round-trip-form-state.ts'

test('an untouched produce form with a topic is a good job', () => {
  expect(readProduceForm({ ...emptyProduceForm, topic: 'orders' })).toEqual({
    spec: { kind: 'produce', topic: 'orders', count: 1000, value: { type: 'test-app' }, compression: 'none' },
  })
})

test('everything typed arrives in the specification, and a like job fills the form the same', () => {
  const form = {
    ...emptyProduceForm,
    topic: 'orders',
    count: '1,000,000',
    rate: '0.5',
    valueType: 'template' as const,
    template: '{{uuid}}',
    key: 'k{{sequence}}',
    headers: [{ id: 0, name: 'h', value: 'v' }],
    compression: 'zstd' as const,
    createTopic: true,
    partitions: '3',
    replicationFactor: '1',
  }
  const read = readProduceForm(form)
  if (!('spec' in read)) throw new Error('must be good')
  expect(read.spec).toEqual({
    kind: 'produce',
    topic: 'orders',
    count: 1_000_000,
    rate: 0.5,
    value: { type: 'template', template: '{{uuid}}' },
    key: 'k{{sequence}}',
    headers: [['h', 'v']],
    compression: 'zstd',
    createTopic: { partitions: 3, replicationFactor: 1 },
  })
  expect(readProduceForm(produceFormOf(read.spec))).toEqual(read)
})

test('each way to end, to choose a key, a partition and a time, and back into the form', () => {
  const form = { ...emptyProduceForm, topic: 'orders' }
  const parts = [
    [
      { end: 'duration', seconds: '90', rate: '10', burst: '5' },
      { durationSeconds: 90, rate: 10, burst: 5 },
    ],
    [{ end: 'stopped' }, { untilStopped: true }],
    [
      { valueType: 'null', keyType: 'cycle', key: '7' },
      { value: { type: 'null' }, key: { type: 'cycle', keys: 7 } },
    ],
    [{ keyType: 'field', key: 'a.b' }, { key: { type: 'field', path: 'a.b' } }],
    [{ partitionType: 'round-robin' }, { partition: { type: 'round-robin' } }],
    [{ partitionType: 'fixed', partition: '2' }, { partition: { type: 'fixed', partition: 2 } }],
    [{ partitionType: 'field', partition: 'p' }, { partition: { type: 'field', path: 'p' } }],
    [
      { timestampType: 'fixed', timestamp: '1970-01-01T00:00:01Z' },
      { timestamp: { type: 'fixed', at: 1000 } },
    ],
    [
      { timestampType: 'range', timestamp: '1000', timestampTo: '2000' },
      { timestamp: { type: 'range', from: 1000, to: 2000 } },
    ],
    [{ seed: '42' }, { seed: 42 }],
    [{ headers: [{ id: 0, name: 'h', value: null }] }, { headers: [['h', null]] }],
  ] as const
  for (const [part, expected] of parts) {
    const read = readProduceForm({ ...form, ...part })
    if (!('spec' in read)) throw new Error(JSON.stringify([part, read.errors]))
    expect(read.spec).toMatchObject(expected)
    expect(readProduceForm(produceFormOf(read.spec))).toEqual(read)
  }
})

test('what does not go together is said', () => {
  const form = { ...emptyProduceForm, topic: 'orders' }
  const errorsOf = (part: object) =>
    Object.keys((readProduceForm({ ...form, ...part }) as { errors: object }).errors)
  expect(errorsOf({ burst: '5' })).toEqual(['burst'])
  expect(errorsOf({ end: 'duration', seconds: '0' })).toEqual(['seconds'])
  expect(errorsOf({ timestampType: 'range', timestamp: '2000', timestampTo: '1000' })).toEqual(['timestamp'])
  expect(errorsOf({ end: 'stopped', timestampType: 'range', timestamp: '1', timestampTo: '2' })).toEqual([
    'timestamp',
  ])
  expect(errorsOf({ keyType: 'cycle', key: 'many' })).toEqual(['key'])
})

test('every wrong field of a produce form is named', () => {
  const wrong = {
    ...emptyProduceForm,
    topic: 'a b',
    count: '1.5',
    rate: '0',
    createTopic: true,
    partitions: '',
    replicationFactor: 'x',
  }
  const read = readProduceForm(wrong)
  if (!('errors' in read)) throw new Error('must be wrong')
  expect(Object.keys(read.errors).sort()).toEqual([
    'count',
    'partitions',
    'rate',
    'replicationFactor',
    'topic',
  ])
})

test('a group is checked against the granted prefix before anything starts', () => {
  expect(groupError('relation-8-x', 'relation-8-')).toBeNull()
  expect(groupError('', 'relation-8-')).toBeNull()
  expect(groupError('mine', 'relation-8-')).toBe(
    'These credentials may only use groups that begin with relation-8-',
  )
  expect(groupError('mine', null)).toBeNull()
  const read = readConsumeForm({ ...emptyConsumeForm, topic: 'orders', groupId: 'mine' }, 'relation-8-')
  expect(read).toEqual({
    errors: { groupId: 'These credentials may only use groups that begin with relation-8-' },
  })
})

test('each way to stop a consume job', () => {
  const form = { ...emptyConsumeForm, topic: 'orders' }
  const spec = (part: object) => readConsumeForm({ ...form, ...part }, null)
  const base = { kind: 'consume', topic: 'orders', from: 'earliest' }
  expect(spec({})).toEqual({ spec: { ...base, idleSeconds: 10 } })
  expect(spec({ stop: 'limit', limit: '5' })).toEqual({ spec: { ...base, limit: 5 } })
  expect(spec({ stop: 'never' })).toEqual({ spec: base })
  expect(spec({ idleSeconds: '0' })).toEqual({ errors: { idleSeconds: 'Seconds, from 1 to 86,400.' } })
  expect(
    readConsumeForm(consumeFormOf({ kind: 'consume', topic: 'orders', from: 'latest', limit: 3 }), null),
  ).toEqual({
    spec: { ...base, from: 'latest', limit: 3 },
  })
})

test('a job that had a group of its own is started again with a new one; a named group stays', () => {
  const spec = { kind: 'consume' as const, from: 'earliest' as const, groupId: 'relation-8-ks-job_a' }
  expect(againSpec({ id: 'job_a', spec })).toEqual({ kind: 'consume', from: 'earliest' })
  expect(againSpec({ id: 'job_b', spec })).toBe(spec)
})

test('what most consume jobs leave alone is said only when it is changed, and a like job fills the form the same', () => {
  const form = {
    ...emptyConsumeForm,
    topic: 'orders',
    from: 'time' as const,
    time: '2026-01-31T00:00:00Z',
    stop: 'duration' as const,
    durationSeconds: '30',
    commit: 'never' as const,
    members: '3',
    joinDelaySeconds: '2',
    rate: '10',
    expect: 'json' as const,
  }
  const read = readConsumeForm(form, null)
  expect(read).toEqual({
    spec: {
      ...{ kind: 'consume', topic: 'orders', from: 'time:2026-01-31T00:00:00Z', durationSeconds: 30 },
      ...{ commit: 'never', members: 3, joinDelaySeconds: 2, rate: 10, expect: 'json' },
    },
  })
  if (!('spec' in read)) throw new Error('must be good')
  expect(readConsumeForm(consumeFormOf(read.spec), null)).toEqual(read)
  const wrong = { ...form, time: 'soon', members: '9', rate: '0', durationSeconds: '' }
  const refused = readConsumeForm(wrong, null)
  if (!('errors' in refused)) throw new Error('must be wrong')
  expect(Object.keys(refused.errors).sort()).toEqual(['durationSeconds', 'members', 'rate', 'time'])
})

test('an untouched round trip form with a topic is a good job, and every wrong field is named', () => {
  const read = readRoundTripForm({ ...emptyRoundTripForm, topic: 'orders' })
  expect(read).toEqual({
    spec: {
      ...{ kind: 'round-trip', topic: 'orders', count: 1000, valueBytes: 200, keys: 100 },
      ...{ compression: 'none', timeoutSeconds: 60 },
    },
  })
  const full = {
    ...{
      topic: 'orders',
      count: '10',
      rate: '5',
      valueBytes: '300',
      keys: '2',
      compression: 'zstd' as const,
    },
    ...{ groupId: 'g', timeoutSeconds: '5', createTopic: true, partitions: '3', replicationFactor: '2' },
  }
  const all = readRoundTripForm(full)
  if (!('spec' in all)) throw new Error('must be good')
  expect(roundTripFormOf(all.spec)).toEqual(full)
  const wrong = { ...full, count: '0', rate: '-1', valueBytes: '5', keys: '', partitions: 'x' }
  const refused = readRoundTripForm(wrong)
  if (!('errors' in refused)) throw new Error('must be wrong')
  expect(Object.keys(refused.errors).sort()).toEqual(['count', 'keys', 'partitions', 'rate', 'valueBytes'])
})

test('a job that is like one with a sink delivers there, too', () => {
  const sink = { type: 'mongodb', profile: 'prf_mongo' } as const
  const spec = {
    kind: 'consume',
    topic: 'orders',
    groupId: 'mine',
    from: 'earliest',
    limit: 3,
    sink,
  } as const
  expect(readConsumeForm(consumeFormOf(spec), null)).toEqual({ spec })
  expect(readConsumeForm({ ...consumeFormOf(spec), sink: 'none' }, null)).toEqual({
    spec: { kind: 'consume', topic: 'orders', groupId: 'mine', from: 'earliest', limit: 3 },
  })
})

import { expect, test } from 'vitest'
import { consumeFormOf, emptyConsumeForm, groupError, readConsumeForm } from './consume-form-state.ts'
import { againSpec } from './job-words.ts'
import { emptyProduceForm, produceFormOf, readProduceForm } from './produce-form-state.ts'

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

import { QueryClient } from '@tanstack/react-query'
import { expect, test } from 'vitest'
import type { PlannedSpec } from '#lib/records/plan-produce.ts'
import { planQuery } from './produce-plan.ts'

const template = (text: string) => ({ type: 'template' as const, template: text })
const planOf = (spec: PlannedSpec, seed = 1, partitions: number | null = null) =>
  new QueryClient().query(planQuery(spec, { seed, now: 1500, partitions, configuration: null }))

test('a plan has the first records and measures them, in bytes, with key and headers', async () => {
  const plan = await planOf({
    value: template('ä{{sequence}}'),
    key: 'k',
    headers: [['h', 'v{{sequence}}']],
    count: 50,
  })
  if ('message' in plan) throw new Error(plan.message)
  expect(plan.sample).toEqual([
    { key: 'k', value: 'ä0', headers: [['h', 'v0']] },
    { key: 'k', value: 'ä1', headers: [['h', 'v1']] },
    { key: 'k', value: 'ä2', headers: [['h', 'v2']] },
  ])
  // ä is two bytes; ten numbers have one digit and forty have two, in value and header; key 1, names 2.
  expect(plan.averageBytes).toBe((10 * 5 + 40 * 7) / 50 + 2)
  expect(plan).toMatchObject({ count: 50, bytes: 430, seconds: null, partitions: null, warnings: [] })
})

test('the same seed gives the same records, names too', async () => {
  const spec = { value: template('{{uuid}} {{randomInt 1 6}} {{fullName}} {{email}}'), count: 5 }
  expect(await planOf(spec, 7)).toEqual(await planOf(spec, 7))
  expect(await planOf(spec, 7)).not.toEqual(await planOf(spec, 8))
  // What the specification fixes, no roll changes.
  expect(await planOf({ ...spec, seed: 3 }, 7)).toEqual(await planOf({ ...spec, seed: 3 }, 8))
})

test('a mistake names its field and what to do', async () => {
  const wrong = await planOf({ value: template('{{nope}}') })
  expect(wrong).toMatchObject({ field: 'value', message: 'Line 1, column 1: there is no {{nope}}.' })
  expect(await planOf({ value: template(''), key: '{{' })).toMatchObject({ field: 'key' })
  expect(await planOf({ value: template('{}'), headers: [['h', 'x{{']] })).toMatchObject({
    field: 'headers.0',
  })
  expect(await planOf({ value: template('{"a":1}'), key: { type: 'field', path: 'b' } })).toEqual({
    field: null,
    message: 'The value has no field “b”.',
    advice: 'Check its name, also for capital letters.',
  })
})

test('the test application’s record needs no template', async () => {
  const plan = await planOf({ value: { type: 'test-app' } })
  if ('message' in plan) throw new Error(plan.message)
  expect(JSON.parse(plan.sample[1]?.value ?? '')).toMatchObject({ timestamp: 1.5, content: 'Message #1' })
})

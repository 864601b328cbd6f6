import { expect, test } from 'vitest'
import { sampleRecords } from './sample-records.ts'

const template = (text: string) => ({ type: 'template' as const, template: text })

test('a sample is rendered and measured, in bytes, with key and headers', () => {
  const sample = sampleRecords({ value: template('ä{{sequence}}'), key: 'k', headers: [['h', 'vv']] }, 1, 0)
  if ('message' in sample) throw new Error(sample.message)
  expect(sample.records).toEqual([
    { key: 'k', value: 'ä0' },
    { key: 'k', value: 'ä1' },
    { key: 'k', value: 'ä2' },
  ])
  // ä is two bytes; ten numbers have one digit and forty have two; key 1, header 3.
  expect(sample.averageBytes).toBe((10 * 3 + 40 * 4) / 50 + 4)
})

test('the same seed gives the same records', () => {
  const spec = { value: template('{{uuid}} {{randomInt 1 6}}') }
  expect(sampleRecords(spec, 7, 0)).toEqual(sampleRecords(spec, 7, 0))
  expect(sampleRecords(spec, 7, 0)).not.toEqual(sampleRecords(spec, 8, 0))
})

test('a mistake names its field and what to do', () => {
  const wrong = sampleRecords({ value: template('{{nope}}') }, 1, 0)
  expect(wrong).toMatchObject({ field: 'value', message: 'Line 1, column 1: there is no {{nope}}.' })
  expect(sampleRecords({ value: template(''), key: '{{' }, 1, 0)).toMatchObject({ field: 'key' })
})

test('the test application’s record needs no template', () => {
  const sample = sampleRecords({ value: { type: 'test-app' } }, 1, 1500)
  if ('message' in sample) throw new Error(sample.message)
  expect(JSON.parse(sample.records[1]?.value ?? '')).toMatchObject({ timestamp: 1.5, content: 'Message #1' })
})

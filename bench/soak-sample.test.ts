import { expect, test } from 'vitest'
import { isMet } from './finding.ts'
import { countOf, type SoakSample, samplesTable, soakFindings } from './soak-sample.ts'

const frames = (smooth: number, slow: number): number[] =>
  Array.from({ length: 50 }, (_, gap) => (gap === 16 ? smooth : gap === 40 ? slow : 0))

const sample = (second: number, part: Partial<SoakSample> = {}): SoakSample => ({
  second,
  produced: second * 1000,
  taken: second * 1000,
  skipped: 0,
  streamTaken: second * 1000,
  streamSkipped: 0,
  heap: 20,
  nodes: 900,
  listeners: 100,
  renderer: 200,
  server: 250,
  frames: frames(second * 60, 0),
  ...part,
})

const missed = (samples: readonly SoakSample[]): string[] =>
  soakFindings('soak', samples)
    .filter((finding) => !isMet(finding))
    .map(({ what }) => what.replace('soak: ', ''))

const calm = [sample(0), sample(30), sample(60), sample(90), sample(120)]

test('a calm soak meets everything', () => {
  expect(missed(calm)).toEqual([])
})

test('what happens in the first minute is the base, and a peak that is gone at the end still counts', () => {
  const settling = [sample(0, { heap: 1 }), sample(60, { heap: 40 }), sample(120, { heap: 41 })]
  expect(missed(settling)).toEqual([])
  expect(missed([sample(0), sample(60), sample(90, { heap: 60 }), sample(120)])).toEqual(['rise of the heap'])
})

test.each([
  ['rise of the DOM nodes', { nodes: 3000 }],
  ['rise of the listeners', { listeners: 400 }],
  ["rise of the renderer's memory", { renderer: 900 }],
  ["rise of the server's memory", { server: 900 }],
  ['frames under 33 ms', { frames: frames(60, 4000) }],
  ['records that the page neither took in nor said it skipped', { taken: 119_000, skipped: 999 }],
  ['the same of its stream', { streamTaken: 119_000, streamSkipped: 1_001 }],
])('%s: more is a miss', (what, part) => {
  expect(missed([...calm.slice(0, -1), sample(120, part)])).toEqual([what])
})

test('a record that is said to be skipped is accounted for', () => {
  expect(missed([...calm.slice(0, -1), sample(120, { taken: 119_000, skipped: 1_000 })])).toEqual([])
})

test('no sample, no verdict', () => {
  expect(() => soakFindings('soak', [])).toThrow('without a sample')
})

test('the table has a line for each sample, with the frames since the one before', () => {
  const lines = samplesTable([sample(0), sample(30), sample(60, { frames: frames(1800, 200) })]).split('\n')
  expect(lines).toHaveLength(5)
  expect(lines[3]).toContain('| 0:30 | 30,000 |')
  expect(lines[3]).toContain('| 100.0 % | 16 |')
  expect(lines[4]).toContain('| 0.0 % | 40 |')
})

test('figures are read as the page writes them', () => {
  expect(countOf('1,234,567')).toBe(1_234_567)
  expect(countOf(undefined)).toBe(0)
})

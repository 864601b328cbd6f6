import { expect, test } from 'vitest'
import { type Finding, findingsTable, isMet } from './finding.ts'

const ratio: Finding = {
  what: 'read',
  ours: 1_500_000,
  reference: 300_000,
  unit: 'records/s',
  figure: 5,
  target: { atLeast: 4 },
  rounds: 5,
}

const bound: Finding = {
  what: 'first record',
  ours: 140.25,
  reference: null,
  unit: 'ms',
  figure: 140.25,
  target: { atMost: 100 },
  rounds: 5,
}

test('a target is met on its own side only', () => {
  expect([
    isMet(ratio),
    isMet({ ...ratio, figure: 3.9 }),
    isMet(bound),
    isMet({ ...bound, figure: 100 }),
  ]).toEqual([true, false, false, true])
})

test('the table shows figures, references and what was missed', () => {
  expect(findingsTable([ratio, bound])).toBe(
    [
      '| measured | Keystream | reference | result |',
      '|---|---|---|---|',
      '| read | 1,500,000 records/s | 300,000 records/s | 5 × (at least 4 ×: met) |',
      '| first record | 140 ms | – | 140 ms (at most 100 ms: MISSED) |',
    ].join('\n'),
  )
})

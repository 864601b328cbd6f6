import fc from 'fast-check'
import { describe, expect, it, test } from 'vitest'
import { planReset, type ResetPlace, type ResetTarget, readResetTarget } from './plan-reset.ts'

const place: ResetPlace = {
  topic: 'orders',
  partition: 0,
  committed: 40n,
  low: 10n,
  high: 100n,
  atTime: 70n,
  problem: null,
}

const row = (over: object) => ({
  topic: 'orders',
  partition: 0,
  low: '10',
  high: '100',
  old: '40',
  clamped: null,
  status: 'planned',
  ...over,
})

describe('readResetTarget', () => {
  test.each([
    ['earliest', { to: 'earliest' }],
    ['latest', { to: 'latest' }],
    ['offset:0', { to: 'offset', offset: 0n }],
    ['offset:999999999999999999', { to: 'offset', offset: 999_999_999_999_999_999n }],
    ['by:-100', { to: 'by', records: -100n }],
    ['by:+100', { to: 'by', records: 100n }],
    ['by:7', { to: 'by', records: 7n }],
    ['time:2026-01-31T00:00:00Z', { to: 'time', milliseconds: 1_769_817_600_000 }],
    ['time:1769817600000', { to: 'time', milliseconds: 1_769_817_600_000 }],
  ])('%s', (text, expected) => {
    expect(readResetTarget(text)).toEqual(expected)
  })

  test.each([
    '',
    'newest',
    'offset:',
    'offset:-1',
    'offset:1e3',
    'by:',
    'by:--1',
    'by:1.5',
    'time:',
    'time:soon',
  ])('refuses “%s”', (text) => {
    expect(() => readResetTarget(text)).toThrow(expect.objectContaining({ code: 'bad_request' }))
  })
})

describe('planReset', () => {
  test.each([
    ['to the beginning', { to: 'earliest' }, row({ new: '10', difference: '-30' })],
    ['to the end', { to: 'latest' }, row({ new: '100', difference: '60' })],
    ['to a time', { to: 'time', milliseconds: 1 }, row({ new: '70', difference: '30' })],
    ['to an offset', { to: 'offset', offset: 55n }, row({ new: '55', difference: '15' })],
    ['back', { to: 'by', records: -5n }, row({ new: '35', difference: '-5' })],
    ['on', { to: 'by', records: 5n }, row({ new: '45', difference: '5' })],
    [
      'to where it stands',
      { to: 'offset', offset: 40n },
      row({ new: '40', difference: '0', status: 'unchanged' }),
    ],
    ['below the log', { to: 'offset', offset: 3n }, row({ new: '10', difference: '-30', clamped: 'low' })],
    ['beyond the log', { to: 'by', records: 500n }, row({ new: '100', difference: '60', clamped: 'high' })],
    [
      'before everything',
      { to: 'by', records: -500n },
      row({ new: '10', difference: '-30', clamped: 'low' }),
    ],
  ] satisfies [string, ResetTarget, object][])('%s', (_, target, expected) => {
    expect(planReset([place], target)).toEqual([expected])
  })

  it('goes to the end where no record is so young', () => {
    expect(planReset([{ ...place, atTime: null }], { to: 'time', milliseconds: 1 })).toEqual([
      row({ new: '100', difference: '60' }),
    ])
  })

  it('says no difference where nothing was committed', () => {
    expect(planReset([{ ...place, committed: null }], { to: 'earliest' })).toEqual([
      row({ old: null, new: '10', difference: null }),
    ])
  })

  it('leaves alone what it can’t count from, and what has no offsets, and says why', () => {
    const places = [
      { ...place, committed: null },
      { ...place, partition: 1, low: null, high: null, problem: 'No leader.' },
    ]
    const left = { new: null, difference: null, status: 'skipped' }
    expect(planReset(places, { to: 'by', records: -1n })).toEqual([
      row({
        ...left,
        old: null,
        message: 'The group never committed here, so there is nothing to count from.',
      }),
      row({ ...left, partition: 1, low: null, high: null, message: 'No leader.' }),
    ])
  })

  const offset = fc.bigInt({ min: 0n, max: 2n ** 62n })
  const target = fc.oneof(
    fc.constantFrom<ResetTarget>({ to: 'earliest' }, { to: 'latest' }, { to: 'time', milliseconds: 5 }),
    offset.map((at): ResetTarget => ({ to: 'offset', offset: at })),
    fc.bigInt({ min: -(2n ** 62n), max: 2n ** 62n }).map((records): ResetTarget => ({ to: 'by', records })),
  )

  it('never plans what is no offset of the log', () => {
    fc.assert(
      fc.property(
        offset,
        offset,
        fc.option(offset),
        fc.option(offset),
        target,
        (a, b, committed, time, goal) => {
          const [low, high] = a < b ? [a, b] : [b, a]
          const atTime = time !== null && time >= low && time <= high ? time : null
          const [planned] = planReset([{ ...place, committed, low, high, atTime }], goal)
          if (planned?.status === 'skipped') return
          const next = BigInt(planned?.new ?? -1)
          expect(next >= low && next <= high).toBe(true)
          if (committed !== null) expect(committed + BigInt(planned?.difference ?? 0)).toBe(next)
        },
      ),
    )
  })
})

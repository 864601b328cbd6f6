import { expect, test } from 'vitest'
import type { RoundTripReport } from './round-trip-report.ts'
import { roundTripVerdict } from './round-trip-verdict.ts'

const clean: RoundTripReport = {
  ...{ runId: 'r', sent: 1000, acknowledged: 1000, received: 1000 },
  ...{ lost: 0, missed: 0, unknown: 0, writtenTwice: 0, deliveredAgain: 0 },
  ...{ unacknowledgedFound: 0, reordered: 0, foreign: 3, unreadable: 0, retries: 2, rechecked: false },
  latency: { acknowledged: null, sent: null },
  ...{ histogram: [], partitions: [] },
}

const said = (part: Partial<RoundTripReport>) => roundTripVerdict({ ...clean, ...part })

test('a good report says so; records of others and batches sent again are no fault', () => {
  expect(said({})).toEqual({
    clean: true,
    title: 'All 1,000 records came back, once each, in order.',
    findings: [],
  })
})

test.each([
  [{ lost: 2, received: 998 }, '2 records of 1,000 lost.'],
  [{ unknown: 1, received: 999 }, 'It is not known what became of 1 record.'],
  [{ writtenTwice: 5 }, 'Nothing lost, but 5 records written twice.'],
  [{ deliveredAgain: 5 }, 'Nothing lost, but 5 records delivered again.'],
  [{ reordered: 1 }, 'Nothing lost, but 1 record out of order.'],
  [{ missed: 4, received: 996 }, 'Nothing lost, but 4 records not received in time.'],
  [{ acknowledged: 990 }, 'Nothing lost, but 10 records not acknowledged.'],
  [{ sent: 0, acknowledged: 0, received: 0 }, 'Nothing was sent.'],
] as const)('each fault has its words: %j', (part, title) => {
  expect(said(part)).toMatchObject({ clean: false, title })
})

test('all that is wrong is told, not only the worst', () => {
  expect(said({ lost: 1, deliveredAgain: 2, reordered: 3 }).findings).toHaveLength(3)
})

import { afterEach, expect, it, vi } from 'vitest'
import type { ClusterLink } from './cluster-link.ts'
import { UnsupportedVersionError } from './connection-error.ts'
import { missedTimes } from './missed-times.ts'
import { kafkaErrors } from './protocol-code.ts'
import { EARLIEST, type OffsetAnswer, type OffsetQuery } from './requests/list-offsets.ts'
import { startPositions } from './start-positions.ts'

afterEach(() => {
  vi.useRealTimers()
})

const topic = 'orders'
const metadata = { brokers: [], topics: [], clusterId: null, controllerId: 0 } as never
const time = 1_000

function answer(partition: number, change: Partial<OffsetAnswer> = {}): OffsetAnswer {
  return { topic, partition, errorCode: 0, timestamp: -1n, offset: -1n, ...change }
}
const away = { errorCode: kafkaErrors.LEADER_NOT_AVAILABLE }
const youngest = { timestamp: 2_000n, offset: 7n }

/** A link of which a test says what the questions are answered with; reading waits until it is cancelled. */
function linkOf(told: {
  newest?: OffsetAnswer[] | Error
  again?: Partial<OffsetAnswer>
  low?: Partial<OffsetAnswer>
}): ClusterLink {
  const listOffsetsWith = (_: unknown, queries: readonly OffsetQuery[]) =>
    Promise.resolve(
      queries.map(({ partition, timestamp }) =>
        answer(partition, timestamp === EARLIEST ? { offset: 0n, ...told.low } : told.again),
      ),
    )
  const fake = {
    newestTimes: () =>
      told.newest instanceof Error ? Promise.reject(told.newest) : Promise.resolve(told.newest ?? []),
    listOffsetsWith,
    listOffsets: (queries: readonly OffsetQuery[]) =>
      Promise.resolve(
        queries.map(({ partition, timestamp }) =>
          answer(partition, timestamp === BigInt(time) ? {} : { offset: 8n }),
        ),
      ),
    metadata: (_: unknown, call: { signal: AbortSignal }) =>
      call.signal === never
        ? Promise.resolve(metadata)
        : new Promise((_resolve, reject) => {
            call.signal.addEventListener('abort', () => reject(new Error('Aborted')), { once: true })
          }),
  }
  return fake as unknown as ClusterLink
}
const never = new AbortController().signal
const search = { metadata, time, signal: never }

it.each([
  ['the youngest record', { newest: [answer(0, away)] }],
  ['the time once more', { newest: [answer(0, youngest)], again: away }],
  ['the beginning', { newest: [answer(0, youngest)], low: { offset: -1n, ...away } }],
])('carries the error when a broker is lost at the question for %s', async (_, told) => {
  expect(await missedTimes(linkOf(told), [answer(0)], search)).toEqual([answer(0, away)])
  const begin = startPositions(linkOf(told), {
    ...{ topic, partitions: [0], from: { time }, committed: new Map(), begun: new Map() },
    ...{ addedFrom: 1, signal: never },
  })
  await expect(begin).rejects.toMatchObject({ retriable: true, partition: 0 })
})

it.each([
  ['by the client', new UnsupportedVersionError('no')],
  [
    'of one leader of several',
    [answer(0, { ...away, failure: new UnsupportedVersionError('no') }), answer(1)],
  ],
  ['by the broker', [answer(0, { errorCode: kafkaErrors.UNSUPPORTED_VERSION })]],
])('believes a broker that can’t tell its youngest record, known %s', async (_, newest) => {
  expect(await missedTimes(linkOf({ newest }), [answer(0)], search)).toEqual([answer(0)])
})

it('takes the record that came between the questions', async () => {
  const link = linkOf({ newest: [answer(0, youngest)], again: { offset: 7n } })
  expect(await missedTimes(link, [answer(0)], search)).toEqual([answer(0, { offset: 7n })])
})

it('gives up a search after two minutes, and at once when it is cancelled', async () => {
  vi.useFakeTimers()
  const link = linkOf({ newest: [answer(0, youngest)] })
  const searched = missedTimes(link, [answer(0)], { ...search })
  const refused = expect(searched).rejects.toMatchObject({
    code: 'deadline',
    message: 'The first record of that time was not found within 120 s.',
    retriable: false,
  })
  await vi.advanceTimersByTimeAsync(119_000)
  expect(await Promise.race([searched, Promise.resolve('searching')])).toBe('searching')
  await vi.advanceTimersByTimeAsync(2_000)
  await refused
  const cancel = new AbortController()
  const cancelled = missedTimes(link, [answer(0)], { ...search, signal: cancel.signal })
  const ended = expect(cancelled).rejects.toMatchObject({ name: 'AbortError' })
  cancel.abort()
  await ended
})

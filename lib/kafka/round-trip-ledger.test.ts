import fc from 'fast-check'
import { expect, test } from 'vitest'
import { OffsetSet } from './offset-set.ts'
import { RoundTripLedger } from './round-trip-ledger.ts'
import { RoundTripRecords } from './round-trip-record.ts'

const KEYS = 3
const PARTITIONS = 2

/** A place in the topic, with the number of the record that stands there; null = somebody else's. */
interface Place {
  readonly partition: number
  readonly offset: number
  readonly sequence: number | null
}

interface Run {
  readonly acknowledged: readonly boolean[]
  readonly log: readonly Place[]
  /** What the group is given: places, in any order, any number of times. */
  readonly deliveries: readonly Place[]
  /** Partitions that are looked into afterwards. */
  readonly looked: readonly number[]
}

const markOf = (sequence: number) => ({
  sequence,
  key: sequence % KEYS,
  keySequence: Math.floor(sequence / KEYS),
})
const partitionOf = (sequence: number) => (sequence % KEYS) % PARTITIONS

const runs: fc.Arbitrary<Run> = fc
  .record({
    acknowledged: fc.array(fc.boolean(), { minLength: 1, maxLength: 40 }),
    looked: fc.subarray([0, 1]),
  })
  .chain(({ acknowledged, looked }) =>
    fc
      .record({
        // Each record is written never, once, or more often, in any order, between the records of others.
        written: fc.shuffledSubarray(
          acknowledged.flatMap((_, sequence) => [sequence, sequence, -1]),
          { minLength: 0 },
        ),
      })
      .chain(({ written }) => {
        const ends = [0, 0]
        const log = written.map((sequence, at): Place => {
          const partition = sequence < 0 ? at % PARTITIONS : partitionOf(sequence)
          const offset = 5 + (ends[partition] ?? 0)
          ends[partition] = offset - 4
          return { partition, offset, sequence: sequence < 0 ? null : sequence }
        })
        const deliveries =
          log.length === 0 ? fc.constant([]) : fc.array(fc.constantFrom(...log), { maxLength: 120 })
        return deliveries.map((given) => ({ acknowledged, looked, log, deliveries: given }))
      }),
  )

/** Counts the plain way, over all that is known at the end. */
function counted({ acknowledged, log, deliveries, looked }: Run) {
  const id = ({ partition, offset }: Place) => `${partition}:${offset}`
  const seen = new Map<string, Place>()
  const first = new Set<number>()
  const highest = new Map<number, number>()
  let [deliveredAgain, reordered] = [0, 0]
  for (const place of deliveries) {
    const again = seen.has(id(place))
    seen.set(id(place), place)
    if (place.sequence === null) continue
    if (again) deliveredAgain++
    if (again || first.has(place.sequence)) continue
    first.add(place.sequence)
    const { key, keySequence } = markOf(place.sequence)
    if (keySequence < (highest.get(key) ?? -1)) reordered++
    highest.set(key, Math.max(keySequence, highest.get(key) ?? -1))
  }
  for (const place of log) if (looked.includes(place.partition)) seen.set(id(place), place)
  const places = (sequence: number) =>
    [...seen.values()].filter((place) => place.sequence === sequence).length
  const all = acknowledged.map((acked, sequence) => ({
    acked,
    received: first.has(sequence),
    places: places(sequence),
    looked: looked.includes(partitionOf(sequence)),
  }))
  const count = (match: (record: (typeof all)[number]) => boolean) => all.filter(match).length
  return {
    sent: all.length,
    acknowledged: count(({ acked }) => acked),
    received: count(({ received }) => received),
    lost: count((record) => record.acked && record.places === 0 && record.looked),
    unknown: count((record) => record.acked && record.places === 0 && !record.looked),
    missed: count((record) => record.acked && record.places > 0 && !record.received),
    unacknowledgedFound: count((record) => !record.acked && record.places > 0),
    writtenTwice: all.reduce((sum, record) => sum + Math.max(0, record.places - 1), 0),
    deliveredAgain,
    reordered,
    foreign: [...seen.values()].filter(({ sequence }) => sequence === null).length,
  }
}

test('any dropping, doubling and shuffling of records is counted exactly', () => {
  fc.assert(
    fc.property(runs, fc.boolean(), (run, receivedFirst) => {
      const ledger = new RoundTripLedger({ count: run.acknowledged.length, keys: KEYS })
      for (const _ of run.acknowledged) ledger.send(1)
      const acknowledge = () => {
        for (const [sequence, acked] of run.acknowledged.entries())
          if (acked) ledger.acknowledge(sequence, partitionOf(sequence), 2)
      }
      if (!receivedFirst) acknowledge()
      for (const { sequence, ...place } of run.deliveries)
        ledger.receive(place, sequence === null ? null : markOf(sequence), 3)
      if (receivedFirst) acknowledge()
      const expected = counted(run)
      expect(ledger.outstanding).toBe(
        run.acknowledged.filter(
          (acked, sequence) => acked && !run.deliveries.some((place) => place.sequence === sequence),
        ).length,
      )
      for (const { sequence, ...place } of run.log)
        if (run.looked.includes(place.partition))
          ledger.find(place, sequence === null ? null : markOf(sequence))
      const report = ledger.report({
        ...{ runId: 'r', retries: 0, rechecked: true },
        looked: (partition) => run.looked.includes(partition),
      })
      expect(report).toMatchObject(expected)
      const sum = (of: 'lost' | 'acknowledged' | 'received' | 'duplicated') =>
        report.partitions.reduce((total, each) => total + each[of], 0)
      expect([sum('lost'), sum('acknowledged'), sum('received')]).toEqual([
        expected.lost,
        expected.acknowledged,
        expected.received,
      ])
      expect(sum('duplicated')).toBe(expected.writtenTwice + expected.deliveredAgain)
    }),
    { numRuns: 400 },
  )
})

test('latency counts from the making and from the acknowledgement, never below nought', () => {
  const ledger = new RoundTripLedger({ count: 2, keys: 1 })
  ledger.send(100)
  ledger.send(100)
  ledger.acknowledge(0, 0, 110)
  ledger.receive({ partition: 0, offset: 0 }, { sequence: 0, key: 0, keySequence: 0 }, 150)
  // Received before its producer hears of it.
  ledger.receive({ partition: 0, offset: 1 }, { sequence: 1, key: 0, keySequence: 1 }, 104)
  ledger.acknowledge(1, 0, 120)
  const { latency, histogram } = ledger.report({
    ...{ runId: 'r', retries: 0, rechecked: false },
    looked: () => false,
  })
  expect(latency.sent).toMatchObject({ max: 50 })
  expect(latency.acknowledged).toMatchObject({ p50: 0.05, max: 40 })
  expect(histogram.filter(({ sent, acknowledged }) => sent + acknowledged > 0)).toEqual([
    { upToMs: 1, acknowledged: 1, sent: 0 },
    { upToMs: 5, acknowledged: 0, sent: 1 },
    { upToMs: 50, acknowledged: 1, sent: 1 },
  ])
})

test('an offset is new once, near and far, above 32 bits too', () => {
  fc.assert(
    fc.property(fc.array(fc.oneof(fc.nat(5_000), fc.maxSafeNat()), { maxLength: 200 }), (offsets) => {
      const set = new OffsetSet()
      const seen = new Set<number>()
      for (const offset of offsets) {
        expect(set.add(offset)).toBe(!seen.has(offset))
        seen.add(offset)
      }
    }),
  )
})

test('a record is made and known again, at its exact length; another run’s and any bytes are not', () => {
  const shape = { valueBytes: 200, keys: 7 }
  const records = new RoundTripRecords({ ...shape, runId: '0011223344556677' })
  const other = new RoundTripRecords({ ...shape, runId: '0011223344556678' })
  const mark = { sequence: 0, key: 0, keySequence: 0 }
  fc.assert(
    fc.property(fc.nat(999_999), fc.nat(20), (sequence, before) => {
      const { key, value } = records.make(sequence, 1_764_489_600_000)
      if (typeof value !== 'string') throw new Error('must be text')
      expect(JSON.parse(value)).toMatchObject({ sequence, sentAt: 1_764_489_600_000 })
      const buffer = Buffer.concat([Buffer.alloc(before), Buffer.from(value), Buffer.from('9999')])
      expect([value.length, key]).toEqual([200, `key-${sequence % 7}`])
      expect(records.read(buffer, before, before + 200, mark)).toBe(true)
      expect(mark).toEqual({ sequence, key: sequence % 7, keySequence: Math.floor(sequence / 7) })
      expect(other.read(buffer, before, before + 200, mark)).toBe(false)
    }),
  )
  fc.assert(
    fc.property(fc.uint8Array(), (bytes) => {
      const buffer = Buffer.from(bytes)
      expect(records.read(buffer, 0, buffer.length, mark)).toBe(false)
      // A null value ends at -1.
      expect(records.read(buffer, 0, -1, mark)).toBe(false)
    }),
  )
})

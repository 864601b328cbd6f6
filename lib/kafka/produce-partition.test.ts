import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { type BatchOutcome, type ProduceBatch, sealedBatch } from './produce-batch.ts'
import { MAX_IN_FLIGHT, ProducePartition } from './produce-partition.ts'
import { encodeRecordBatch } from './record-batch-encode.ts'

const identity = { producerId: 7n, producerEpoch: 0 }
const MAX_REMEMBERED = 5

/** What the network and the broker do to one sending. */
type Fate = 'fine' | 'lost before' | 'lost after' | 'refused'

/** A leader as KIP-98 has it: any sequence at first, then the next one only; its last five batches it knows again. */
class FakeLeader {
  readonly log: number[] = []
  #next = 0
  #remembered: { sequence: number; base: number }[] = []

  receive(batch: ProduceBatch, fate: Fate): BatchOutcome {
    if (fate === 'lost before') return { kind: 'retry', error: new Error('lost') }
    const sequence = batch.bytes.readInt32BE(53)
    expect(sequence).toBe(batch.sequence)
    const known = this.#remembered.find((entry) => entry.sequence === sequence)
    if (known && sequence < this.#next) return this.#answer(fate, known.base)
    // Older than what it remembers: a duplicate whose offset is forgotten would come as DUPLICATE_SEQUENCE.
    const knowsUs = this.#remembered.length > 0
    if (knowsUs && sequence !== this.#next) return { kind: 'retry', error: new Error('out of order') }
    if (fate === 'refused') return { kind: 'refused', code: 10 }
    const base = this.log.length
    this.log.push(...batch.indices)
    this.#next = sequence + batch.count
    this.#remembered = [...this.#remembered, { sequence, base }].slice(-MAX_REMEMBERED)
    return this.#answer(fate, base)
  }

  #answer(fate: Fate, base: number): BatchOutcome {
    return fate === 'lost after'
      ? { kind: 'retry', error: new Error('lost') }
      : { kind: 'acknowledged', baseOffset: BigInt(base), appendTime: -1n }
  }
}

function batchOf(first: number, count: number): ProduceBatch {
  const indices = Array.from({ length: count }, (_, step) => first + step)
  return sealedBatch(
    encodeRecordBatch(
      indices.map((index) => ({ key: null, value: String(index) })),
      { now: 0 },
    ),
    indices,
  )
}

describe('ProducePartition', () => {
  it('writes every record once and in order, whatever is lost on the way there or back', () => {
    const fates = fc.infiniteStream(
      fc.constantFrom<Fate>('fine', 'fine', 'fine', 'lost before', 'lost after', 'refused'),
    )
    const sizes = fc.array(fc.integer({ min: 1, max: 4 }), { minLength: 1, maxLength: 25 })
    fc.assert(
      fc.property(sizes, fates, fc.infiniteStream(fc.nat(MAX_IN_FLIGHT)), (counts, fate, pauses) => {
        const nextOf = <T>(stream: fc.Stream<T>, otherwise: T): T => [...stream.take(1)][0] ?? otherwise
        const leader = new FakeLeader()
        const acknowledged: number[] = []
        const refused = new Set<number>()
        const partition = new ProducePartition(0, identity, {
          acknowledged: (_, batch) => acknowledged.push(...batch.indices),
          refused: (_, batch) => {
            for (const index of batch.indices) refused.add(index)
            return []
          },
        })
        let total = 0
        for (const count of counts) {
          partition.add(batchOf(total, count), 0)
          total += count
        }
        let now = 0
        while (partition.backlog > 0) {
          now += 10_000
          const sent: ProduceBatch[] = []
          const window = nextOf(pauses, 0) + 1
          for (
            let batch = partition.take(now);
            batch;
            batch = sent.length < window ? partition.take(now) : null
          )
            sent.push(batch)
          expect(sent.length).toBeLessThanOrEqual(MAX_IN_FLIGHT)
          // Once something is lost on a connection, so is all that follows it there.
          let broken = false
          for (const batch of sent) {
            const given: Fate = broken ? 'lost before' : nextOf(fate, 'fine')
            broken ||= given === 'lost before' || given === 'lost after'
            partition.settle(batch, leader.receive(batch, given), now)
          }
        }
        const wanted = Array.from({ length: total }, (_, index) => index).filter(
          (index) => !refused.has(index),
        )
        expect(leader.log).toEqual(wanted)
        expect(acknowledged).toEqual(wanted)
      }),
      { numRuns: 300 },
    )
  })

  it('waits longer after each failure, and not at all after a success', () => {
    const partition = new ProducePartition(0, identity, { acknowledged: () => undefined, refused: () => [] })
    partition.add(batchOf(0, 1), 0)
    const pauses: number[] = []
    let now = 0
    for (let attempt = 0; attempt < 8; attempt++) {
      const batch = partition.take(now)
      if (!batch) throw new Error('Nothing to send.')
      partition.settle(batch, { kind: 'retry', error: null }, now)
      expect(partition.take(now)).toBeNull()
      pauses.push(partition.notBefore - now)
      now = partition.notBefore
    }
    expect(pauses).toEqual([50, 100, 200, 400, 800, 1_600, 2_000, 2_000])
    expect(partition.stalledFor(now)).toBe(now)
  })

  it('sends the first batch alone, then five at once, and forgets only what was never sent', () => {
    const partition = new ProducePartition(0, identity, { acknowledged: () => undefined, refused: () => [] })
    for (let count = 0; count < 9; count++) partition.add(batchOf(count * 2, 2), 0)
    const first = partition.take(0)
    expect(partition.take(0)).toBeNull()
    if (first) partition.settle(first, { kind: 'acknowledged', baseOffset: 0n, appendTime: -1n }, 0)
    for (let count = 1; count <= MAX_IN_FLIGHT; count++) expect(partition.take(0)?.sequence).toBe(count * 2)
    expect(partition.take(0)).toBeNull()
    expect(partition.dropWaiting()).toBe(6)
    expect([partition.inFlight, partition.backlog]).toEqual([5, 5])
  })
})

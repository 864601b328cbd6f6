import type { RoundTripReport } from '#lib/shared/round-trip-report.ts'
import { OffsetSet } from './offset-set.ts'
import { RoundTripLatencies } from './round-trip-latency.ts'
import type { RoundTripMark } from './round-trip-record.ts'

const ACKNOWLEDGED = 1
const RECEIVED = 2
/** In the topic by the second look, without the group. */
const FOUND = 4

interface PartitionLedger {
  readonly places: OffsetSet
  acknowledged: number
  received: number
  duplicated: number
}

/** Where something was read, and when: milliseconds of the monotonic clock. */
export interface RoundTripPlace {
  readonly partition: number
  readonly offset: number
}

/**
 * RoundTripLedger compares what was sent with what came back, record by record, in some thirty bytes for each. It does
 * no input and output: it is told what happened, in any order.
 */
export class RoundTripLedger {
  readonly #states: Uint8Array
  readonly #sentAt: Float64Array
  /** When it was acknowledged, and when received; 0 = not yet. */
  readonly #acknowledgedAt: Float64Array
  readonly #receivedAt: Float64Array
  readonly #partitionOf: Int32Array
  readonly #lastOfKey: Int32Array
  readonly #partitions = new Map<number, PartitionLedger>()
  readonly #latencies = new RoundTripLatencies()
  sent = 0
  acknowledged = 0
  received = 0
  foreign = 0
  unreadable = 0
  #writtenTwice = 0
  #deliveredAgain = 0
  #reordered = 0
  /** Acknowledged and not seen anywhere yet. */
  outstanding = 0

  constructor({ count, keys }: { readonly count: number; readonly keys: number }) {
    this.#states = new Uint8Array(count)
    this.#sentAt = new Float64Array(count)
    this.#acknowledgedAt = new Float64Array(count)
    this.#receivedAt = new Float64Array(count)
    this.#partitionOf = new Int32Array(count).fill(-1)
    this.#lastOfKey = new Int32Array(keys).fill(-1)
  }

  /** send notes that the next record was made. */
  send(now: number): void {
    this.#sentAt[this.sent++] = now
  }

  acknowledge(sequence: number, partition: number, now: number): void {
    const state = this.#states[sequence] ?? 0
    if (state & ACKNOWLEDGED) return
    this.#states[sequence] = state | ACKNOWLEDGED
    this.#partitionOf[sequence] = partition
    this.#acknowledgedAt[sequence] = now
    this.acknowledged++
    this.#at(partition).acknowledged++
    if (state & RECEIVED) this.#latencies.fromAcknowledged((this.#receivedAt[sequence] ?? now) - now)
    else this.outstanding++
  }

  /** receive takes one delivery to the group: null stands for a record of somebody else. */
  receive({ partition, offset }: RoundTripPlace, mark: RoundTripMark | null, now: number): void {
    const tally = this.#at(partition)
    const fresh = tally.places.add(offset)
    if (!mark || mark.sequence >= this.sent) {
      if (fresh) this.foreign++
      return
    }
    const { sequence } = mark
    if (!fresh) {
      this.#deliveredAgain++
      tally.duplicated++
      return
    }
    const state = this.#states[sequence] ?? 0
    if (state & RECEIVED) {
      this.#writtenTwice++
      tally.duplicated++
      return
    }
    this.#states[sequence] = state | RECEIVED
    this.#receivedAt[sequence] = now
    this.received++
    tally.received++
    this.#latencies.fromSent(now - (this.#sentAt[sequence] ?? now))
    if (state & ACKNOWLEDGED) {
      this.outstanding--
      this.#latencies.fromAcknowledged(now - (this.#acknowledgedAt[sequence] ?? now))
    }
    const last = this.#lastOfKey[mark.key] ?? -1
    if (mark.keySequence < last) this.#reordered++
    else this.#lastOfKey[mark.key] = mark.keySequence
  }

  /** find takes what a second look, without the group, saw in the topic; it may see again what was received. */
  find({ partition, offset }: RoundTripPlace, mark: RoundTripMark | null): void {
    const tally = this.#at(partition)
    const fresh = tally.places.add(offset)
    if (!fresh) return
    if (!mark || mark.sequence >= this.sent) {
      this.foreign++
      return
    }
    const state = this.#states[mark.sequence] ?? 0
    if (state & (RECEIVED | FOUND)) {
      this.#writtenTwice++
      tally.duplicated++
      return
    }
    this.#states[mark.sequence] = state | FOUND
    if (state & ACKNOWLEDGED) this.outstanding--
  }

  /** outstandingIn gives the partitions that hold, or should hold, what is acknowledged and was not seen. */
  outstandingIn(): Set<number> {
    const partitions = new Set<number>()
    for (let sequence = 0; sequence < this.sent; sequence++)
      if (this.#states[sequence] === ACKNOWLEDGED) partitions.add(this.#partitionOf[sequence] ?? -1)
    return partitions
  }

  latencies(): RoundTripReport['latency'] {
    return { acknowledged: this.#latencies.acknowledged(), sent: this.#latencies.sent() }
  }

  /** report counts all up. `looked` says which partitions were read to their end: only there a record can be lost. */
  report(facts: {
    readonly runId: string
    readonly retries: number
    readonly rechecked: boolean
    readonly looked: (partition: number) => boolean
  }): RoundTripReport {
    const lostIn = new Map<number, number>()
    let [lost, unknown, missed, unacknowledgedFound] = [0, 0, 0, 0]
    for (let sequence = 0; sequence < this.sent; sequence++) {
      const state = this.#states[sequence] ?? 0
      const partition = this.#partitionOf[sequence] ?? -1
      if (state === ACKNOWLEDGED && facts.looked(partition)) {
        lost++
        lostIn.set(partition, (lostIn.get(partition) ?? 0) + 1)
      } else if (state === ACKNOWLEDGED) unknown++
      else if (state === (ACKNOWLEDGED | FOUND)) missed++
      else if (state !== 0 && (state & ACKNOWLEDGED) === 0) unacknowledgedFound++
    }
    return {
      runId: facts.runId,
      ...{ sent: this.sent, acknowledged: this.acknowledged, received: this.received },
      ...{ lost, missed, unknown },
      ...{ writtenTwice: this.#writtenTwice, deliveredAgain: this.#deliveredAgain },
      ...{ unacknowledgedFound, reordered: this.#reordered },
      ...{ foreign: this.foreign, unreadable: this.unreadable },
      ...{ retries: facts.retries, rechecked: facts.rechecked },
      latency: this.latencies(),
      histogram: this.#latencies.histogram(),
      partitions: [...this.#partitions]
        .sort(([a], [b]) => a - b)
        .map(([partition, { acknowledged, received, duplicated }]) => ({
          ...{ partition, acknowledged, received, duplicated },
          lost: lostIn.get(partition) ?? 0,
        })),
    }
  }

  #at(partition: number): PartitionLedger {
    const known = this.#partitions.get(partition)
    if (known) return known
    const fresh = { places: new OffsetSet(), acknowledged: 0, received: 0, duplicated: 0 }
    this.#partitions.set(partition, fresh)
    return fresh
  }
}

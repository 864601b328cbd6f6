import type { BatchOutcome, ProduceBatch } from './produce-batch.ts'
import { stampBatch } from './record-batch-encode.ts'

/** The broker remembers the last five batches of a producer (KIP-98): with more in flight a resend could double. */
export const MAX_IN_FLIGHT = 5
const SEQUENCE_MASK = 0x7fff_ffff
const FIRST_BACKOFF_MS = 50
const MAX_BACKOFF_MS = 2_000

export interface ProducerIdentity {
  readonly producerId: bigint
  readonly producerEpoch: number
}

/** What the partition tells its owner. `refused` gives the batches to put in the place of a refused one. */
export interface PartitionListener {
  acknowledged(partition: ProducePartition, batch: ProduceBatch): void
  refused(partition: ProducePartition, batch: ProduceBatch, code: number): readonly ProduceBatch[]
}

/**
 * ProducePartition keeps the order of one partition's batches. Up to five travel at once. On any trouble nothing new
 * is sent until all of them are back; then what was not acknowledged goes again in order, one at a time, each under
 * the sequence it had, so that the broker recognises what it already wrote.
 */
export class ProducePartition {
  readonly partition: number
  leader = -1
  /** Monotonic milliseconds before which nothing is sent. */
  notBefore = 0
  readonly #identity: ProducerIdentity
  readonly #listener: PartitionListener
  #waiting: ProduceBatch[] = []
  #inFlight: ProduceBatch[] = []
  #acknowledgedRecords = 0
  #draining = false
  #backoffMs = FIRST_BACKOFF_MS
  #progressAt = 0

  constructor(partition: number, identity: ProducerIdentity, listener: PartitionListener) {
    this.partition = partition
    this.#identity = identity
    this.#listener = listener
  }

  get backlog(): number {
    return this.#waiting.length + this.#inFlight.length
  }

  get inFlight(): number {
    return this.#inFlight.length
  }

  /** stalledFor gives the milliseconds since a batch was last acknowledged, while some wait; else 0. */
  stalledFor(now: number): number {
    return this.backlog === 0 ? 0 : now - this.#progressAt
  }

  add(batch: ProduceBatch, now: number): void {
    if (this.backlog === 0) this.#progressAt = now
    this.#waiting.push(batch)
  }

  /** take gives the next batch to send now, stamped, or null. The caller must settle it. */
  take(now: number): ProduceBatch | null {
    this.#skipAcknowledged(now)
    const batch = this.#waiting[0]
    // One that is acknowledged already waits for those before it.
    if (!batch || batch.outcome?.kind === 'acknowledged' || this.#draining || now < this.notBefore)
      return null
    // A leader that has nothing of this producer takes any sequence: were the first batch refused, a second one behind
    // it would be written before it. So the first goes alone.
    const alone =
      this.#acknowledgedRecords === 0 ||
      batch.attempts > 0 ||
      this.#inFlight.some((sent) => sent.attempts > 1)
    if (this.#inFlight.length >= (alone ? 1 : MAX_IN_FLIGHT)) return null
    this.#waiting.shift()
    let sequence = this.#acknowledgedRecords
    for (const sent of this.#inFlight) sequence += sent.count
    sequence &= SEQUENCE_MASK
    if (batch.sequence !== sequence) {
      batch.sequence = sequence
      stampBatch(batch.bytes, { ...this.#identity, sequence })
    }
    if (batch.attempts === 0) batch.firstSentAt = now
    batch.attempts++
    batch.outcome = null
    this.#inFlight.push(batch)
    return batch
  }

  /** settle takes what became of a batch in flight. */
  settle(batch: ProduceBatch, outcome: BatchOutcome, now: number): void {
    batch.outcome = outcome
    if (outcome.kind !== 'acknowledged') this.#draining = true
    while (this.#inFlight[0]?.outcome?.kind === 'acknowledged') this.#acknowledge(this.#inFlight.shift(), now)
    if (this.#draining && this.#inFlight.every((sent) => sent.outcome !== null)) this.#requeue(now)
  }

  /** dropWaiting forgets what was never sent, and says how many records that were. */
  dropWaiting(): number {
    const dropped = this.#waiting.filter((batch) => batch.attempts === 0)
    this.#waiting = this.#waiting.filter((batch) => batch.attempts > 0)
    return dropped.reduce((sum, batch) => sum + batch.count, 0)
  }

  #acknowledge(batch: ProduceBatch | undefined, now: number): void {
    if (!batch) return
    this.#progressAt = now
    this.#acknowledgedRecords += batch.count
    this.#backoffMs = FIRST_BACKOFF_MS
    this.#listener.acknowledged(this, batch)
  }

  // A batch may be acknowledged while one before it must be sent again; it counts when its turn comes.
  #skipAcknowledged(now: number): void {
    while (this.#inFlight.length === 0 && this.#waiting[0]?.outcome?.kind === 'acknowledged')
      this.#acknowledge(this.#waiting.shift(), now)
  }

  #requeue(now: number): void {
    const again: ProduceBatch[] = []
    let retried = false
    for (const batch of this.#inFlight) {
      const { outcome } = batch
      // What follows a refused batch was rejected as out of order: with the gap closed it gets its new sequence.
      if (outcome?.kind === 'refused') again.push(...this.#listener.refused(this, batch, outcome.code))
      else again.push(batch)
      retried ||= outcome?.kind === 'retry'
    }
    this.#inFlight = []
    this.#waiting.unshift(...again)
    this.#draining = false
    if (retried) {
      this.notBefore = now + this.#backoffMs
      this.#backoffMs = Math.min(MAX_BACKOFF_MS, this.#backoffMs * 2)
    }
    this.#skipAcknowledged(now)
  }
}

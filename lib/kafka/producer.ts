import { partitionOfKey } from '#lib/records/partitioner.ts'
import type { Compression } from '#lib/shared/record.ts'
import type { ClusterLink } from './cluster-link.ts'
import type { ErrorContext } from './failure.ts'
import { type KafkaError, protocolError } from './kafka-error.ts'
import type { OutgoingRecord } from './outgoing-record.ts'
import { type ProduceBatch, sealedBatch } from './produce-batch.ts'
import { MAX_IN_FLIGHT, ProducePartition, type ProducerIdentity } from './produce-partition.ts'
import { ProduceSender } from './produce-sender.ts'
import { MAX_NAMED_REFUSALS, ProduceTally } from './produce-tally.ts'
import { RecordBatchBuilder } from './record-batch-encode.ts'
import { splitBatch } from './split-batch.ts'

/** Larger batches gain nothing more, and the broker's default limit for one is 1 MiB. */
const BATCH_BYTES = 128 * 1024
/** Short records would make batches whose single loss costs much; measured best from 500 to 2,000. */
const MAX_BATCH_RECORDS = 2_000
/** What may wait for acknowledgement: of each partition what travels at once, and a few batches that follow it … */
const BATCHES_AHEAD = MAX_IN_FLIGHT + 3
/** … but not more than this, however many partitions: thirty jobs have a producer each. */
const MAX_BUFFERED_BYTES = 16 * 1024 * 1024

export interface ProducerOptions {
  readonly link: ClusterLink
  readonly topic: string
  /** The leader of each partition, by number; -1 = none now. */
  readonly leaders: readonly number[]
  readonly identity: ProducerIdentity
  readonly compression: Compression
  readonly deliveryTimeoutMs: number
  readonly keepPositions: boolean
  /** Records without a partition go round, whatever their key. */
  readonly roundRobin: boolean
  readonly onAcknowledged?: OnAcknowledged | undefined
  /** Is told the numbers of records that the broker will not have. */
  readonly onRefused?: ((indices: readonly number[]) => void) | undefined
  readonly isolateRefusals: boolean
  readonly context: ErrorContext
}

/**
 * Is told the numbers, in the source, of the records that a partition has taken, and the first one's offset; -1 when
 * the broker has forgotten it.
 */
export type OnAcknowledged = (partition: number, indices: readonly number[], baseOffset: number) => void

interface OpenBatch {
  readonly builder: RecordBatchBuilder
  readonly indices: number[]
}

/**
 * Producer writes records to one topic, each exactly once: it picks partitions, fills batches and hands them to the
 * sender. `add` never waits; who adds much must wait for `room()`.
 */
export class Producer {
  readonly tally: ProduceTally
  readonly #options: ProducerOptions
  readonly #partitions: readonly ProducePartition[]
  readonly #sender: ProduceSender
  readonly #open: (OpenBatch | null)[]
  readonly #room: number
  #buffered = 0
  #added = 0
  #sticky = 0
  #changed = Promise.withResolvers<void>()

  constructor(options: ProducerOptions) {
    this.#options = options
    this.tally = new ProduceTally(options.keepPositions)
    this.#open = options.leaders.map(() => null)
    this.#room = Math.min(MAX_BUFFERED_BYTES, options.leaders.length * BATCHES_AHEAD * BATCH_BYTES)
    this.#partitions = options.leaders.map((leader, number) => {
      const partition = new ProducePartition(number, options.identity, {
        acknowledged: (_, batch) => this.#acknowledged(number, batch),
        refused: (_, batch, code) => this.#refused(number, batch, code),
      })
      partition.leader = leader
      return partition
    })
    this.#sender = new ProduceSender({
      ...options,
      partitions: this.#partitions,
      onChange: () => this.#wake(),
    })
    this.#chooseSticky()
  }

  /** How many records were taken so far. */
  get added(): number {
    return this.#added
  }

  get partitionCount(): number {
    return this.#partitions.length
  }

  get failure(): KafkaError | null {
    return this.#sender.failure
  }

  get retries(): number {
    return this.#sender.retries
  }

  get full(): boolean {
    return this.#buffered >= this.#room
  }

  /** add takes a record; true when that completed a batch. Throws on a partition that does not exist. */
  add(record: OutgoingRecord, nowMs: number): boolean {
    const partition = this.#partitionFor(record)
    let sealed = false
    let open = this.#open[partition]
    if (!open || open.indices.length >= MAX_BATCH_RECORDS || !open.builder.append(record, nowMs)) {
      if (open) {
        this.#seal(partition)
        sealed = true
        // Without key and partition the next batch goes to another partition.
        if (partition === this.#sticky) this.#chooseSticky()
        if (this.#sticks(record) && this.#sticky !== partition) return this.add(record, nowMs) || sealed
      }
      open = { builder: new RecordBatchBuilder(BATCH_BYTES), indices: [] }
      this.#open[partition] = open
      open.builder.append(record, nowMs)
    }
    open.indices.push(this.#added++)
    return sealed
  }

  /** flush sends what is collected, however little. */
  flush(): void {
    for (const [partition, open] of this.#open.entries()) if (open) this.#seal(partition)
    this.#chooseSticky()
    this.#sender.pump()
  }

  /** room resolves when more may be added, or when the producer failed. */
  async room(): Promise<void> {
    while (this.full && !this.failure) await this.#changed.promise
  }

  /** drained resolves when nothing is on its way any more, or when the producer failed. */
  async drained(): Promise<void> {
    while (this.#partitions.some(({ backlog }) => backlog > 0) && !this.failure) await this.#changed.promise
  }

  /** arrived resolves when nothing is in flight any more: after stop(), for the last answers. */
  async arrived(): Promise<void> {
    while (this.#partitions.some(({ inFlight }) => inFlight > 0) && !this.failure) await this.#changed.promise
  }

  /** stop sends nothing more. Gives the number of records that were taken but never sent. */
  stop(): number {
    this.#sender.stop()
    let dropped = 0
    for (const [partition, open] of this.#open.entries()) {
      dropped += open?.indices.length ?? 0
      this.#open[partition] = null
    }
    for (const partition of this.#partitions) dropped += partition.dropWaiting()
    return dropped
  }

  /** A record that goes wherever the batch goes that is being filled. */
  #sticks({ key, partition }: OutgoingRecord): boolean {
    return key === null && partition === undefined && !this.#options.roundRobin
  }

  #partitionFor(record: OutgoingRecord): number {
    const { key, partition } = record
    const count = this.#partitions.length
    if (partition !== undefined) {
      if (Number.isInteger(partition) && partition >= 0 && partition < count) return partition
      throw protocolError(3, { ...this.#options.context, topic: this.#options.topic, partition })
    }
    if (this.#options.roundRobin) return this.#added % count
    return key === null ? this.#sticky : partitionOfKey(key, count)
  }

  /** The partition with the least to do, among those with a leader; ties go to the one after the last. */
  #chooseSticky(): void {
    const count = this.#partitions.length
    let best = this.#sticky
    let least = Infinity
    for (let step = 1; step <= count; step++) {
      const index = (this.#sticky + step) % count
      const partition = this.#partitions[index]
      if (!partition) continue
      const load = partition.backlog + (partition.leader < 0 ? 1_000_000 : 0)
      if (load < least) {
        least = load
        best = index
      }
    }
    this.#sticky = best
  }

  #seal(partition: number): void {
    const open = this.#open[partition]
    this.#open[partition] = null
    if (!open || open.indices.length === 0) return
    const batch = sealedBatch(open.builder.finish(this.#options.compression), open.indices)
    this.#buffered += batch.bytes.length
    this.#partitions[partition]?.add(batch, performance.now())
    this.#sender.pump()
  }

  #acknowledged(partition: number, batch: ProduceBatch): void {
    this.#buffered -= batch.bytes.length
    this.tally.acknowledge(partition, batch, performance.now())
    const baseOffset = batch.outcome?.kind === 'acknowledged' ? Number(batch.outcome.baseOffset) : -1
    this.#options.onAcknowledged?.(partition, batch.indices, baseOffset)
    this.#wake()
  }

  /** Halves a refused batch until the record to blame stands alone; the others are written. */
  #refused(partition: number, batch: ProduceBatch, code: number): readonly ProduceBatch[] {
    this.#buffered -= batch.bytes.length
    const isolate = this.#options.isolateRefusals || this.tally.refusedRecords < MAX_NAMED_REFUSALS
    if (batch.count > 1 && isolate) {
      const [first, second] = splitBatch(batch.bytes)
      this.#buffered += first.length + second.length
      const middle = batch.count >> 1
      return [
        sealedBatch(first, batch.indices.slice(0, middle)),
        sealedBatch(second, batch.indices.slice(middle)),
      ]
    }
    const error = protocolError(code, { ...this.#options.context, topic: this.#options.topic, partition })
    this.tally.refuse(partition, batch.indices, { code: error.code, message: error.message })
    this.#options.onRefused?.(batch.indices)
    this.#wake()
    return []
  }

  #wake(): void {
    this.#changed.resolve()
    this.#changed = Promise.withResolvers()
  }
}

import { setTimeout as delay } from 'node:timers/promises'
import { compileMapping, type ValueMap } from '#lib/records/map-value.ts'
import type { CopyMapping } from '#lib/shared/copy-spec.ts'
import type { Compression } from '#lib/shared/record.ts'
import { ClusterLink } from './cluster-link.ts'
import { contextOf } from './error-context.ts'
import type { ErrorContext } from './failure.ts'
import { cancelledError, translateError } from './kafka-error.ts'
import type { KafkaTarget } from './kafka-target.ts'
import { openProducer } from './open-producer.ts'
import { orAborted } from './or-aborted.ts'
import type { OutgoingRecord } from './outgoing-record.ts'
import type { Producer } from './producer.ts'
import { type DeliveredRecord, type RecordSink, SinkTally } from './record-sink.ts'

/** At the end the answers under way may still come. */
const LAST_ANSWERS_MS = 300
/** What comes live must not wait for a batch to fill. */
const LINGER_MS = 50

export interface KafkaSinkOptions {
  readonly topic: string
  readonly mapping: CopyMapping
  readonly compression: Compression
  /** How many partitions the copied topic has. */
  readonly sourcePartitions: number
  readonly signal: AbortSignal
}

/** openKafkaSink makes a sink that writes to a topic, each record exactly once. Throws a KafkaError. */
export async function openKafkaSink(target: KafkaTarget, options: KafkaSinkOptions): Promise<KafkaSink> {
  const { topic, signal } = options
  const context: ErrorContext = { ...contextOf(target), topic, operation: 'write' }
  // Not bound to the signal for its whole life: after a cancel the last answers may still come.
  const connecting = ClusterLink.connect(target)
  let link: ClusterLink | null = null
  try {
    link = await orAborted(connecting, signal)
    return new KafkaSink(
      link,
      await openProducer(link, { ...options, isolateRefusals: true }, context),
      options,
    )
  } catch (error) {
    connecting.then((late) => late.close()).catch(() => undefined)
    throw translateError(error, link ? context : { ...context, phase: 'connect' })
  }
}

/** KafkaSink copies records to a topic: keys, values, headers, times and partitions as the mapping says. */
export class KafkaSink implements RecordSink {
  readonly tally = new SinkTally()
  readonly #link: ClusterLink
  readonly #producer: Producer
  readonly #mapping: CopyMapping
  readonly #map: ValueMap | null
  readonly #samePartition: boolean
  /** Where the records that were added since the last settling came from, by their number after `#base`. */
  #places: { partition: number; offset: number }[] = []
  #base = 0
  #told = 0
  #settling: Promise<void> | null = null
  #linger: NodeJS.Timeout | null = null
  readonly #closed = Promise.withResolvers<never>()

  constructor(
    link: ClusterLink,
    producer: Producer,
    { mapping, sourcePartitions }: Pick<KafkaSinkOptions, 'mapping' | 'sourcePartitions'>,
  ) {
    this.#link = link
    this.#producer = producer
    this.#mapping = mapping
    this.#map = compileMapping(mapping)
    this.#samePartition = mapping.partition === 'keep' && producer.partitionCount >= sourcePartitions
  }

  /** Whether each record goes to the partition of the same number. */
  get samePartition(): boolean {
    return this.#samePartition
  }

  add(record: DeliveredRecord): void {
    const { tally } = this
    tally.added++
    if (record.value === null && this.#mapping.tombstones === 'drop') {
      tally.dropped++
      return
    }
    const value = this.#map && record.value ? this.#map(record.value.toString('utf8')) : record.value
    if (value === null && record.value !== null) {
      tally.refuse('undecodable', record, 'its value is no JSON object, so the mapping has nothing to map.')
      return
    }
    this.#places.push({ partition: record.partition, offset: record.offset })
    this.#producer.add(this.#outgoing(record, value), Date.now())
    this.#linger ??= setTimeout(() => {
      this.#linger = null
      this.#producer.flush()
    }, LINGER_MS)
  }

  async room(): Promise<void> {
    await this.#settling
    await this.#producer.room()
    this.#look()
  }

  async settle(): Promise<void> {
    this.#settling ??= this.#settle().finally(() => {
      this.#settling = null
    })
    await this.#settling
  }

  async close(): Promise<void> {
    if (this.#linger) clearTimeout(this.#linger)
    this.#closed.promise.catch(() => undefined)
    this.#closed.reject(cancelledError())
    this.#producer.stop()
    await Promise.race([this.#producer.arrived(), delay(LAST_ANSWERS_MS)])
    this.#count()
    this.#link.close()
  }

  async #settle(): Promise<void> {
    this.#producer.flush()
    await Promise.race([this.#producer.drained(), this.#closed.promise])
    this.#look()
    this.#base = this.#producer.added
    this.#places = []
  }

  #look(): void {
    this.#count()
    if (this.#producer.failure) throw this.#producer.failure
  }

  #count(): void {
    const { tally, retries } = this.#producer
    this.tally.delivered = tally.acknowledged
    this.tally.retries = retries
    for (const { index, message } of tally.refused.slice(this.#told)) {
      const place = this.#places[index - this.#base]
      if (place) this.tally.refuse('failed', place, message)
    }
    this.#told = tally.refused.length
    this.tally.failed = tally.refusedRecords
  }

  #outgoing(record: DeliveredRecord, value: string | Buffer | null): OutgoingRecord {
    const { key, headers, timestamp, addHeaders = [] } = this.#mapping
    const kept = headers === 'keep' ? record.headers : []
    return {
      key: key === 'keep' ? record.key : null,
      value,
      ...(kept.length + addHeaders.length > 0 && { headers: [...kept, ...addHeaders] }),
      ...(timestamp === 'keep' && { timestamp: record.timestamp }),
      ...(this.#samePartition && { partition: record.partition }),
    }
  }
}

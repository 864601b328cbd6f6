import { setImmediate as turn } from 'node:timers/promises'
import type { FilterSpec } from '#lib/shared/filter.ts'
import type { Delivery } from '#lib/shared/job.ts'
import { BatchScanner, type RecordWriter } from './batch-scanner.ts'
import type { BatchSink } from './batch-sink.ts'
import type { FetchedRecords } from './fetch-lane.ts'
import type { PartitionCounts } from './produce-tally.ts'
import { type BatchHeader, HeaderCursor, type RecordCursor } from './record-batch.ts'
import { RecordFilter } from './record-filter.ts'
import type { RecordSink } from './record-sink.ts'

/** So many records may be on their way without a look at what became of them: a bound for what is kept of each. */
const SETTLE_EVERY = 200_000

interface Matched {
  records: number
  first: number
  last: number
}

export interface RecordDeliveryOptions {
  readonly topic: string
  readonly filter?: FilterSpec | undefined
  readonly sink: RecordSink
  readonly signal: AbortSignal
}

/** RecordDelivery takes fetches apart, lets the filter choose, and hands the records to a sink. All counts add up. */
export class RecordDelivery implements BatchSink, RecordWriter {
  readonly #options: RecordDeliveryOptions
  readonly #scanner: BatchScanner
  readonly #headers = new HeaderCursor()
  readonly #partitions = new Map<number, Matched>()
  #settledAt = 0

  /** Throws a KafkaError for a filter that is not right. */
  constructor(options: RecordDeliveryOptions) {
    this.#options = options
    const { filter, topic } = options
    this.#scanner = new BatchScanner({
      filter: filter ? new RecordFilter(filter, { topic }) : null,
      lines: this,
      isolation: 'committed',
      limit: Number.POSITIVE_INFINITY,
    })
  }

  /** How many records were looked at. */
  get read(): number {
    return this.#scanner.read
  }

  get bytes(): number {
    return this.#scanner.bytes
  }

  get filterFailures() {
    return this.#scanner.filterFailures
  }

  async take(item: FetchedRecords, until: number): Promise<void> {
    const { sink, signal } = this.#options
    signal.throwIfAborted()
    await sink.room()
    for (const found of this.#scanner.scan(item, until)) {
      if (!('type' in found) || found.type !== 'unreadable') continue
      const { partition, firstOffset, count, reason } = found
      sink.tally.remark(`${count} records of partition ${partition} from offset ${firstOffset}: ${reason}.`)
    }
    if (sink.tally.added - this.#settledAt > SETTLE_EVERY) await this.settle()
    else await sink.room()
    // Answers of the sink come in between.
    await turn()
  }

  async settle(): Promise<void> {
    const { added } = this.#options.sink.tally
    await this.#options.sink.settle()
    this.#settledAt = added
  }

  write(partition: number, batch: BatchHeader, record: RecordCursor): null {
    const { buffer, keyStart, keyEnd, valueStart, valueEnd } = record
    const offset = batch.baseOffset + record.offsetDelta
    const matched = this.#partitions.get(partition)
    if (matched) {
      matched.records++
      matched.last = offset
    } else this.#partitions.set(partition, { records: 1, first: offset, last: offset })
    this.#options.sink.add({
      partition,
      offset,
      timestamp: batch.logAppendTime ? batch.maxTimestamp : batch.baseTimestamp + record.timestampDelta,
      timestampType: batch.logAppendTime ? 'append' : 'create',
      key: keyEnd < 0 ? null : buffer.subarray(keyStart, keyEnd),
      value: valueEnd < 0 ? null : buffer.subarray(valueStart, valueEnd),
      headers: record.headerCount > 0 ? this.#headersOf(record) : [],
    })
    return null
  }

  counts(): Delivery {
    const { read, matched, undecodable } = this.#scanner
    const { tally } = this.#options.sink
    const { delivered, redelivered, dropped, failed, pending, retries } = tally
    return {
      read,
      filtered: read - matched - undecodable,
      undecodable: undecodable + tally.undecodable,
      ...{ delivered, redelivered, dropped, failed, pending, retries },
    }
  }

  partitions(): PartitionCounts {
    return [...this.#partitions]
      .sort(([a], [b]) => a - b)
      .map(([partition, { records, first, last }]) => ({
        ...{ partition, records },
        firstOffset: String(first),
        lastOffset: String(last),
      }))
  }

  #headersOf(record: RecordCursor): (readonly [string, Buffer | null])[] {
    const headers = this.#headers
    const pairs: (readonly [string, Buffer | null])[] = []
    headers.reset(record)
    while (headers.next()) {
      const { buffer, nameStart, nameEnd, valueStart, valueEnd } = headers
      const value = valueEnd < 0 ? null : buffer.subarray(valueStart, valueEnd)
      pairs.push([buffer.utf8Slice(nameStart, nameEnd), value])
    }
    return pairs
  }
}

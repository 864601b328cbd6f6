import { setTimeout as delay } from 'node:timers/promises'
import { BatchScanner } from './batch-scanner.ts'
import type { ClusterLink } from './cluster-link.ts'
import type { ErrorContext } from './failure.ts'
import type { FetchedRecords } from './fetch-lane.ts'
import { protocolError, translateError } from './kafka-error.ts'
import { kafkaErrors } from './protocol-code.ts'
import type { EndReason, ReadEvent } from './read-event.ts'
import type { ReadOptions } from './read-options.ts'
import { RecordFilter } from './record-filter.ts'
import { RecordLines } from './record-lines.ts'
import { RecordSource, type SourceItem } from './record-source.ts'
import type { Metadata } from './requests/metadata.ts'
import { SourcePartition } from './source-partition.ts'
import { type OffsetRange, resolveRanges } from './start-offsets.ts'

/** A bounded scan with few matches gives them out this often at least. */
const FLUSH_EVERY_MS = 50
/** A partition that is added to a followed topic is found within this time. */
const NEW_PARTITIONS_EVERY_MS = 3_000
/** A topic that was created a moment ago is not known to every broker yet. */
const UNKNOWN_TOPIC_TRIES = 4
const UNKNOWN_TOPIC_PAUSE_MS = 100

export interface ScanTopicOptions extends Omit<ReadOptions, 'signal' | 'deadlineMs'> {
  readonly context: ErrorContext
  /** Aborted with an EndReason as its reason. */
  readonly signal: AbortSignal
}

/** TopicScan is one reading of one topic over an open link: resolves the range, follows the source, counts, reports. */
export class TopicScan {
  readonly #link: ClusterLink
  readonly #options: ScanTopicOptions
  readonly #source: RecordSource
  readonly #lines: RecordLines
  readonly #scanner: BatchScanner
  readonly #began = performance.now()
  #skipped = 0
  #lastProgress = { at: performance.now(), read: 0 }
  #lastFlush = 0

  constructor(link: ClusterLink, options: ScanTopicOptions) {
    const { topic, isolation, context, signal, filter, maxValueBytes, limit } = options
    this.#link = link
    this.#options = options
    this.#source = new RecordSource(link, { topic, isolation, context, signal })
    this.#lines = new RecordLines(maxValueBytes)
    this.#scanner = new BatchScanner({
      filter: filter ? new RecordFilter(filter) : null,
      lines: this.#lines,
      isolation,
      limit: limit ?? Number.POSITIVE_INFINITY,
    })
  }

  /** events gives everything up to `ended`. Throws a KafkaError when it can't go on, and what the signal says on abort. */
  async *events(): AsyncGenerator<ReadEvent> {
    const { signal } = this.#options
    const metadata = await this.#topicMetadata()
    const { ranges, failed } = await resolveRanges(this.#link, {
      ...this.#options,
      metadata,
      partitions: this.#wantedPartitions(metadata),
    })
    const [broken] = failed
    if (broken && ranges.length === 0) throw this.#failureOf(broken)
    yield { type: 'started', partitions: ranges.map(rangeOnWire) }
    for (const { partition, expired } of ranges)
      if (expired > 0n) yield this.#skip(Number(expired), partition)
    for (const answer of failed) {
      const { code, message, retriable } = this.#failureOf(answer)
      yield { type: 'partition-error', partition: answer.partition, code, message, retriable }
    }
    for (const { partition, from, to, high } of ranges) {
      const added = new SourcePartition(partition, Number(from), to === null ? null : Number(to))
      added.high = Number(high)
      this.#source.add(added)
    }
    const watch = this.#options.to === 'live' && !this.#options.partitions ? this.#watchPartitions() : null
    try {
      for await (const item of this.#source.items()) {
        yield* this.#handle(item)
        if (this.#scanner.finished) break
        signal.throwIfAborted()
      }
    } finally {
      clearInterval(watch ?? undefined)
    }
    yield* this.#flush()
    if (broken && !this.#scanner.finished) throw this.#failureOf(broken)
    yield this.progress()
    yield this.ended(this.#scanner.finished ? 'limit' : 'reached-end')
  }

  /** progress is how far it is now. */
  progress(): ReadEvent {
    const { read, matched, bytes, undecodable } = this.#counts()
    const now = performance.now()
    const seconds = (now - this.#lastProgress.at) / 1000
    const recordsPerSecond = seconds > 0 ? Math.round((read - this.#lastProgress.read) / seconds) : 0
    this.#lastProgress = { at: now, read }
    const positions = [...this.#source.partitions].map(({ partition, seen, high }) => ({
      partition,
      position: String(seen),
      high: String(Math.max(high, seen)),
    }))
    return {
      type: 'progress',
      read,
      matched,
      bytes,
      skipped: this.#skipped,
      undecodable,
      recordsPerSecond,
      positions,
    }
  }

  ended(reason: EndReason): ReadEvent {
    const { read, matched, undecodable } = this.#counts()
    const seconds = Math.round(performance.now() - this.#began) / 1000
    return { type: 'ended', reason, read, matched, skipped: this.#skipped, undecodable, seconds }
  }

  #counts(): { read: number; matched: number; bytes: number; undecodable: number } {
    const { read, matched, bytes, undecodable } = this.#scanner
    return { read: read + this.#skipped, matched, bytes, undecodable }
  }

  *#handle(item: SourceItem): Generator<ReadEvent> {
    const { partition } = item.partition
    if (item.type === 'records') {
      yield* this.#scan(item)
    } else if (item.type === 'expired') {
      yield this.#skip(item.to - item.from, partition)
      item.partition.seen = item.to
    } else {
      const { code, message, retriable } = item.error
      yield { type: 'partition-error', partition, code, message, retriable }
    }
  }

  *#scan(item: FetchedRecords): Generator<ReadEvent> {
    for (const found of this.#scanner.scan(item)) {
      if ('lines' in found) {
        yield { type: 'records', ...found }
        continue
      }
      const { partition, count, firstOffset, reason } = found
      const message = `${count} records from offset ${firstOffset} can't be read: ${reason}.`
      yield { type: 'partition-error', partition, code: 'broker_error', message, retriable: false }
    }
    item.partition.seen = item.next
    if (this.#options.to === 'live' || performance.now() - this.#lastFlush > FLUSH_EVERY_MS)
      yield* this.#flush()
  }

  *#flush(): Generator<ReadEvent> {
    this.#lastFlush = performance.now()
    const chunk = this.#lines.flush()
    if (chunk) yield { type: 'records', ...chunk }
  }

  #skip(count: number, partition: number): ReadEvent {
    this.#skipped += count
    return {
      type: 'skipped',
      count,
      reason: `expired or deleted in partition ${partition} before they were read`,
    }
  }

  async #topicMetadata(): Promise<Metadata> {
    const { topic, context, signal } = this.#options
    for (let tries = 1; ; tries++) {
      const metadata = await this.#link.metadata({ topics: [topic] }, { signal })
      const code = metadata.topics[0]?.errorCode ?? kafkaErrors.UNKNOWN_TOPIC_OR_PARTITION
      if (code === kafkaErrors.NONE) return metadata
      const passing =
        code === kafkaErrors.UNKNOWN_TOPIC_OR_PARTITION || code === kafkaErrors.LEADER_NOT_AVAILABLE
      if (!passing || tries === UNKNOWN_TOPIC_TRIES)
        throw protocolError(code, { ...context, topic, operation: 'read' })
      await delay(UNKNOWN_TOPIC_PAUSE_MS, undefined, { signal })
    }
  }

  #wantedPartitions(metadata: Metadata): number[] {
    const { topic, partitions, context } = this.#options
    const known = metadata.topics[0]?.partitions.map(({ partition }) => partition) ?? []
    const wanted = partitions ? [...new Set(partitions)] : known
    const missing = wanted.find((partition) => !known.includes(partition))
    if (missing !== undefined) {
      throw protocolError(kafkaErrors.UNKNOWN_TOPIC_OR_PARTITION, { ...context, topic, partition: missing })
    }
    return wanted.sort((a, b) => a - b)
  }

  #failureOf(answer: { readonly partition: number; readonly errorCode: number; readonly failure?: unknown }) {
    const { topic, context } = this.#options
    const place = { ...context, topic, partition: answer.partition, operation: 'read' } as const
    return answer.failure ? translateError(answer.failure, place) : protocolError(answer.errorCode, place)
  }

  /** Partitions that are added while the topic is followed are read from their first record. */
  #watchPartitions(): NodeJS.Timeout {
    const { topic, signal } = this.#options
    const look = async (): Promise<void> => {
      const metadata = await this.#link.metadata({ topics: [topic] }, { signal })
      const known = new Set([...this.#source.partitions].map(({ partition }) => partition))
      for (const { partition, leader } of metadata.topics[0]?.partitions ?? []) {
        if (leader >= 0 && !known.has(partition)) this.#source.add(new SourcePartition(partition, 0, null))
      }
    }
    // A failed look is repeated; the source itself finds out when the cluster is gone.
    return setInterval(() => void look().catch(() => undefined), NEW_PARTITIONS_EVERY_MS)
  }
}

function rangeOnWire({ partition, low, high, from, to }: OffsetRange) {
  return {
    partition,
    low: String(low),
    high: String(high),
    from: String(from),
    to: to === null ? null : String(to),
  }
}

import { setImmediate as turn } from 'node:timers/promises'
import type { BatchScanner } from './batch-scanner.ts'
import type { ClusterLink } from './cluster-link.ts'
import type { ErrorContext } from './failure.ts'
import type { FetchedRecords } from './fetch-lane.ts'
import { goOnAfter } from './go-on-after.ts'
import { offsetFailure } from './offset-failure.ts'
import { openScanner, scanSpecOf } from './open-scanner.ts'
import { planRanges } from './plan-ranges.ts'
import { positionsOf } from './positions-of.ts'
import { rangeOffWire, rangeOnWire, sourcePartitionOf } from './range-on-wire.ts'
import type { EndReason, JoinedEvent, ReadEvent } from './read-event.ts'
import type { ReadingTask } from './reading-task.ts'
import type { SchemaLookup } from './record-decoder.ts'
import type { RecordLines } from './record-lines.ts'
import { RecordSource, type SourceItem } from './record-source.ts'
import { SourcePartition } from './source-partition.ts'
import type { OffsetRange, ResolvedRanges } from './start-offsets.ts'
import type { TailPlace } from './tail-hub.ts'
import { unreadableNotice } from './unreadable-notice.ts'
import { watchPartitions } from './watch-partitions.ts'

/** A bounded scan with few matches gives them out this often at least. */
const FLUSH_EVERY_MS = 50
/** So long a scan may keep its thread from others: a live view beside it goes on. */
const TURN_MS = 10

export interface ScanTopicOptions extends Omit<ReadingTask, 'deadlineMs' | 'share' | 'registry'> {
  readonly context: ErrorContext
  /** The registry that `decode` may ask. */
  readonly lookup: SchemaLookup | null
  /** Aborted with an EndReason as its reason. */
  readonly signal: AbortSignal
  /** Where a live reading joins others once it has caught up. */
  readonly place?: TailPlace
}

/** Whether the reading reads for itself alone, still reads up to where a tail had come, or has become the tail. */
type Joining = null | 'joined' | 'taken-over'

/** TopicScan is one reading of one topic over an open link: resolves the range, follows the source, counts, reports. */
export class TopicScan {
  readonly #link: ClusterLink
  readonly #options: ScanTopicOptions
  readonly #source: RecordSource
  readonly #lines: RecordLines
  readonly #scanner: BatchScanner
  readonly #began = performance.now()
  /** Ends the source: on the reader's signal, until a tail has taken the source over. */
  readonly #stop = new AbortController()
  readonly #relay = (): void => this.#stop.abort(this.#options.signal.reason)
  #skipped = 0
  #lastProgress = { at: performance.now(), read: 0 }
  #lastFlush = 0
  #halted: EndReason | null = null

  constructor(link: ClusterLink, options: ScanTopicOptions) {
    const { topic, isolation, context, signal, limit, lookup } = options
    this.#link = link
    this.#options = options
    this.#source = new RecordSource(link, { topic, isolation, context, signal: this.#stop.signal })
    signal.addEventListener('abort', this.#relay, { once: true })
    if (signal.aborted) this.#relay()
    const { scanner, lines } = openScanner(options, limit, lookup)
    this.#scanner = scanner
    this.#lines = lines
  }

  /** events gives everything up to `ended`. Throws a KafkaError when it can't go on, and what the signal says on abort. */
  async *events(): AsyncGenerator<ReadEvent> {
    const { signal } = this.#options
    const { ranges, failed } = await this.#plan()
    const [broken] = failed
    if (broken && ranges.length === 0) throw offsetFailure(broken, this.#options)
    yield { type: 'started', partitions: ranges.map(rangeOnWire) }
    for (const { partition, expired } of ranges)
      if (expired > 0n) yield this.#skip(Number(expired), partition)
    for (const answer of failed) {
      const { code, message, retriable } = offsetFailure(answer, this.#options)
      yield { type: 'partition-error', partition: answer.partition, code, message, retriable }
    }
    if (this.#options.planOnly) {
      if (broken) throw offsetFailure(broken, this.#options)
      yield this.ended('reached-end')
      return
    }
    for (const range of ranges) this.#source.add(sourcePartitionOf(range))
    const items = this.#source.items()
    const follows = this.#options.to === 'live' && !this.#options.partitions
    const watch = follows
      ? watchPartitions({ ...this.#options, link: this.#link, source: this.#source })
      : undefined
    let joining: Joining = null
    let turnEnds = performance.now() + TURN_MS
    try {
      while (true) {
        joining ??= this.#join(items, ranges)
        if (joining === 'taken-over' || (joining && this.#hasCaughtUp())) break
        const next = await items.next()
        if (next.done) break
        yield* this.#handle(next.value)
        if (this.#isOverBudget()) this.#halted ??= 'budget'
        if (this.#scanner.finished || this.#halted) break
        signal.throwIfAborted()
        if (performance.now() < turnEnds) continue
        await turn()
        turnEnds = performance.now() + TURN_MS
      }
    } finally {
      clearInterval(watch)
      if (joining !== 'taken-over') await items.return(undefined)
    }
    yield* this.leftover()
    if (joining) {
      // The signal lives as long as its viewer, and with it what listens: the source and its buffers.
      signal.removeEventListener('abort', this.#relay)
      yield { type: 'joined', counts: this.#counts() }
      return
    }
    if (broken && !this.#scanner.finished) throw offsetFailure(broken, this.#options)
    yield this.progress()
    // The word to halt may come when nothing is left to read.
    const halted = this.#hasCaughtUp() ? null : this.#halted
    yield this.ended(this.#scanner.finished ? 'limit' : (halted ?? 'reached-end'))
  }

  /**
   * Joins the tail when this reading has seen what was there at its start; or becomes the tail. Then only what the tail
   * has seen already is left to read here.
   */
  #join(items: AsyncGenerator<SourceItem>, ranges: readonly OffsetRange[]): Joining {
    const { place } = this.#options
    const heads = new Map(ranges.map(({ partition, high }) => [partition, Number(high)]))
    const known = [...this.#source.partitions]
    if (!place || !known.every(({ partition, seen }) => seen >= (heads.get(partition) ?? 0))) return null
    const spec = scanSpecOf(this.#options)
    const seen = new Map(known.map((partition) => [partition.partition, partition.seen]))
    const tail = place.find()
    if (tail && !tail.takesIn(spec)) return null
    if (!tail) {
      place.adopt(this.#source, items, this.#stop).join(place.reading, spec, seen)
      return 'taken-over'
    }
    const ends = tail.join(place.reading, spec, seen)
    for (const partition of known) partition.endAt(ends.get(partition.partition) ?? partition.seen)
    for (const [partition, end] of ends) {
      if (!seen.has(partition)) this.#source.add(new SourcePartition(partition, 0, end))
    }
    return 'joined'
  }

  /** halt lets the reading end after the fetch that is looked at, where it can go on without a gap or a repetition. */
  halt(reason: EndReason): void {
    this.#halted ??= reason
  }

  #isOverBudget(): boolean {
    const { maxReadBytes, to } = this.#options
    if (maxReadBytes === undefined || to === 'live') return false
    return this.#scanner.bytes >= maxReadBytes && !this.#hasCaughtUp()
  }

  #hasCaughtUp(): boolean {
    return [...this.#source.partitions].every(({ seen, end }) => end !== null && seen >= end)
  }

  async #plan(): Promise<ResolvedRanges> {
    const { planned } = this.#options
    if (planned) return { ranges: planned.map(rangeOffWire), failed: [] }
    return planRanges(this.#link, this.#options)
  }

  /** progress is how far it is now. */
  progress(): ReadEvent {
    const counts = this.#counts()
    const { read } = counts
    const now = performance.now()
    const seconds = (now - this.#lastProgress.at) / 1000
    const recordsPerSecond = seconds > 0 ? Math.round((read - this.#lastProgress.read) / seconds) : 0
    this.#lastProgress = { at: now, read }
    return {
      type: 'progress',
      ...counts,
      recordsPerSecond,
      positions: positionsOf(this.#source.partitions),
    }
  }

  ended(reason: EndReason): ReadEvent {
    const { bytes: _, ...counts } = this.#counts()
    const seconds = Math.round(performance.now() - this.#began) / 1000
    return {
      type: 'ended',
      reason,
      ...goOnAfter(reason, positionsOf(this.#source.partitions)),
      ...counts,
      seconds,
    }
  }

  #counts(): JoinedEvent['counts'] {
    const { read, matched, bytes, undecodable, filterFailures } = this.#scanner
    const skipped = this.#skipped
    return { read: read + skipped, matched, bytes, skipped, undecodable, ...filterFailures }
  }

  async *#handle(item: SourceItem): AsyncGenerator<ReadEvent> {
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

  async *#scan(item: FetchedRecords): AsyncGenerator<ReadEvent> {
    for (const found of this.#scanner.scan(item)) {
      if ('lines' in found) yield { type: 'records', ...found }
      else if (found.type === 'schema') await this.#options.lookup?.ask(found.id)
      else yield unreadableNotice(found)
    }
    item.partition.seen = item.next
    if (this.#options.to === 'live' || performance.now() - this.#lastFlush > FLUSH_EVERY_MS)
      yield* this.leftover()
  }

  /** leftover gives the records that wait for more to be sent with. */
  *leftover(): Generator<ReadEvent> {
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
}

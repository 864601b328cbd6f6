import { FetchSchemas } from './fetch-schemas.ts'
import type { ScanSpec } from './open-scanner.ts'
import { positionsOf } from './positions-of.ts'
import type { ErrorMessage } from './reader-message.ts'
import type { RecordDecoder, SchemaLookup } from './record-decoder.ts'
import type { RecordSource, SourceItem } from './record-source.ts'
import { TailFollower } from './tail-follower.ts'
import { TailLens } from './tail-lens.ts'
import type { Progress, TailMessage, TailNotice } from './tail-message.ts'

/** Each lens looks at every record; a reading with yet another filter reads for itself. */
const MAX_LENSES = 32
/** A registry that did not answer in time must not hold up one fetch after the other; one that is back is found soon. */
const ASK_AGAIN_MS = 15_000
/** Often enough for a page to look alive. */
const PROGRESS_EVERY_MS = 500

export interface TopicTailOptions {
  readonly source: RecordSource
  /** The source's own iteration, which the tail goes on with. */
  readonly items: AsyncGenerator<SourceItem>
  /** Ends the source. */
  readonly stop: AbortController
  readonly post: (message: TailMessage, transfer?: ArrayBuffer[]) => void
  /** The schema registry of all who read here; null when they have none. */
  readonly lookup: SchemaLookup | null
  /** Unique in the thread. */
  readonly nextLensId: () => number
}

/**
 * TopicTail reads the end of a topic once for all who follow it. Readings join where they stand, without a gap and
 * without getting anything twice; a slow one never holds it up. It is made of the source of the first reading that
 * has caught up.
 */
export class TopicTail {
  readonly #options: TopicTailOptions
  readonly #lenses = new Map<string, TailLens>()
  readonly #followers = new Map<number, TailFollower>()
  #lastProgress = new Map<number, { at: number; read: number }>()
  #ended = false

  constructor(options: TopicTailOptions) {
    this.#options = options
  }

  get ended(): boolean {
    return this.#ended
  }

  get empty(): boolean {
    return (
      this.#followers.size === 0 && [...this.#lenses.values()].every(({ readings }) => readings.size === 0)
    )
  }

  lens(id: number): TailLens | undefined {
    return [...this.#lenses.values()].find((lens) => lens.id === id)
  }

  /** takesIn tells whether there is room for this way of looking at the topic. */
  takesIn(spec: ScanSpec): boolean {
    return !this.#ended && (this.#lenses.has(keyOf(spec)) || this.#lenses.size < MAX_LENSES)
  }

  /**
   * join takes a reading in that has seen all before `seen`, by partition. From now on what the tail fetches is its own;
   * gives up to where, by partition, it must still read by itself: what the tail has seen already.
   */
  join(reading: number, spec: ScanSpec, seen: ReadonlyMap<number, number>): Map<number, number> {
    const follower = new TailFollower(reading, { spec, lookup: this.#options.lookup }, seen)
    this.#followers.set(reading, follower)
    this.#lensFor(spec)
    this.#settle()
    return new Map([...this.#options.source.partitions].map((known) => [known.partition, known.seen]))
  }

  leave(reading: number): void {
    this.#followers.delete(reading)
    for (const [key, lens] of this.#lenses) {
      const wanted = [...this.#followers.values()].some(({ spec }) => keyOf(spec) === key)
      if (!lens.readings.delete(reading) || lens.readings.size > 0 || wanted) continue
      lens.close()
      this.#lenses.delete(key)
      this.#lastProgress.delete(lens.id)
    }
  }

  /** run reads until `close`; what ends it otherwise is told to all who read. Never rejects. */
  async run(translate: (error: unknown) => ErrorMessage): Promise<void> {
    const { items, post, lookup, stop } = this.#options
    const progress = setInterval(() => this.#tellProgress(), PROGRESS_EVERY_MS)
    let askAgain = 0
    try {
      for await (const item of items) {
        if (item.type === 'records' && lookup && performance.now() >= askAgain) {
          // Before anybody looks at it, so that all can look in one piece. Who joins meanwhile is asked for as well.
          const schemas = new FetchSchemas(item, lookup, stop.signal)
          while (schemas.anyMissing(this.#decoders())) await schemas.ask()
          if (schemas.isLate) askAgain = performance.now() + ASK_AGAIN_MS
        }
        this.#handle(item)
        await Promise.all([...this.#lenses.values()].map(({ credit }) => credit.room()))
      }
    } catch (error) {
      if (!this.#ended) post({ type: 'broken', readings: this.#everybody(), error: translate(error) })
    } finally {
      clearInterval(progress)
      this.close()
    }
  }

  /** Those of the lenses are all: who joins has a lens from then on. */
  #decoders(): RecordDecoder[] {
    return [...this.#lenses.values()].flatMap(({ decoder }) => decoder ?? [])
  }

  close(): void {
    if (this.#ended) return
    this.#ended = true
    for (const lens of this.#lenses.values()) lens.close()
    this.#options.stop.abort()
  }

  #lensFor(spec: ScanSpec): TailLens {
    const key = keyOf(spec)
    const { nextLensId, post, lookup } = this.#options
    const lens = this.#lenses.get(key) ?? new TailLens(nextLensId(), { spec, lookup }, post)
    this.#lenses.set(key, lens)
    return lens
  }

  /** In one piece: between two steps every reading has been given all that was seen. */
  #handle(item: SourceItem): void {
    if (item.type === 'records') {
      const noticed = [...this.#lenses.values()].map((lens) => ({ lens, notices: lens.scan(item) }))
      for (const { lens, notices } of noticed) this.#notify([...lens.readings], notices)
      for (const { reading, ...follower } of this.#scanAlone(item)) this.#giveOwn(reading, follower)
      item.partition.seen = item.next
    } else if (item.type === 'expired') {
      const count = item.to - item.from
      for (const reader of [...this.#lenses.values(), ...this.#followers.values()]) reader.skip(count)
      const reason = `expired or deleted in partition ${item.partition.partition} before they were read`
      this.#notify(this.#everybody(), [{ type: 'skipped', count, reason }])
      item.partition.seen = item.to
    } else {
      const { code, message, retriable } = item.error
      const { partition } = item.partition
      this.#notify(this.#everybody(), [{ type: 'partition-error', partition, code, message, retriable }])
    }
    if (this.#followers.size > 0) this.#settle()
  }

  *#scanAlone(item: Extract<SourceItem, { type: 'records' }>) {
    for (const follower of this.#followers.values())
      yield { reading: follower.reading, ...follower.scan(item) }
  }

  #giveOwn(reading: number, { records, notices }: ReturnType<TailFollower['scan']>): void {
    for (const chunk of records)
      this.#options.post({ type: 'own', reading, records: chunk }, [chunk.lines.buffer])
    this.#notify([reading], notices)
  }

  /** Lets those who were ahead share a lens once the tail has come as far. */
  #settle(): void {
    const seen = new Map([...this.#options.source.partitions].map((known) => [known.partition, known.seen]))
    for (const follower of this.#followers.values()) {
      if (!follower.caughtUp((partition) => seen.get(partition) ?? -1)) continue
      const lens = this.#lensFor(follower.spec)
      lens.flush()
      lens.readings.add(follower.reading)
      this.#followers.delete(follower.reading)
      const { reading, counts: own } = follower
      this.#options.post({ type: 'joined', reading, lens: lens.id, own, base: lens.counts })
    }
  }

  #notify(readings: number[], notices: readonly TailNotice[]): void {
    if (readings.length === 0) return
    for (const event of notices) this.#options.post({ type: 'notice', readings, event })
  }

  #everybody(): number[] {
    return [...[...this.#lenses.values()].flatMap(({ readings }) => [...readings]), ...this.#followers.keys()]
  }

  #tellProgress(): void {
    const positions = positionsOf(this.#options.source.partitions)
    for (const lens of this.#lenses.values()) {
      if (lens.readings.size === 0) continue
      const { counts, id } = lens
      const now = performance.now()
      const last = this.#lastProgress.get(id) ?? { at: now - PROGRESS_EVERY_MS, read: counts.read }
      this.#lastProgress.set(id, { at: now, read: counts.read })
      const recordsPerSecond = Math.round(((counts.read - last.read) * 1000) / (now - last.at))
      const progress: Progress = { type: 'progress', ...counts, recordsPerSecond, positions }
      this.#options.post({ type: 'progress', lens: id, progress })
    }
  }
}

function keyOf(spec: ScanSpec): string {
  return JSON.stringify(spec)
}

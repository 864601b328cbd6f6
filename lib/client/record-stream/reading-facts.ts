import type { RecordEvent } from '#lib/shared/record.ts'
import type { StreamFacts } from './protocol.ts'
import type { ReadPositions } from './read-positions.ts'

type Counted = Extract<RecordEvent, { type: 'progress' | 'ended' }>
type FactEvent = Exclude<RecordEvent, { type: 'started' | 'record' }>

const zero = { read: 0, matched: 0, bytes: 0, skipped: 0, undecodable: 0, filterErrors: 0 }

/** ReadingFacts adds up what the streams of one reading say about themselves. */
export class ReadingFacts {
  readonly #positions: ReadPositions
  /** Totals of the streams that are over, and of the one that runs. */
  #before = { ...zero }
  #current = { ...zero }
  #recordsPerSecond = 0
  readonly #skips = new Map<string, number>()
  #errors = new Map<number, StreamFacts['partitionErrors'][number]>()
  #endReason: StreamFacts['endReason'] = null
  #seconds: number | null = null
  #secondsBefore = 0
  #filterErrorSample: string | null = null

  constructor(positions: ReadPositions) {
    this.#positions = positions
  }

  /** opened begins a stream: what the one before had counted stays. */
  opened(): void {
    this.#before = this.#totals()
    this.#secondsBefore = this.#seconds ?? 0
    this.#endReason = null
    this.#current = { ...zero }
    this.#errors = new Map()
  }

  /** stopped: nothing arrives at the moment. */
  stopped(): void {
    this.#recordsPerSecond = 0
  }

  /** Whether the reading was stopped before the range's end, and it can be said where it is to go on. */
  get canGoOn(): boolean {
    const stopped = this.#endReason === 'budget' || this.#endReason === 'deadline'
    return stopped && this.#positions.resumeFrom() !== null
  }

  skip(reason: string, count: number): void {
    if (count > 0) this.#skips.set(reason, (this.#skips.get(reason) ?? 0) + count)
  }

  apply(event: FactEvent): void {
    switch (event.type) {
      case 'progress':
        this.#count(event)
        this.#current.bytes = event.bytes
        this.#recordsPerSecond = event.recordsPerSecond
        this.#positions.progressed(event.positions)
        for (const { partition, troubled } of event.positions) {
          if (!troubled && this.#errors.get(partition)?.retriable === true) this.#errors.delete(partition)
        }
        return
      case 'skipped':
        this.skip(event.reason, event.count)
        return
      case 'partition-error':
        this.#positions.troubled(event.partition)
        this.#errors.set(event.partition, {
          partition: event.partition,
          message: event.message,
          retriable: event.retriable,
        })
        return
      case 'ended':
        this.#count(event)
        this.#endReason = event.reason
        this.#seconds = this.#secondsBefore + event.seconds
        return
      case 'failed':
        return
    }
  }

  /** facts gives the totals; `kept` is the number of records that arrived here, which the reports lag behind. */
  facts(kept: number): Omit<StreamFacts, 'phase' | 'error' | 'retryInMs'> {
    const { read, matched, bytes, undecodable, filterErrors } = this.#totals()
    return {
      read: Math.max(read, kept),
      matched: Math.max(matched, kept),
      bytes,
      undecodable,
      filterErrors,
      filterErrorSample: this.#filterErrorSample,
      recordsPerSecond: this.#recordsPerSecond,
      skips: [...this.#skips].map(([reason, count]) => ({ reason, count })),
      partitions: this.#positions.list(),
      partitionErrors: [...this.#errors.values()],
      endReason: this.#endReason,
      canGoOn: this.canGoOn,
      seconds: this.#seconds,
    }
  }

  #count(event: Counted): void {
    const { read, matched, skipped, undecodable, filterErrors = 0, filterErrorSample } = event
    this.#current = { ...this.#current, read, matched, skipped, undecodable, filterErrors }
    this.#filterErrorSample ??= filterErrorSample ?? null
  }

  #totals() {
    const [a, b] = [this.#before, this.#current]
    return {
      read: a.read + b.read,
      matched: a.matched + b.matched,
      bytes: a.bytes + b.bytes,
      skipped: a.skipped + b.skipped,
      undecodable: a.undecodable + b.undecodable,
      filterErrors: a.filterErrors + b.filterErrors,
    }
  }
}

import { type DeliveredRecord, type RecordSink, SinkTally } from './record-sink.ts'

/** The next batch is filled while one is on its way; more would only be memory. */
const MAX_WAITING = 2
/** What comes live must not wait for a batch to fill. */
const LINGER_MS = 200

export interface SinkPlace {
  readonly partition: number
  readonly offset: number
}

export interface SinkBatch<T> {
  /** From 1. */
  readonly number: number
  readonly items: readonly T[]
  /** Where each item came from. */
  readonly places: readonly SinkPlace[]
}

/**
 * BatchingSink delivers records in batches of bounded size, one after the other, so that each partition keeps its
 * order. Who extends it says what an item is and how a batch is delivered; what `deliver` throws ends the sink.
 */
export abstract class BatchingSink<T> implements RecordSink {
  readonly tally = new SinkTally()
  readonly #limits: { readonly items: number; readonly bytes: number }
  readonly #stop = new AbortController()
  #items: T[] = []
  #places: SinkPlace[] = []
  #bytes = 0
  #batches: SinkBatch<T>[] = []
  #count = 0
  #sending: Promise<void> | null = null
  #failure: { readonly error: unknown } | null = null
  #linger: NodeJS.Timeout | null = null

  constructor(limits: { readonly items: number; readonly bytes: number }) {
    this.#limits = limits
  }

  abstract add(record: DeliveredRecord): void

  /** deliver sends one batch and counts what became of it, or throws when nothing more can be delivered. */
  protected abstract deliver(batch: SinkBatch<T>, signal: AbortSignal): Promise<void>

  /** push puts an item into the batch that is being filled. */
  protected push(item: T, bytes: number, { partition, offset }: SinkPlace): void {
    if (this.#items.length >= this.#limits.items || this.#bytes + bytes > this.#limits.bytes) this.#seal()
    this.#items.push(item)
    this.#places.push({ partition, offset })
    this.#bytes += bytes
    this.#linger ??= setTimeout(() => {
      this.#linger = null
      this.#seal()
    }, LINGER_MS)
  }

  async room(): Promise<void> {
    this.#throwFailure()
    while (this.#batches.length > MAX_WAITING) {
      await this.#sending
      this.#throwFailure()
    }
  }

  async settle(): Promise<void> {
    this.#seal()
    while (this.#sending) await this.#sending
    this.#throwFailure()
  }

  close(): Promise<void> {
    if (this.#linger) clearTimeout(this.#linger)
    this.#stop.abort()
    return Promise.resolve()
  }

  #seal(): void {
    if (this.#items.length === 0 || this.#failure) return
    this.#batches.push({ number: ++this.#count, items: this.#items, places: this.#places })
    this.#items = []
    this.#places = []
    this.#bytes = 0
    this.#sending ??= this.#sendAll()
  }

  async #sendAll(): Promise<void> {
    for (let batch = this.#batches[0]; batch && !this.#failure; batch = this.#batches[0]) {
      try {
        await this.deliver(batch, this.#stop.signal)
        this.#batches.shift()
      } catch (error) {
        this.#failure = { error }
      }
    }
    // In the same turn as the look above: a batch that comes after it starts anew.
    this.#sending = null
  }

  #throwFailure(): void {
    if (this.#failure) throw this.#failure.error
  }
}

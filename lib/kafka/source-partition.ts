/** The first try for one partition in one fetch; grown when a single batch is larger (KIP-74). */
export const PARTITION_FETCH_BYTES = 1024 * 1024
const MAX_PARTITION_FETCH_BYTES = 64 * 1024 * 1024
/** A new leader knows the end of the log as well as the old one within its first exchange with the followers. */
const CUT_AFTER_MS = 5_000

/** SourcePartition is where the reading of one partition stands. */
export class SourcePartition {
  readonly partition: number
  /** The next offset to ask for. */
  position: number
  /** Up to where its records were looked at: behind `position` by what is fetched ahead. */
  seen: number
  /** Exclusive; null follows for ever. */
  end: number | null
  /** The high watermark, or the last stable offset, as last seen. */
  high: number
  maxBytes = PARTITION_FETCH_BYTES
  /** The broker gave it nothing although there is something: it goes first in the next request. */
  askFirst = false
  done = false
  /** Since when it can't be fetched, and how often it was tried; null while all is well. */
  trouble: { readonly since: number; announced: boolean; tries: number } | null = null
  #stalledSince: number | null = null

  constructor(partition: number, position: number, end: number | null) {
    this.partition = partition
    this.position = position
    this.seen = position
    this.end = end
    this.high = position
    this.done = end !== null && position >= end
  }

  /** advance moves to the next offset to read. */
  advance(next: number): void {
    if (next > this.position) this.position = next
    this.maxBytes = PARTITION_FETCH_BYTES
    this.#stalledSince = null
    if (this.end !== null && this.position >= this.end) this.done = true
  }

  /** endAt lets a partition that was followed end; what was fetched beyond it counts no more. */
  endAt(offset: number): void {
    this.end = offset
    if (this.position >= offset) this.done = true
  }

  /** grow is for a batch that did not fit. */
  grow(): void {
    this.maxBytes = Math.min(this.maxBytes * 2, MAX_PARTITION_FETCH_BYTES)
    this.askFirst = true
  }

  stumble(): { since: number; announced: boolean } {
    this.trouble ??= { since: performance.now(), announced: false, tries: 0 }
    this.trouble.tries++
    return this.trouble
  }

  /**
   * nothingCame is for an empty answer before the end. The broker leaves out what does not fit a full answer (Kafka 4
   * does), so the partition goes first next time; if it was first already, there is nothing left: compacted away.
   */
  nothingCame(wasFirst: boolean): void {
    if (!wasFirst) {
      this.askFirst = this.high > this.position || this.end !== null
      return
    }
    if (this.end === null) return
    this.#stalledSince ??= performance.now()
    // The log is shorter than it was: cut by an unclean election, or a new leader that still catches up.
    const cut = performance.now() - this.#stalledSince > CUT_AFTER_MS
    if (this.high >= this.end || cut) this.done = true
  }
}

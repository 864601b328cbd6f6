import { setTimeout as delay } from 'node:timers/promises'
import { TokenBucket } from './token-bucket.ts'

/** A timer's longest is 25 days, and one beyond it is due at once; a record every month is a pace too. */
const MAX_DELAY_MS = 60_000

/** ConsumeBudget is what the members of one job share: how many records are left to take, how fast, and since when nothing came. */
export class ConsumeBudget {
  left: number
  /** Monotonic milliseconds; infinite while a receiver is busy. */
  activeAt = performance.now()
  /** Where partitions began that nobody has committed since: there whoever gets them next begins again. */
  readonly begun = new Map<number, bigint>()
  readonly #bucket: TokenBucket | null

  /** `rate` is records a second. */
  constructor({ limit, rate }: { readonly limit?: number | undefined; readonly rate?: number | undefined }) {
    this.left = limit ?? Number.POSITIVE_INFINITY
    this.#bucket = rate === undefined ? null : new TokenBucket(rate, performance.now())
  }

  touch(): void {
    this.activeAt = performance.now()
  }

  /** allow gives how many records may be taken now; it waits for the first, and gives 0 when the signal aborts. */
  async allow(signal: AbortSignal): Promise<number> {
    while (this.#bucket && !signal.aborted) {
      const { granted, waitMs } = this.#bucket.take(this.left, performance.now())
      if (granted > 0) return granted
      // Who waits for the pace is not idle.
      this.touch()
      await delay(Math.min(waitMs, MAX_DELAY_MS), undefined, { signal }).catch(() => undefined)
    }
    return signal.aborted ? 0 : this.left
  }
}

/** Tokens for so long may pile up: a job that was held up briefly catches up, but never floods. */
const BURST_MS = 200

/**
 * TokenBucket paces work to `rate` a second; with a burst, that many at once and then a pause. The clock is given, so
 * that it can be tested without waiting.
 */
export class TokenBucket {
  readonly #perMs: number
  readonly #burst: number | undefined
  readonly #most: number
  #tokens: number
  #at: number

  constructor(rate: number, nowMs: number, burst?: number) {
    this.#perMs = rate / 1000
    this.#burst = burst
    // Room for two, so that a timer that is late takes nothing off the rate.
    this.#most = burst === undefined ? Math.max(1, this.#perMs * BURST_MS) : burst * 2
    this.#tokens = burst ?? 1
    this.#at = nowMs
  }

  /** take gives how many of `wanted` may go now, and how many milliseconds to wait when it is none. */
  take(wanted: number, nowMs: number): { granted: number; waitMs: number } {
    this.#tokens = Math.min(this.#most, this.#tokens + Math.max(0, nowMs - this.#at) * this.#perMs)
    this.#at = nowMs
    const least = this.#burst ?? 1
    if (this.#tokens < least) return { granted: 0, waitMs: Math.max(1, (least - this.#tokens) / this.#perMs) }
    // A burst goes as one, however much was wanted at once.
    const granted = this.#burst ?? Math.min(wanted, Math.floor(this.#tokens))
    this.#tokens -= granted
    return { granted, waitMs: 0 }
  }
}

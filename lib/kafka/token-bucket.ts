/** Tokens for so long may pile up: a job that was held up briefly catches up, but never floods. */
const BURST_MS = 200

/** TokenBucket paces work to `rate` a second. The clock is given, so that it can be tested without waiting. */
export class TokenBucket {
  readonly #perMs: number
  readonly #burst: number
  #tokens: number
  #at: number

  constructor(rate: number, nowMs: number) {
    this.#perMs = rate / 1000
    this.#burst = Math.max(1, this.#perMs * BURST_MS)
    this.#tokens = 1
    this.#at = nowMs
  }

  /** take gives how many of `wanted` may go now, and how many milliseconds to wait when it is none. */
  take(wanted: number, nowMs: number): { granted: number; waitMs: number } {
    this.#tokens = Math.min(this.#burst, this.#tokens + Math.max(0, nowMs - this.#at) * this.#perMs)
    this.#at = nowMs
    const granted = Math.min(wanted, Math.floor(this.#tokens))
    this.#tokens -= granted
    return { granted, waitMs: granted > 0 ? 0 : Math.max(1, (1 - this.#tokens) / this.#perMs) }
  }
}

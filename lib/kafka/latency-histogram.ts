// Buckets grow by 5 %: a quantile is at most that far off. 0.05 ms to some minutes fit.
const GROWTH = Math.log(1.05)
const LEAST_MS = 0.05
const BUCKETS = 320

export interface LatencyQuantiles {
  readonly p50: number
  readonly p99: number
  readonly max: number
}

/** LatencyHistogram counts durations in milliseconds in a fixed space, with quantiles to 5 %. */
export class LatencyHistogram {
  readonly #counts = new Uint32Array(BUCKETS)
  #total = 0
  #max = 0

  add(milliseconds: number): void {
    const bucket = Math.ceil(Math.log(Math.max(milliseconds, LEAST_MS) / LEAST_MS) / GROWTH)
    const index = Math.min(bucket, BUCKETS - 1)
    this.#counts[index] = (this.#counts[index] ?? 0) + 1
    this.#total++
    if (milliseconds > this.#max) this.#max = milliseconds
  }

  /** Null while nothing was counted. */
  quantiles(): LatencyQuantiles | null {
    if (this.#total === 0) return null
    return { p50: this.#quantile(0.5), p99: this.#quantile(0.99), max: round(this.#max) }
  }

  /** The same with one quantile more; null while nothing was counted. */
  spread(): (LatencyQuantiles & { readonly p90: number }) | null {
    const known = this.quantiles()
    return known && { ...known, p90: this.#quantile(0.9) }
  }

  #quantile(share: number): number {
    const wanted = Math.ceil(this.#total * share)
    let seen = 0
    for (const [index, count] of this.#counts.entries()) {
      seen += count
      if (seen >= wanted) return round(Math.min(LEAST_MS * Math.exp(index * GROWTH), this.#max))
    }
    return round(this.#max)
  }
}

const round = (milliseconds: number) => Math.round(milliseconds * 100) / 100

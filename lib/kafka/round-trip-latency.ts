import type { RoundTripLatency, RoundTripReport } from '#lib/shared/round-trip-report.ts'
import { LatencyHistogram } from './latency-histogram.ts'

/** The bars of the chart: each about twice the one before, so that a millisecond and a minute are in one picture. */
const BARS_MS = [1, 2, 5, 10, 20, 50, 100, 200, 500, 1_000, 2_000, 5_000, 10_000, 20_000, 60_000] as const

class Latencies {
  readonly fine = new LatencyHistogram()
  readonly bars = new Uint32Array(BARS_MS.length + 1)

  add(milliseconds: number): void {
    this.fine.add(milliseconds)
    const at = BARS_MS.findIndex((most) => milliseconds <= most)
    const bar = at < 0 ? BARS_MS.length : at
    this.bars[bar] = (this.bars[bar] ?? 0) + 1
  }
}

/** RoundTripLatencies counts how long records took, from their making and from their acknowledgement. */
export class RoundTripLatencies {
  readonly #sent = new Latencies()
  readonly #acknowledged = new Latencies()

  fromSent(milliseconds: number): void {
    this.#sent.add(Math.max(0, milliseconds))
  }

  fromAcknowledged(milliseconds: number): void {
    // A group may receive a record before its producer hears that it is written.
    this.#acknowledged.add(Math.max(0, milliseconds))
  }

  sent(): RoundTripLatency | null {
    return this.#sent.fine.spread()
  }

  acknowledged(): RoundTripLatency | null {
    return this.#acknowledged.fine.spread()
  }

  /** From the first bar that counts something to the last. */
  histogram(): RoundTripReport['histogram'] {
    const bars = [...BARS_MS, null].map((upToMs, at) => ({
      upToMs,
      acknowledged: this.#acknowledged.bars[at] ?? 0,
      sent: this.#sent.bars[at] ?? 0,
    }))
    const counts = (bar: (typeof bars)[number]) => bar.acknowledged + bar.sent > 0
    const first = bars.findIndex(counts)
    return first < 0 ? [] : bars.slice(first, bars.findLastIndex(counts) + 1)
  }
}

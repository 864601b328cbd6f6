import type { BucketGrid } from './bucket-grid.ts'

/** The first look divides what is unknown so often, the later ones what is left: three rounds for 60 buckets. */
const FIRST_PARTS = 8
const LATER_PARTS = 4

export interface CurvePoint {
  /** The first record at or after the asked time; -1 when there is none. */
  readonly offset: bigint
  /** Its timestamp: up to there, every edge has the same offset. */
  readonly timestamp: bigint
}

/**
 * OffsetCurve finds the offset of one partition at each edge of a grid with few look-ups: where two known edges have
 * the same offset, nothing lies between them and nothing is asked.
 */
export class OffsetCurve {
  readonly partition: number
  readonly low: bigint
  readonly high: bigint
  readonly #grid: BucketGrid
  readonly #offsets: (bigint | undefined)[]
  #rounds = 0

  constructor(partition: number, bounds: { low: bigint; high: bigint }, grid: BucketGrid) {
    this.partition = partition
    this.low = bounds.low
    this.high = bounds.high > bounds.low ? bounds.high : bounds.low
    this.#grid = grid
    this.#offsets = Array.from({ length: grid.buckets + 1 })
  }

  /** wanted gives the edges to ask for next, as indexes; none when all is known. */
  wanted(): number[] {
    const parts = this.#rounds++ === 0 ? FIRST_PARTS : LATER_PARTS
    const found: number[] = []
    let known = { edge: -1, offset: this.low }
    for (let edge = 0; edge <= this.#offsets.length; edge++) {
      const offset = edge === this.#offsets.length ? this.high : this.#offsets[edge]
      if (offset === undefined) continue
      const gap = edge - known.edge - 1
      if (offset <= known.offset) this.#offsets.fill(known.offset, known.edge + 1, edge)
      else {
        for (let part = 1; part < parts; part++) {
          const between = known.edge + Math.round(((gap + 1) * part) / parts)
          if (between > known.edge && between < edge && between !== found.at(-1)) found.push(between)
        }
      }
      known = { edge, offset: offset > known.offset ? offset : known.offset }
    }
    return found
  }

  /** timeAt gives the time of an edge. */
  timeAt(edge: number): number {
    return this.#grid.from + edge * this.#grid.bucketMs
  }

  /** learn takes the answer for one edge. */
  learn(edge: number, { offset, timestamp }: CurvePoint): void {
    const none = offset < 0n
    const at = none || offset > this.high ? this.high : offset < this.low ? this.low : offset
    const last = none ? this.#offsets.length - 1 : this.#edgeBefore(timestamp)
    for (let each = edge; each <= Math.max(edge, last); each++) this.#offsets[each] ??= at
  }

  /** counts gives where the first bucket begins and how many offsets each one holds; never a negative number. */
  counts(): { first: bigint; counts: number[] } {
    let reached = this.#offsets[0] ?? this.low
    const first = reached
    const counts = this.#offsets.slice(1).map((offset = reached) => {
      if (offset <= reached) return 0
      const count = Number(offset - reached)
      reached = offset
      return count
    })
    return { first, counts }
  }

  #edgeBefore(timestamp: bigint): number {
    const { from, bucketMs, buckets } = this.#grid
    return Math.min(buckets, Math.floor((Number(timestamp) - from) / bucketMs))
  }
}

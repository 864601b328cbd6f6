import type { CountedRecords } from './count-records.ts'
import type { PartitionCounts } from './produce-tally.ts'
import type { StartPosition } from './start-positions.ts'

interface Held {
  /** The next offset to hand over. */
  next: number
  /** What the group's coordinator has; -1 = nothing yet. */
  committed: number
  high: number
}

interface Consumed {
  records: number
  first: number | null
  last: number | null
}

/** GroupTally counts what a member consumed, over all its assignments, and knows what is not committed yet. */
export class GroupTally {
  consumed = 0
  bytes = 0
  #held = new Map<number, Held>()
  readonly #partitions = new Map<number, Consumed>()

  /** assign takes the place of what was held before. */
  assign(positions: readonly StartPosition[]): void {
    this.#held = new Map(
      positions.map(({ partition, offset, fresh }) => [
        partition,
        { next: Number(offset), committed: fresh ? -1 : Number(offset), high: Number(offset) },
      ]),
    )
  }

  count(partition: number, { count, first, last, next }: CountedRecords, bytes: number, high: number): void {
    this.consumed += count
    this.bytes += bytes
    const tally = this.#partitions.get(partition) ?? { records: 0, first: null, last: null }
    tally.records += count
    tally.first ??= first
    tally.last = last ?? tally.last
    this.#partitions.set(partition, tally)
    this.move(partition, next)
    this.see(partition, high)
  }

  move(partition: number, next: number): void {
    const held = this.#held.get(partition)
    if (held) held.next = Math.max(held.next, next)
  }

  see(partition: number, high: number): void {
    const held = this.#held.get(partition)
    if (held) held.high = Math.max(held.high, high)
  }

  /** The next offset to hand over of a partition that is held; -1 of one that is not. */
  position(partition: number): number {
    return this.#held.get(partition)?.next ?? -1
  }

  uncommitted(): Map<number, bigint> {
    const offsets = new Map<number, bigint>()
    for (const [partition, { next, committed }] of this.#held)
      if (next !== committed) offsets.set(partition, BigInt(next))
    return offsets
  }

  committed(offsets: ReadonlyMap<number, bigint>): void {
    for (const [partition, offset] of offsets) {
      const held = this.#held.get(partition)
      if (held) held.committed = Number(offset)
    }
  }

  /** Records between what was handed over and the end, over what is held now. */
  lag(): number {
    let lag = 0
    for (const { next, high } of this.#held.values()) lag += Math.max(0, high - next)
    return lag
  }

  /** What was consumed of each partition, and what is left of those that are held now. */
  partitions(): PartitionCounts {
    const numbers = new Set([...this.#partitions.keys(), ...this.#held.keys()])
    return [...numbers]
      .sort((a, b) => a - b)
      .map((partition) => {
        const { records, first, last } = this.#partitions.get(partition) ?? NOTHING
        const held = this.#held.get(partition)
        return {
          partition,
          records,
          firstOffset: first?.toString() ?? null,
          lastOffset: last?.toString() ?? null,
          ...(held && { lag: Math.max(0, held.high - held.next) }),
        }
      })
  }

  /** The partitions that are held now. */
  holds(): number[] {
    return [...this.#held.keys()].sort((a, b) => a - b)
  }
}

const NOTHING: Consumed = { records: 0, first: null, last: null }

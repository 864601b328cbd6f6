import { offsetsStart } from '#lib/shared/offsets-start.ts'
import type { PartitionRange } from '#lib/shared/record.ts'

export interface PartitionPosition {
  partition: number
  low: string
  high: string
  /** Where this reading began, and its exclusive end; null while it follows live. */
  from: string
  to: string | null
  /** The next offset to come. */
  position: string
}

interface Entry extends PartitionPosition {
  /** The offset of the last record taken, -1 before the first. */
  last: number | bigint
  /** The end as the first stream said it, which later streams must not go beyond. */
  end: number | bigint | null
}

/**
 * ReadPositions knows how far each partition was read, over all the streams that one reading took: a stream that
 * broke is taken up where it stood, and what comes twice, or lies beyond the end first agreed on, is refused.
 */
export class ReadPositions {
  readonly #entries = new Map<number, Entry>()
  /** Partitions that no stream could begin to read: no place in them is known. */
  readonly #notBegun = new Set<number>()

  get size(): number {
    return this.#entries.size
  }

  /**
   * started takes the ranges that a stream announces; those of the first one stay the range of the reading.
   * Gives how many offsets lie between where the reading stood and where the stream goes on.
   */
  started(ranges: readonly PartitionRange[]): bigint {
    let gap = 0n
    for (const range of ranges) {
      this.#notBegun.delete(range.partition)
      const known = this.#entries.get(range.partition)
      if (known === undefined) {
        const end = range.to === null ? null : exact(range.to)
        this.#entries.set(range.partition, { ...range, position: range.from, last: -1, end })
        continue
      }
      known.low = range.low
      known.high = range.high
      const position = positionOf(known)
      if (BigInt(range.from) <= position) continue
      gap += BigInt(range.from) - position
      known.position = range.from
    }
    return gap
  }

  /** troubled notes that a partition can't be read now. */
  troubled(partition: number): void {
    if (!this.#entries.has(partition)) this.#notBegun.add(partition)
  }

  /** isNew tells whether a record belongs here: it was not here before and does not lie beyond the end. */
  isNew(partition: number, offset: number | bigint): boolean {
    const entry = this.#entries.get(partition)
    if (entry === undefined) return true
    return offset > entry.last && (entry.end === null || offset < entry.end)
  }

  /** took notes a record that was kept. */
  took(partition: number, offset: number | bigint): void {
    const entry = this.#entries.get(partition)
    if (entry !== undefined) entry.last = offset
  }

  /** progressed takes the server's positions, which also pass records that the filter or compaction left out. */
  progressed(positions: readonly { partition: number; position: string; high: string }[]): void {
    for (const { partition, position, high } of positions) {
      const entry = this.#entries.get(partition)
      if (entry === undefined) continue
      if (BigInt(position) > BigInt(entry.position)) entry.position = position
      entry.high = high
    }
  }

  list(): PartitionPosition[] {
    return [...this.#entries.values()].map((entry) => {
      const { last: _last, end: _end, ...shown } = entry
      return { ...shown, position: positionOf(entry).toString() }
    })
  }

  /**
   * resumeFrom is the start that a stream needs to go on here without a gap. Null when nothing was read yet, or it can't
   * be said: a partition that isn't named begins at its end, and one that was away is not to be passed over so.
   */
  resumeFrom(): string | null {
    return this.#notBegun.size > 0 ? null : this.followFrom()
  }

  /** followFrom is the same for a reading of what is newest: what isn't known begins at its end. */
  followFrom(): string | null {
    return offsetsStart(this.list())
  }

  /**
   * skipAhead moves a live reading that is more than `most` records behind to the newest `most`, each partition in
   * proportion, and says how many offsets it left out: 0 when it is not that far behind, and nothing moved.
   */
  skipAhead(most: number): bigint {
    const list = this.list()
    const behind = list.map((one) => atLeastZero(BigInt(one.high) - BigInt(one.position)))
    const total = behind.reduce((sum, one) => sum + one, 0n)
    if (total <= BigInt(most)) return 0n
    let skipped = 0n
    for (const [index, one] of list.entries()) {
      const entry = this.#entries.get(one.partition)
      const lag = behind[index] ?? 0n
      const keep = (lag * BigInt(most)) / total
      if (entry === undefined || lag === keep) continue
      skipped += lag - keep
      const position = BigInt(one.high) - keep
      entry.position = position.toString()
      entry.last = position - 1n
    }
    return skipped
  }
}

/** The server's position passes what it left out; the last record taken is newer between two of its reports. */
function positionOf(entry: Entry): bigint {
  const reported = BigInt(entry.position)
  if (entry.last === -1) return reported
  const next = BigInt(entry.last) + 1n
  return next > reported ? next : reported
}

function exact(digits: string): number | bigint {
  const value = Number(digits)
  return Number.isSafeInteger(value) ? value : BigInt(digits)
}

function atLeastZero(value: bigint): bigint {
  return value < 0n ? 0n : value
}

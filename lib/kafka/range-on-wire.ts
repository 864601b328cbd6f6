import type { PartitionRange } from '#lib/shared/record.ts'
import { SourcePartition } from './source-partition.ts'
import type { OffsetRange } from './start-offsets.ts'

/** rangeOnWire writes a range as the record stream tells it. */
export function rangeOnWire({ partition, low, high, from, to }: OffsetRange): PartitionRange {
  return {
    partition,
    low: String(low),
    high: String(high),
    from: String(from),
    to: to === null ? null : String(to),
  }
}

/** rangeOffWire reads it back; what had expired was told when it was planned. */
export function rangeOffWire({ partition, low, high, from, to }: PartitionRange): OffsetRange {
  return {
    partition,
    low: BigInt(low),
    high: BigInt(high),
    from: BigInt(from),
    to: to === null ? null : BigInt(to),
    expired: 0n,
  }
}

/** sourcePartitionOf begins the reading of a range. */
export function sourcePartitionOf({ partition, from, to, high }: OffsetRange): SourcePartition {
  const added = new SourcePartition(partition, Number(from), to === null ? null : Number(to))
  added.high = Number(high)
  return added
}

import type { ReadEvent } from './read-event.ts'
import type { SourcePartition } from './source-partition.ts'

/** positionsOf says how far each partition was looked at, as a reading's progress tells it. */
export function positionsOf(
  partitions: Iterable<SourcePartition>,
): Extract<ReadEvent, { type: 'progress' }>['positions'] {
  return Array.from(partitions, ({ partition, seen, high, trouble }) => ({
    partition,
    position: String(seen),
    high: String(Math.max(high, seen)),
    ...(trouble?.announced && { troubled: true as const }),
  }))
}

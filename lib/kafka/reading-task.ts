import type { RegistryMessage } from '#lib/registry/registry-target.ts'
import type { PartitionRange } from '#lib/shared/record.ts'
import type { ReadOptions } from './read-options.ts'

/** ReadingTask is what one thread is told to read: what was asked for, or a share of it that was planned before. */
export interface ReadingTask extends Omit<ReadOptions, 'signal' | 'order' | 'registry'> {
  readonly registry?: RegistryMessage
  /** Only says what is to be read: `started`, what is missing of it, and the end. */
  readonly planOnly?: boolean
  /** What to read, as `started` of a plan told it; `from`, `to` and `partitions` are not looked at then. */
  readonly planned?: readonly PartitionRange[]
}

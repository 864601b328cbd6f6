import type { RegistryTarget } from '#lib/registry/registry-target.ts'
import type { FilterSpec } from '#lib/shared/filter.ts'
import type { DecodePlan } from './record-decoder.ts'
import type { Isolation } from './requests/list-offsets.ts'

/** ReadOptions says what to read. Plain data but for the signal and the registry's secrets, so that it can cross into a worker thread. */
export interface ReadOptions {
  readonly topic: string
  /** Default: all, and with `to: 'live'` also those that are added later. */
  readonly partitions?: readonly number[]
  /** The grammar of StartSchema in lib/shared/record.ts. */
  readonly from: string
  /** The grammar of EndSchema. */
  readonly to: string
  /** Ends after so many matches. */
  readonly limit?: number
  readonly isolation: Isolation
  readonly filter?: FilterSpec
  /** Default: bytes are given as text or base64 only. */
  readonly decode?: DecodePlan
  /** The schema registry that `decode` may ask. */
  readonly registry?: RegistryTarget
  /** Of keys, values and header values only so many bytes are given. */
  readonly maxValueBytes: number
  /** Ends after so many milliseconds with reason `deadline`, and where to go on. */
  readonly deadlineMs?: number
  /**
   * A bounded reading without an order ends with reason `budget` once so many bytes were fetched: at the end of the
   * fetch that brought them, so that it can go on exactly there.
   */
  readonly maxReadBytes?: number
  /** Once a live reading has caught up, it goes on with what is read for others, too, and is told so by `joined`. */
  readonly share?: boolean
  /**
   * `time` merges the partitions by the records' timestamps, each partition's own order kept; bounded ranges only.
   * Unless said, records come as they are fetched.
   */
  readonly order?: 'time'
  readonly signal?: AbortSignal
}

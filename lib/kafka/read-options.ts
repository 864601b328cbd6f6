import type { TextFilter } from './record-filter.ts'
import type { Isolation } from './requests/list-offsets.ts'

/** ReadOptions says what to read. Plain data but for the signal, so that it can cross into a worker thread. */
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
  readonly filter?: TextFilter
  /** Of keys, values and header values only so many bytes are given. */
  readonly maxValueBytes: number
  /** Ends after so many milliseconds with reason `deadline`. */
  readonly deadlineMs?: number
  readonly signal?: AbortSignal
}

import type { CommitPolicy } from '#lib/shared/consume-spec.ts'
import type { BatchSink } from './batch-sink.ts'
import type { ConsumeBudget } from './consume-budget.ts'
import type { CountedRecords } from './count-records.ts'
import type { FetchedRecords } from './fetch-lane.ts'

/** Where to begin in partitions that the group never committed: by rule, by milliseconds since 1970, or by offset. */
export type ConsumeFrom =
  | 'earliest'
  | 'latest'
  | { readonly time: number }
  | { readonly offsets: ReadonlyMap<number, bigint> }

export interface ConsumeGroupOptions {
  readonly topic: string
  readonly groupId: string
  readonly from: ConsumeFrom
  /** Ends after exactly so many records; the rest stays for others. */
  readonly limit?: number | undefined
  /** Ends when nothing came for so many milliseconds. */
  readonly idleMs?: number | undefined
  /** Give the records too, as NDJSON, each key, value and header value cut at so many bytes; absent = counts only. */
  readonly maxValueBytes?: number | undefined
  /** Where records are delivered; nothing is committed that is not settled there. Not together with maxValueBytes. */
  readonly sink?: BatchSink | undefined
  /** Looks at what is about to be handed over: the records of one fetch before the offset `until`. */
  readonly inspect?: ((item: FetchedRecords, counted: CountedRecords) => void) | undefined
  /** Default: each second, when partitions are given up, and at the end. */
  readonly commit?: CommitPolicy | undefined
  /** What several members of one job share; it then rules instead of `limit`. */
  readonly budget?: ConsumeBudget | undefined
  /** Is told what this member holds, after each join. */
  readonly onAssigned?: ((partitions: readonly number[]) => void) | undefined
  /** As the group's leader, look for added partitions every so many milliseconds; 30 s unless said. */
  readonly lookForPartitionsMs?: number | undefined
  readonly signal?: AbortSignal | undefined
}

export type ConsumeStop = 'limit' | 'idle' | 'cancelled'

export type ConsumeEvent =
  | { readonly type: 'note'; readonly message: string }
  | { readonly type: 'warning'; readonly message: string; readonly advice?: string }
  | { readonly type: 'records'; readonly count: number; readonly lines: Uint8Array<ArrayBuffer> }
  | { readonly type: 'ended'; readonly reason: ConsumeStop }

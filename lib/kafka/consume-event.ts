export interface ConsumeGroupOptions {
  readonly topic: string
  readonly groupId: string
  /** Where to begin in partitions that the group never committed. */
  readonly from: 'earliest' | 'latest'
  /** Ends after exactly so many records; the rest stays for others. */
  readonly limit?: number | undefined
  /** Ends when nothing came for so many milliseconds. */
  readonly idleMs?: number | undefined
  /** Give the records too, as NDJSON, each key, value and header value cut at so many bytes; absent = counts only. */
  readonly maxValueBytes?: number | undefined
  readonly signal?: AbortSignal | undefined
}

export type ConsumeStop = 'limit' | 'idle' | 'cancelled'

export type ConsumeEvent =
  | { readonly type: 'note'; readonly message: string }
  | { readonly type: 'warning'; readonly message: string; readonly advice?: string }
  | { readonly type: 'records'; readonly count: number; readonly lines: Uint8Array<ArrayBuffer> }
  | { readonly type: 'ended'; readonly reason: ConsumeStop }

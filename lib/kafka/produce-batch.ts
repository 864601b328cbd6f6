/** What became of one sending of a batch. */
export type BatchOutcome =
  | { readonly kind: 'acknowledged'; readonly baseOffset: bigint; readonly appendTime: bigint }
  /** Perhaps it arrived, perhaps not: the same bytes with the same sequence must be sent again. */
  | { readonly kind: 'retry'; readonly error: unknown }
  /** The broker will never take it as it is; nothing of it was written. */
  | { readonly kind: 'refused'; readonly code: number }

/** ProduceBatch is one sealed batch on its way. */
export interface ProduceBatch {
  /** Finished but for the stamp, which is written when it is first sent. */
  bytes: Buffer
  readonly count: number
  /** The numbers, in the source, of the records inside. */
  readonly indices: readonly number[]
  /** -1 until first stamped. */
  sequence: number
  attempts: number
  /** Milliseconds of the monotonic clock at the first sending. */
  firstSentAt: number
  outcome: BatchOutcome | null
}

/** sealedBatch makes a batch that was never sent. */
export function sealedBatch(bytes: Buffer, indices: readonly number[]): ProduceBatch {
  return { bytes, count: indices.length, indices, sequence: -1, attempts: 0, firstSentAt: 0, outcome: null }
}

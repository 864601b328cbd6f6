/** Text is written as UTF-8. Null is Kafka's null: no key, or a tombstone; an empty text is an empty one. */
export type OutgoingBytes = string | Uint8Array | null

/** OutgoingRecord is one record to write. */
export interface OutgoingRecord {
  readonly key: OutgoingBytes
  readonly value: OutgoingBytes
  readonly headers?: readonly (readonly [name: string, value: OutgoingBytes])[]
  /** Milliseconds since 1970 in UTC; default: the moment of writing. */
  readonly timestamp?: number
  /** Default: by the key's hash as the Java client does, without a key one partition per batch. */
  readonly partition?: number
}

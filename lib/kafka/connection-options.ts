import type { ApiVersions } from './kafkajs-broker.ts'

export interface CallOptions {
  readonly signal?: AbortSignal | undefined
  /** Overrides the target's request time-out for this call, milliseconds. */
  readonly timeoutMs?: number | undefined
}

export interface ConnectionOptions {
  readonly nodeId?: number
  /** Ends the connection, at whatever moment, when it aborts. */
  readonly signal?: AbortSignal | undefined
  /** What another connection to the same cluster learned; saves one round trip. */
  readonly versions?: ApiVersions | null
}

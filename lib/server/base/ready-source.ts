import 'server-only'

/**
 * ReadySource hands on events without a promise for each. A stream of events that comes upon one takes from it until
 * it is over, and then asks its iteration again, which tells how it ended.
 */
export interface ReadySource {
  /** The next event, or null while there is none. */
  take(): object | Uint8Array | null
  readonly over: boolean
  /** Calls back, once, when `take` gives something or it is over; at once when that is so now. */
  whenReady(wake: () => void): void
}

/** StreamItem is an event, ready lines, or where the next events are to be taken. */
export type StreamItem = object | Uint8Array | { readonly ready: ReadySource }

/** readySourceOf gives the source that an item of a stream stands for, or null when it is an event. */
export function readySourceOf(item: StreamItem): ReadySource | null {
  return 'ready' in item ? item.ready : null
}

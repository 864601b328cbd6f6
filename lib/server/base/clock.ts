import 'server-only'
import { singleton } from './singleton.ts'

/** Clock is the server's one source of time, so that a test can hold it still or move it. */
export interface Clock {
  /** Milliseconds since 1970 in UTC. */
  now(): number
}

const held = () => singleton<{ clock: Clock }>('clock', () => ({ clock: { now: () => Date.now() } }))

export const clock: Clock = { now: () => held().clock.now() }

/** isoNow gives the present as the wire and the database keep it: ISO 8601 in UTC, with milliseconds. */
export function isoNow(): string {
  return new Date(clock.now()).toISOString()
}

/** setClock replaces the clock and gives a function that puts the former one back. For tests only. */
export function setClock(next: Clock): () => void {
  const former = held().clock
  held().clock = next
  return () => {
    held().clock = former
  }
}

import { sumFailures } from './filter-failures.ts'
import { LiveQueue } from './live-queue.ts'
import type { ReadEvent, ReadyEvents } from './read-event.ts'
import type { ErrorMessage } from './reader-message.ts'
import { reviveError } from './revive-error.ts'
import type { TailCounts, TailMessage } from './tail-message.ts'

const nothing: TailCounts = { read: 0, matched: 0, bytes: 0, skipped: 0, undecodable: 0 }

/** FeedReading is one viewer's part of a shared tail: what it has not taken yet, bounded, and its own counts. */
export class FeedReading {
  readonly id: number
  readonly #queue = new LiveQueue()
  readonly #began = performance.now()
  #base = nothing
  /** What was read before the tail's lines became this reading's, by itself and beside the tail. */
  #before = nothing
  #latest = nothing
  #ending: { readonly error?: unknown } | null = null
  #wake: (() => void) | null = null

  constructor(id: number) {
    this.id = id
  }

  joined({ own, base }: Extract<TailMessage, { type: 'joined' }>): void {
    this.#before = own
    this.#base = base
    this.#latest = base
  }

  /** push adds an event; `counts` are the lens's after it. */
  push(event: ReadEvent, counts?: TailCounts): void {
    if (event.type === 'progress') this.#latest = event
    if (counts) this.#latest = counts
    this.#queue.push(event.type === 'progress' ? { ...event, ...this.#counts() } : event)
    this.#awake()
  }

  fail(error: ErrorMessage): void {
    this.#end({ error: reviveError(error) })
  }

  /** lose ends it with an error of our own. */
  lose(error: unknown): void {
    this.#end({ error })
  }

  /** cancel ends it with `ended`. */
  cancel(): void {
    if (this.#ending) return
    const { bytes: _, ...counts } = this.#counts()
    const seconds = Math.round(performance.now() - this.#began) / 1000
    this.#queue.push({ type: 'ended', reason: 'cancelled', ...counts, seconds })
    this.#end({})
  }

  /** events gives what comes by the tail; `alone` is what was read before. Ends after `ended`, or throws. */
  async *events(alone: TailCounts): AsyncGenerator<ReadEvent> {
    while (true) {
      for (let event = this.#take(alone); event; event = this.#take(alone)) yield event
      const end = this.#ending
      if (end && 'error' in end) throw end.error
      if (end) return
      await new Promise<void>((resolve) => this.#whenReady(resolve))
    }
  }

  /** ready gives the same, piece by piece. What `events` would throw, it leaves to `events`. */
  ready(alone: TailCounts): ReadyEvents {
    const isOver = (): boolean => this.#ending !== null && this.#queue.empty
    return {
      take: () => this.#take(alone),
      get over() {
        return isOver()
      },
      whenReady: (wake) => this.#whenReady(wake),
    }
  }

  #take(alone: TailCounts): ReadEvent | null {
    const event = this.#queue.take()
    return event?.type === 'progress' || event?.type === 'ended' ? { ...event, ...sum(event, alone) } : event
  }

  #whenReady(wake: () => void): void {
    if (this.#ending || !this.#queue.empty) wake()
    else this.#wake = wake
  }

  #awake(): void {
    const wake = this.#wake
    this.#wake = null
    wake?.()
  }

  #end(ending: { readonly error?: unknown }): void {
    this.#ending ??= ending
    this.#awake()
  }

  #counts(): TailCounts {
    const base = this.#base
    const latest = this.#latest
    return {
      read: this.#before.read + latest.read - base.read,
      matched: this.#before.matched + latest.matched - base.matched,
      bytes: this.#before.bytes + latest.bytes - base.bytes,
      skipped: this.#before.skipped + latest.skipped - base.skipped,
      undecodable: this.#before.undecodable + latest.undecodable - base.undecodable,
      ...sumFailures([this.#before, latest], base),
    }
  }
}

function sum(event: Omit<TailCounts, 'bytes'> & { readonly bytes?: number }, alone: TailCounts) {
  return {
    read: event.read + alone.read,
    matched: event.matched + alone.matched,
    skipped: event.skipped + alone.skipped,
    undecodable: event.undecodable + alone.undecodable,
    ...sumFailures([alone, event]),
    ...(event.bytes !== undefined && { bytes: event.bytes + alone.bytes }),
  }
}

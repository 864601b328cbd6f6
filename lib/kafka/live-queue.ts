import type { ReadEvent, RecordsEvent } from './read-event.ts'

/** What may wait for a slow viewer: some seconds of a busy topic, little memory. */
export const MAX_QUEUED_BYTES = 2 * 1024 * 1024
/** Small events that may wait besides; they come twice a second and the newest says all. */
const MAX_QUEUED_EVENTS = 1_000

type Progress = Extract<ReadEvent, { type: 'progress' }>

/** LiveQueue holds what a viewer has not taken yet. Full, it drops the oldest records and counts them. */
export class LiveQueue {
  readonly #events: ReadEvent[] = []
  #bytes = 0
  #unreported = 0
  #dropped = 0

  get empty(): boolean {
    return this.#events.length === 0 && this.#unreported === 0
  }

  /** push adds an event; of records beyond 2 MB the oldest go. */
  push(event: ReadEvent): void {
    if (event.type === 'progress') this.#forgetOldProgress()
    this.#events.push(event)
    if (event.type === 'records') this.#bytes += event.lines.byteLength
    while (this.#bytes > MAX_QUEUED_BYTES || this.#events.length > MAX_QUEUED_EVENTS) {
      const index = this.#events.findIndex(({ type }) => type === 'records')
      const oldest = this.#events[index]
      if (
        oldest?.type !== 'records' ||
        (index === this.#events.length - 1 && this.#bytes <= MAX_QUEUED_BYTES)
      )
        return
      this.#events.splice(index, 1)
      this.#forget(oldest)
    }
  }

  /** take gives the next event, or null; what was dropped before it is told first. */
  take(): ReadEvent | null {
    if (this.#unreported > 0) {
      const count = this.#unreported
      this.#unreported = 0
      return { type: 'skipped', count, reason: 'this viewer was slower than the topic' }
    }
    const event = this.#events.shift()
    if (!event) return null
    if (event.type === 'records') this.#bytes -= event.lines.byteLength
    if (event.type === 'progress' || event.type === 'ended') return this.#corrected(event)
    return event
  }

  #forget({ count, lines }: RecordsEvent): void {
    this.#bytes -= lines.byteLength
    this.#unreported += count
    this.#dropped += count
  }

  #forgetOldProgress(): void {
    const index = this.#events.findIndex(({ type }) => type === 'progress')
    if (index >= 0) this.#events.splice(index, 1)
  }

  /** A dropped record was matched by the reader, and skipped for this viewer: the sum stays right. */
  #corrected<T extends Progress | Extract<ReadEvent, { type: 'ended' }>>(event: T): T {
    return { ...event, matched: event.matched - this.#dropped, skipped: event.skipped + this.#dropped }
  }
}

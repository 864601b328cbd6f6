import type { FeedReading } from './feed-reading.ts'
import type { TailMessage, TailTaken } from './tail-message.ts'

/** LiveFeed hands on what a worker thread reads at the tails of topics: each piece once over the border, then to all who want it. */
export class LiveFeed {
  readonly #answer: (message: TailTaken) => void
  readonly #readings = new Map<number, FeedReading>()
  readonly #lenses = new Map<number, Set<FeedReading>>()

  constructor(answer: (message: TailTaken) => void) {
    this.#answer = answer
  }

  add(reading: FeedReading): void {
    this.#readings.set(reading.id, reading)
  }

  remove(reading: FeedReading): void {
    this.#readings.delete(reading.id)
    for (const [lens, readings] of this.#lenses) {
      if (readings.delete(reading) && readings.size === 0) this.#lenses.delete(lens)
    }
  }

  take(message: TailMessage): void {
    switch (message.type) {
      case 'own':
        this.#readings.get(message.reading)?.push(message.records)
        break
      case 'joined': {
        const reading = this.#readings.get(message.reading)
        if (!reading) break
        reading.joined(message)
        const readings = this.#lenses.get(message.lens) ?? new Set()
        this.#lenses.set(message.lens, readings.add(reading))
        break
      }
      case 'lines': {
        const { lens, records, counts } = message
        // Read before it is passed on: nobody may change the bytes that all look at.
        const bytes = records.lines.byteLength
        for (const reading of this.#lenses.get(lens) ?? []) reading.push(records, counts)
        this.#answer({ type: 'taken', lens, bytes })
        break
      }
      case 'progress':
        for (const reading of this.#lenses.get(message.lens) ?? []) reading.push(message.progress)
        break
      case 'notice':
        for (const id of message.readings) this.#readings.get(id)?.push(message.event)
        break
      case 'broken':
        for (const id of message.readings) this.#readings.get(id)?.fail(message.error)
    }
  }
}

import type { FetchedRecords } from './fetch-lane.ts'
import { missingSchemas } from './missing-schemas.ts'
import type { RecordDecoder, SchemaLookup } from './record-decoder.ts'

/** All who follow the tail wait for it: as long as one id may take, not as long as all of them. */
const DEADLINE_MS = 5_000
/** A topic has a handful; more new ones in one fetch are no schemas, but numbers that look like a frame. */
const MAX_ASKED = 50
/** A registry answers some at once; more would only stand in its line. */
const AT_ONCE = 10

/**
 * FetchSchemas gets the schemas that one fetch names from a registry before it is looked at. Each id is asked for once,
 * 50 of them at most, and all within five seconds: what isn't known then is said to be not looked up.
 */
export class FetchSchemas {
  readonly #item: FetchedRecords
  readonly #lookup: SchemaLookup
  readonly #signal: AbortSignal
  readonly #until = performance.now() + DEADLINE_MS
  readonly #asked = new Set<number>()
  #missing: number[] = []

  /** `signal`: nobody waits for the schemas any more. */
  constructor(item: FetchedRecords, lookup: SchemaLookup, signal: AbortSignal) {
    this.#item = item
    this.#lookup = lookup
    this.#signal = signal
  }

  /** anyMissing tells whether there is something to ask for that these decoders need. Ask until there is not. */
  anyMissing(decoders: readonly RecordDecoder[]): boolean {
    const left = MAX_ASKED - this.#asked.size
    if (left <= 0 || this.#isOver()) return false
    const missing = [...missingSchemas(this.#item, decoders)].filter((id) => !this.#asked.has(id))
    this.#missing = missing.slice(0, left)
    return this.#missing.length > 0
  }

  /** ask asks for what was found missing, several at once. Never rejects. */
  async ask(): Promise<void> {
    const over = Promise.withResolvers<void>()
    const timer = setTimeout(() => over.resolve(), this.#until - performance.now())
    const stop = (): void => over.resolve()
    this.#signal.addEventListener('abort', stop, { once: true })
    const askOneByOne = async (): Promise<void> => {
      for (let id = this.#missing.pop(); id !== undefined && !this.#isOver(); id = this.#missing.pop()) {
        this.#asked.add(id)
        await this.#lookup.ask(id)
      }
    }
    try {
      await Promise.race([over.promise, Promise.all(Array.from({ length: AT_ONCE }, askOneByOne))])
    } finally {
      clearTimeout(timer)
      // The signal lives as long as the tail.
      this.#signal.removeEventListener('abort', stop)
    }
  }

  /** Whether the time was over before all was known. */
  get isLate(): boolean {
    return performance.now() >= this.#until
  }

  #isOver(): boolean {
    return this.#signal.aborted || this.isLate
  }
}

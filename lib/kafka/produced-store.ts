import { randomUUID } from 'node:crypto'
import type { MongoTarget } from '#lib/mongo/mongo-target.ts'
import { MongoWriter } from '#lib/mongo/mongo-writer.ts'
import { producedDocument } from '#lib/mongo/test-document.ts'
import type { Delivery } from '#lib/shared/job.ts'
import { MongoSink } from './mongo-sink.ts'
import { orAborted } from './or-aborted.ts'
import type { OutgoingRecord } from './outgoing-record.ts'
import { soonAfter } from './soon-after.ts'

/** Between looks whether MongoDB has room, and still takes any: each is a comparison. Whatever comes first. */
const LOOK_EVERY_RECORDS = 256
const LOOK_EVERY_CHARACTERS = 1024 * 1024
const LOOK_EVERY_MS = 1_000
/** Of values that wait for their acknowledgement; as much as the producer holds of batches, which may be compressed. */
const MAX_WAITING_CHARACTERS = 16 * 1024 * 1024
/** At a cancel what is on its way may still arrive; the thread has less than a second. */
const LAST_DELIVERIES_MS = 300
const WHEN_AWAY =
  'Look after it. What was acknowledged and not stored is in the topic; resuming the job produces the records that are left.'

/** StoreSink is what a store wants of where it stores. */
export type StoreSink = Pick<MongoSink, 'tally' | 'put' | 'room' | 'settle' | 'close'>

/**
 * ProducedStore stores what was produced in MongoDB, as the test application's producer does: each record once it is
 * acknowledged, in the collection `producer` of the database that is named after the topic. Its numbers add up to the
 * records that were acknowledged.
 */
export class ProducedStore {
  /** What ended it: nothing more is taken then. */
  failure: unknown = null
  readonly #sink: StoreSink
  /** The values of records that are not acknowledged yet, by their numbers. */
  readonly #waiting = new Map<number, string | null>()
  #waitingCharacters = 0
  #onFewer: (() => void) | null = null

  constructor(sink: StoreSink) {
    this.#sink = sink
  }

  /** open logs in first, so that nothing is produced that can't be stored. Throws MongoAccessError. */
  static async open(target: MongoTarget, topic: string, signal: AbortSignal): Promise<ProducedStore> {
    const writer = new MongoWriter(target, topic, { adviceWhenAway: WHEN_AWAY })
    const connecting = writer.connect(signal)
    // A cancel does not wait for a server that does not answer.
    await orAborted(connecting, signal).catch((error: unknown) => {
      connecting.then(() => writer.close()).catch(() => undefined)
      throw error
    })
    return new ProducedStore(
      new MongoSink({
        ...{ writer, topic, collection: 'producer' },
        // Of an offset that the broker has forgotten no place is known.
        documentOf: (value, id) => producedDocument(value, id.endsWith('--1') ? randomUUID() : id),
      }),
    )
  }

  /**
   * through gives records on, as fast as MongoDB takes those before them, and ends when it takes no more. It holds some
   * 16 million characters of them until they are acknowledged, and the sink as many again with what it collects.
   */
  async *through(
    records: Iterable<OutgoingRecord> | AsyncIterable<OutgoingRecord>,
    signal: AbortSignal,
  ): AsyncGenerator<OutgoingRecord> {
    let count = 0
    let characters = 0
    let lookedAt = performance.now()
    for await (const record of records) {
      const value =
        typeof record.value === 'string' || record.value === null ? record.value : textOf(record.value)
      characters += value?.length ?? 0
      this.#waiting.set(count++, value)
      this.#waitingCharacters += value?.length ?? 0
      yield record
      const due = count % LOOK_EVERY_RECORDS === 0 || characters >= LOOK_EVERY_CHARACTERS
      if (!due && performance.now() - lookedAt < LOOK_EVERY_MS) continue
      await this.#watch(this.#room(signal))
      if (this.failure !== null) return
      characters = 0
      lookedAt = performance.now()
    }
  }

  /** acknowledged stores records, by their numbers; the first has the offset `base`, or -1 when it is forgotten. */
  acknowledged(partition: number, indices: readonly number[], base: number): void {
    for (const [delta, index] of indices.entries()) {
      this.#sink.put(this.#take(index), { partition, offset: base < 0 ? -1 : base + delta })
    }
  }

  refused(indices: readonly number[]): void {
    for (const index of indices) this.#take(index)
  }

  /** close stores what is left, after a cancel only what arrives soon, and ends the connection. */
  async close(signal: AbortSignal): Promise<void> {
    const done = new AbortController()
    const late = soonAfter(signal, LAST_DELIVERIES_MS, done.signal)
    try {
      await Promise.race([this.#watch(this.#sink.settle()), late])
      // Its connection says good-bye, which a server that hangs does not hear.
      await Promise.race([this.#sink.close(), late])
    } finally {
      done.abort()
    }
  }

  takeRemarks(): readonly string[] {
    return this.#sink.tally.takeRemarks()
  }

  counts(): Delivery {
    const { added, delivered, redelivered, dropped, undecodable, failed, pending, retries } = this.#sink.tally
    return {
      ...{ read: added, delivered, redelivered, filtered: 0, dropped },
      ...{ undecodable, failed, pending, retries },
    }
  }

  #take(index: number): string | null {
    const value = this.#waiting.get(index) ?? null
    this.#waiting.delete(index)
    this.#waitingCharacters -= value?.length ?? 0
    if (this.#waitingCharacters <= MAX_WAITING_CHARACTERS) this.#onFewer?.()
    return value
  }

  async #room(signal: AbortSignal): Promise<void> {
    if (this.#waitingCharacters > MAX_WAITING_CHARACTERS) {
      const { promise: fewer, resolve } = Promise.withResolvers<void>()
      this.#onFewer = resolve
      // A producer that failed acknowledges nothing more, and says so only to who gives it the next record.
      const timer = setTimeout(resolve, LOOK_EVERY_MS)
      await orAborted(fewer, signal).finally(() => clearTimeout(timer))
      this.#onFewer = null
    }
    await orAborted(this.#sink.room(), signal)
  }

  async #watch(done: Promise<void>): Promise<void> {
    await done.catch((error: unknown) => {
      this.failure ??= error
    })
  }
}

const textOf = (bytes: Uint8Array): string =>
  Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('utf8')

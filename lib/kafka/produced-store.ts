import { randomUUID } from 'node:crypto'
import { setTimeout as delay } from 'node:timers/promises'
import type { MongoTarget } from '#lib/mongo/mongo-target.ts'
import { MongoWriter } from '#lib/mongo/mongo-writer.ts'
import { producedDocument } from '#lib/mongo/test-document.ts'
import type { Delivery } from '#lib/shared/job.ts'
import { MongoSink } from './mongo-sink.ts'
import { orAborted } from './or-aborted.ts'
import type { OutgoingRecord } from './outgoing-record.ts'

/** Between looks whether MongoDB has room: each is a comparison. */
const LOOK_EVERY = 256
/** At a cancel what is on its way may still arrive. */
const LAST_DELIVERIES_MS = 300

/**
 * ProducedStore stores what was produced in MongoDB, as the test application's producer does: each record once it is
 * acknowledged, in the collection `producer` of the database that is named after the topic. Its numbers add up to the
 * records that were acknowledged.
 */
export class ProducedStore {
  /** What ended it: nothing more is taken then. */
  failure: unknown = null
  readonly #sink: MongoSink
  /** The values of records that are not acknowledged yet, by their numbers; the producer bounds how many. */
  readonly #waiting = new Map<number, string | null>()

  private constructor(sink: MongoSink) {
    this.#sink = sink
  }

  /** open logs in first, so that nothing is produced that can't be stored. Throws MongoAccessError. */
  static async open(target: MongoTarget, topic: string, signal: AbortSignal): Promise<ProducedStore> {
    const writer = new MongoWriter(target, topic)
    await writer.connect(signal)
    return new ProducedStore(
      new MongoSink({
        ...{ writer, topic, collection: 'producer' },
        // Of an offset that the broker has forgotten no place is known.
        documentOf: (value, id) => producedDocument(value, id.endsWith('--1') ? randomUUID() : id),
      }),
    )
  }

  /** through gives records on, as fast as MongoDB takes those before them, and ends when it takes no more. */
  async *through(
    records: Iterable<OutgoingRecord> | AsyncIterable<OutgoingRecord>,
    signal: AbortSignal,
  ): AsyncGenerator<OutgoingRecord> {
    let count = 0
    for await (const record of records) {
      if (this.failure !== null) return
      const { value } = record
      this.#waiting.set(count, typeof value === 'string' || value === null ? value : textOf(value))
      yield record
      if (++count % LOOK_EVERY === 0) await this.#watch(orAborted(this.#sink.room(), signal))
    }
  }

  /** acknowledged stores records, by their numbers; the first has the offset `base`, or -1 when it is forgotten. */
  acknowledged(partition: number, indices: readonly number[], base: number): void {
    for (const [delta, index] of indices.entries()) {
      const value = this.#waiting.get(index) ?? null
      this.#waiting.delete(index)
      this.#sink.put(value, { partition, offset: base < 0 ? -1 : base + delta })
    }
  }

  refused(indices: readonly number[]): void {
    for (const index of indices) this.#waiting.delete(index)
  }

  /** close stores what is left, after a cancel only what arrives soon, and ends the connection. */
  async close(signal: AbortSignal): Promise<void> {
    const settled = this.#watch(this.#sink.settle())
    await (signal.aborted ? Promise.race([settled, delay(LAST_DELIVERIES_MS)]) : settled)
    await this.#sink.close()
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

  async #watch(done: Promise<void>): Promise<void> {
    await done.catch((error: unknown) => {
      this.failure ??= error
    })
  }
}

const textOf = (bytes: Uint8Array): string =>
  Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('utf8')

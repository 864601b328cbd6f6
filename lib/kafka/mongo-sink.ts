import type { MongoWriter } from '#lib/mongo/mongo-writer.ts'
import type { TestDocument } from '#lib/mongo/test-document.ts'
import { BatchingSink, type SinkBatch, type SinkPlace } from './batching-sink.ts'
import type { DeliveredRecord } from './record-sink.ts'

/** MongoDB takes 48 MB and 100,000 documents in one write; a thousand cost no more a document, and little memory. */
const MAX_DOCUMENTS = 1_000
const MAX_BYTES = 4 * 1024 * 1024

export interface MongoSinkOptions {
  readonly writer: MongoWriter
  readonly topic: string
  /** In the database that is named after the topic, as the test application has it. */
  readonly collection: 'producer' | 'consumer'
  /** Makes the document of a value, with an id for one that brings none; null when the value is no JSON object. */
  readonly documentOf: (value: string, id: string) => TestDocument | null
}

/** MongoSink writes a document for each record. What is there already, by its `_id`, was delivered before. */
export class MongoSink extends BatchingSink<TestDocument> {
  readonly #options: MongoSinkOptions

  constructor(options: MongoSinkOptions) {
    super({ items: MAX_DOCUMENTS, bytes: MAX_BYTES })
    this.#options = options
  }

  add(record: DeliveredRecord): void {
    this.put(record.value?.toString('utf8') ?? null, record)
  }

  /** put takes a record's value by its place. */
  put(value: string | null, place: SinkPlace): void {
    const { topic, documentOf } = this.#options
    this.tally.added++
    // Without an id of its own a redelivered record would be stored twice.
    const document = value === null ? null : documentOf(value, `${topic}-${place.partition}-${place.offset}`)
    if (value !== null && document) this.push(document, value.length, place)
    else this.tally.refuse('undecodable', place, 'its value is no JSON object.')
  }

  override async close(): Promise<void> {
    await super.close()
    await this.#options.writer.close()
  }

  protected async deliver({ items, places }: SinkBatch<TestDocument>, signal: AbortSignal): Promise<void> {
    const { inserted, present, refused } = await this.#options.writer.insert(
      this.#options.collection,
      items,
      {
        signal,
        onRetry: (words) => {
          if (this.tally.retries++ === 0) this.tally.remark(`MongoDB is tried again: ${words}.`)
        },
      },
    )
    this.tally.delivered += inserted
    this.tally.redelivered += present
    for (const { index, why } of refused) {
      const place = places[index]
      if (place) this.tally.refuse('failed', place, `MongoDB refused it: ${why}.`)
    }
  }
}

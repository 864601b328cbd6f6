import type { MongoWriter } from '#lib/mongo/mongo-writer.ts'
import { consumedDocument, type TestDocument } from '#lib/mongo/test-document.ts'
import { BatchingSink, type SinkBatch } from './batching-sink.ts'
import type { DeliveredRecord } from './record-sink.ts'

/** MongoDB takes 48 MB and 100,000 documents in one write; a thousand cost no more a document, and little memory. */
const MAX_DOCUMENTS = 1_000
const MAX_BYTES = 4 * 1024 * 1024

export interface MongoSinkOptions {
  readonly writer: MongoWriter
  readonly topic: string
  /** Who consumes, as the test application writes it: `host (ip)`. */
  readonly destination: string
  /** The PREFIX of the group's id: what the test application writes as `consumer_group`. */
  readonly consumerGroup: string
}

/**
 * MongoSink writes consumed records as the charms' test application does: one document each, into the collection
 * `consumer` of the database that is named after the topic. What is there already was delivered before.
 */
export class MongoSink extends BatchingSink<TestDocument> {
  readonly #options: MongoSinkOptions

  constructor(options: MongoSinkOptions) {
    super({ items: MAX_DOCUMENTS, bytes: MAX_BYTES })
    this.#options = options
  }

  add(record: DeliveredRecord): void {
    const { topic, destination, consumerGroup } = this.#options
    this.tally.added++
    const { value } = record
    const document =
      value &&
      consumedDocument(value.toString('utf8'), {
        destination,
        consumerGroup,
        now: Date.now(),
        // Without an id of its own a redelivered record would be stored twice.
        id: `${topic}-${record.partition}-${record.offset}`,
      })
    if (value && document) this.push(document, value.length, record)
    else this.tally.refuse('undecodable', record, 'its value is no JSON object.')
  }

  override async close(): Promise<void> {
    await super.close()
    await this.#options.writer.close()
  }

  protected async deliver({ items, places }: SinkBatch<TestDocument>, signal: AbortSignal): Promise<void> {
    const { inserted, present, refused } = await this.#options.writer.insert('consumer', items, {
      signal,
      onRetry: (words) => {
        if (this.tally.retries++ === 0) this.tally.remark(`MongoDB is tried again: ${words}.`)
      },
    })
    this.tally.delivered += inserted
    this.tally.redelivered += present
    for (const { index, why } of refused) {
      const place = places[index]
      if (place) this.tally.refuse('failed', place, `MongoDB refused it: ${why}.`)
    }
  }
}

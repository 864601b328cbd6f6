import { documentIdText } from '#lib/mongo/document-id.ts'
import type { MongoTarget } from '#lib/mongo/mongo-target.ts'
import { readDocuments } from '#lib/mongo/read-documents.ts'
import type { RecordsSpec } from '#lib/records/make-records.ts'
import { shaperOf } from '#lib/records/shape-values.ts'
import type { JobResult } from '#lib/shared/job.ts'
import type { MongoSource as Spec } from '#lib/shared/produce-spec.ts'
import type { OutgoingRecord } from './outgoing-record.ts'
import { processChance } from './process-chance.ts'

export interface MongoSourceOptions {
  readonly target: MongoTarget
  readonly value: Spec
  readonly topic: string
  /** How records are made around the documents, and how many at most. */
  readonly shape: Omit<RecordsSpec, 'value'>
  readonly signal: AbortSignal
  readonly onRetry: (words: string) => void
}

/** MongoSource gives the documents of a collection as records, and knows up to which of them all are written. */
export class MongoSource {
  /** What ended the reading early; it ends quietly then, so that what was read is still written. */
  failure: unknown = null
  readonly #options: MongoSourceOptions
  /** The ids of the documents from number `#base` on, as far as they are not all settled. */
  #ids: unknown[] = []
  #settled = new Set<number>()
  #base = 0
  #after: string | null

  constructor(options: MongoSourceOptions) {
    this.#options = options
    this.#after = options.value.after ?? null
  }

  /**
   * records gives them as they are read; `return` ends the reading at once, also while MongoDB is silent. Throws
   * TemplateError before the first, RecordFault for one that lacks a field.
   */
  records(): AsyncIterableIterator<OutgoingRecord> {
    const left = new AbortController()
    const reading = this.#read(left.signal)
    return {
      [Symbol.asyncIterator]() {
        return this
      },
      next: () => reading.next(),
      return: () => {
        // A generator that waits would see the wish only after its answer.
        left.abort()
        return reading.return(undefined)
      },
    }
  }

  async *#read(left: AbortSignal): AsyncGenerator<OutgoingRecord, undefined> {
    const { target, value, topic, shape, onRetry } = this.#options
    const signal = AbortSignal.any([this.#options.signal, left])
    const { database = topic, collection, after } = value
    const shaped = await shaperOf(shape, { chance: processChance, now: Date.now })
    const documents = readDocuments(target, {
      ...{ database, collection, after, limit: shape.count, signal, onRetry },
    })
    try {
      for (;;) {
        const next = await documents.next().catch((error: unknown) => {
          if (!left.aborted) this.failure = error
        })
        if (!next || next.done) return
        const { id, json } = next.value
        const record = shaped(json)
        this.#ids.push(id)
        yield record
      }
    } finally {
      await documents.return(undefined)
    }
  }

  /** settle notes that records, by their numbers, are written or refused for good. */
  settle(indices: readonly number[]): void {
    for (const index of indices) this.#settled.add(index)
    let ready = 0
    while (this.#settled.delete(this.#base + ready)) ready++
    if (ready === 0) return
    this.#after = documentIdText(this.#ids[ready - 1])
    this.#ids = this.#ids.slice(ready)
    this.#base += ready
  }

  /** place tells where it stands: all up to a document are settled, and so many behind it. */
  place(): NonNullable<JobResult['source']> {
    return { after: this.#after, ahead: this.#settled.size }
  }
}

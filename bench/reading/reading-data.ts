import { produceRecords } from '#lib/kafka/produce-records.ts'
import type { Compression } from '#lib/shared/record.ts'
import type { BenchKafka } from '../bench-kafka.ts'
import type { BenchOptions } from '../bench-options.ts'
import { sampleValue } from '../sample-value.ts'

/** Enough for several threads and one broker. */
export const READING_PARTITIONS = 3
/** One record in so many is a hit. */
export const HIT_EVERY = 100

/** ReadingData writes each topic that the rows of one run read at most once. */
export class ReadingData {
  readonly #kafka: BenchKafka
  readonly #options: BenchOptions
  readonly #topics = new Map<string, Promise<string>>()

  constructor(kafka: BenchKafka, options: BenchOptions) {
    this.#kafka = kafka
    this.#options = options
  }

  /** topic gives a topic of so many records of 200 B, 1 % of them hits. Throws when one was not acknowledged. */
  topic(records: number, compression: Compression): Promise<string> {
    const name = `reading-${records}-${compression}`
    const known = this.#topics.get(name) ?? this.#fill(name, records, compression)
    this.#topics.set(name, known)
    return known
  }

  async #fill(name: string, records: number, compression: Compression): Promise<string> {
    const topic = await this.#kafka.newTopic(name, READING_PARTITIONS)
    this.#options.log(`writing ${records.toLocaleString('en')} records, ${compression}`)
    const outcome = await produceRecords(this.#kafka.target, {
      topic,
      compression,
      records: samples(records),
    })
    if (outcome.acknowledged !== records) {
      throw new Error(`Only ${outcome.acknowledged} of ${records} were acknowledged.`, {
        cause: outcome.error,
      })
    }
    return topic
  }
}

function* samples(records: number): Generator<{ key: null; value: string }> {
  for (let index = 0; index < records; index++) yield { key: null, value: sampleValue(index, HIT_EVERY) }
}

import { decode } from '#lib/records/decoders/decode.ts'
import { type ConsumeReport, MAX_SAMPLE_RECORDS, SAMPLE_VALUE_BYTES } from '#lib/shared/consume-report.ts'
import type { Decoder } from '#lib/shared/decoder.ts'
import { type KafkaRecord, KafkaRecordSchema } from '#lib/shared/record.ts'
import type { CountedRecords } from './count-records.ts'
import type { FetchedRecords } from './fetch-lane.ts'
import { linesOfFetch } from './lines-of-fetch.ts'
import { MalformedRecordError, RecordCursor } from './record-batch.ts'
import { readRecordSet } from './record-set.ts'

const text = new TextDecoder()

/** ConsumeInspector keeps the first records that pass, and counts those that are not what was expected. It never throws. */
export class ConsumeInspector {
  readonly #topic: string
  readonly #expect: Decoder | null
  readonly #samples: KafkaRecord[] = []
  readonly #undecodableSamples: ConsumeReport['undecodableSamples'] = []
  #undecodable = 0

  constructor(topic: string, expect: Decoder | undefined) {
    this.#topic = topic
    this.#expect = expect ?? null
  }

  get undecodable(): number {
    return this.#undecodable
  }

  look(item: FetchedRecords, counted: CountedRecords): void {
    const room = MAX_SAMPLE_RECORDS - this.#samples.length
    if (room > 0) this.#keep(item, Math.min(room, counted.count))
    if (this.#expect) this.#check(item, counted.next, this.#expect)
  }

  report(): Pick<ConsumeReport, 'samples' | 'undecodable' | 'undecodableSamples'> {
    return {
      samples: this.#samples,
      undecodable: this.#undecodable,
      undecodableSamples: this.#undecodableSamples,
    }
  }

  #keep(item: FetchedRecords, limit: number): void {
    for (const event of linesOfFetch(item, { maxValueBytes: SAMPLE_VALUE_BYTES, limit })) {
      if (event.type !== 'records') continue
      for (const line of text.decode(event.lines).trimEnd().split('\n')) {
        const record = KafkaRecordSchema.safeParse(JSON.parse(line))
        if (record.success) this.#samples.push(record.data)
      }
    }
  }

  #check(item: FetchedRecords, until: number, expect: Decoder): void {
    const cursor = new RecordCursor()
    const { partition } = item.partition
    for (const batch of readRecordSet(item, 'committed')) {
      const { header } = batch
      if (header.baseOffset >= until) return
      if ('unreadable' in batch) {
        const count = Math.max(1, header.count)
        this.#miss(partition, header.baseOffset, `The batch can’t be unpacked: ${batch.unreadable}.`, count)
        continue
      }
      cursor.reset(batch.body, 0, batch.body.length)
      try {
        while (cursor.next()) {
          const offset = header.baseOffset + cursor.offsetDelta
          if (offset < item.from || offset >= until) continue
          const reason = this.#reasonAgainst(cursor, expect)
          if (reason !== null) this.#miss(partition, offset, reason)
        }
      } catch (error) {
        if (!(error instanceof MalformedRecordError)) throw error
        this.#miss(partition, header.baseOffset, 'A record in the batch is malformed.')
      }
    }
  }

  /** Null when the value is what it should be; a tombstone has none to be read. */
  #reasonAgainst({ buffer, valueStart, valueEnd }: RecordCursor, expect: Decoder): string | null {
    if (valueEnd < valueStart) return null
    const context = { topic: this.#topic, part: 'value', key: null, schemas: [], registry: null } as const
    const result = decode(buffer.subarray(valueStart, valueEnd), expect, context)
    return result.decoder === null ? (result.tried[0]?.reason ?? `It is not ${expect}.`) : null
  }

  #miss(partition: number, offset: number, reason: string, count = 1): void {
    this.#undecodable += count
    if (this.#undecodableSamples.length < MAX_SAMPLE_RECORDS)
      this.#undecodableSamples.push({ partition, offset: String(offset), reason })
  }
}

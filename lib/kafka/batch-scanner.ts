import type { FetchedRecords } from './fetch-lane.ts'
import type { FilterFailures } from './filter-failures.ts'
import { type BatchHeader, MalformedRecordError, RecordCursor } from './record-batch.ts'
import type { RecordDecoder } from './record-decoder.ts'
import type { RecordFilter } from './record-filter.ts'
import type { LineChunk } from './record-lines.ts'
import { type Marker, readRecordSet, type VisibleBatch } from './record-set.ts'
import type { Isolation } from './requests/list-offsets.ts'

/** One for the key and one for the value. */
const SCHEMAS_PER_RECORD = 2

/** UnreadableRecords tells of records that were read over because nobody could decode them. */
export interface UnreadableRecords {
  readonly type: 'unreadable'
  readonly partition: number
  readonly firstOffset: number
  readonly count: number
  readonly reason: string
}

/** SchemaNeeded asks for a registry's schema before the scan goes on; that it can't be had is an answer, too. */
export interface SchemaNeeded {
  readonly type: 'schema'
  readonly id: number
}

/** RecordWriter takes each match; what it keeps of the bytes it copies. It may give the lines that are full. */
export interface RecordWriter {
  write(partition: number, batch: BatchHeader, record: RecordCursor, marker: Marker | null): LineChunk | null
}

export interface BatchScannerOptions {
  readonly filter: RecordFilter | null
  readonly lines: RecordWriter
  readonly decoder?: RecordDecoder | null
  readonly isolation: Isolation
  /** Stop after so many matches. */
  readonly limit: number
}

/**
 * BatchScanner turns fetched bytes into lines. Counts add up: what was read matched, was rejected by the filter, or
 * could not be decoded.
 */
export class BatchScanner {
  readonly #options: BatchScannerOptions
  readonly #cursor = new RecordCursor()
  read = 0
  matched = 0
  undecodable = 0
  bytes = 0

  constructor(options: BatchScannerOptions) {
    this.#options = options
  }

  get finished(): boolean {
    return this.matched >= this.#options.limit
  }

  get filterFailures(): FilterFailures {
    return this.#options.filter?.failures ?? {}
  }

  /**
   * scan gives chunks of lines as they fill up, and what can't be read. Stops in the middle when the limit is reached,
   * and before the offset `until`.
   */
  *scan(
    item: FetchedRecords,
    until = Number.POSITIVE_INFINITY,
  ): Generator<LineChunk | UnreadableRecords | SchemaNeeded> {
    const { partition } = item.partition
    const end = Math.min(item.partition.end ?? Number.POSITIVE_INFINITY, until)
    this.bytes += item.fetched.end - item.fetched.start
    for (const batch of readRecordSet(item, this.#options.isolation)) {
      const { header } = batch
      if (header.baseOffset >= end) return
      if ('unreadable' in batch) {
        yield this.#skip(partition, header, Math.max(0, header.count), batch.unreadable)
        continue
      }
      const before = this.read
      try {
        yield* this.#scanBatch(partition, batch, item.from, end)
      } catch (error) {
        if (!(error instanceof MalformedRecordError)) throw error
        const left = Math.max(0, header.count - (this.read - before))
        yield this.#skip(partition, header, left, 'a record in it is malformed')
      }
      if (this.finished) return
    }
  }

  #skip(partition: number, header: BatchHeader, count: number, reason: string): UnreadableRecords {
    this.read += count
    this.undecodable += count
    return { type: 'unreadable', partition, firstOffset: header.baseOffset, count, reason }
  }

  *#scanBatch(
    partition: number,
    { header, marker, body }: VisibleBatch,
    from: number,
    end: number,
  ): Generator<LineChunk | SchemaNeeded> {
    const { filter, decoder } = this.#options
    const whole = header.baseOffset >= from && header.nextOffset <= end
    // Most batches hold no hit at all: one search over all bytes tells, without looking at a single record.
    // A marker has no text to be found, whatever its bytes are.
    let hit = filter ? (marker ? -1 : filter.nextHit(body, 0)) : 0
    const hides = filter?.hides === true && !marker
    if (filter && whole && hit < 0 && !hides) {
      this.read += header.count
      return
    }
    const cursor = this.#cursor
    cursor.reset(body, 0, body.length)
    for (let index = 0; index < header.count && cursor.skim(); index++) {
      if (filter && hit >= 0 && hit < cursor.recordStart) hit = filter.nextHit(body, cursor.recordStart)
      const candidate = !filter || (hit >= 0 && hit < cursor.recordEnd)
      if (whole && !candidate && !hides) {
        this.read++
        continue
      }
      cursor.parse()
      const offset = header.baseOffset + cursor.offsetDelta
      if (offset < from || offset >= end) continue
      this.read++
      if (!candidate && !(hides && filter.mayHide(cursor))) continue
      // A filter that sees what is decoded needs the schema before it can tell.
      if (decoder?.forExpressions && filter && !marker) yield* this.#missingSchemas(decoder)
      if (filter && !filter.matches(cursor, header, partition)) continue
      if (decoder && !marker) yield* this.#missingSchemas(decoder)
      this.matched++
      const chunk = this.#options.lines.write(partition, header, cursor, marker)
      if (chunk) yield chunk
      if (this.finished) return
    }
  }

  *#missingSchemas(decoder: RecordDecoder): Generator<SchemaNeeded> {
    let id = decoder.missing(this.#cursor)
    for (let asked = 0; id !== null && asked < SCHEMAS_PER_RECORD; asked++) {
      yield { type: 'schema', id }
      id = decoder.missing(this.#cursor)
    }
  }
}

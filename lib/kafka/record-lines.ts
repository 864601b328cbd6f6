import { codecs } from './codecs.ts'
import { jsonOfBytes, jsonOfText } from './json-of-bytes.ts'
import { LineBuffer } from './line-buffer.ts'
import { type BatchHeader, HeaderCursor, type RecordCursor } from './record-batch.ts'
import type { RecordDecoder } from './record-decoder.ts'
import type { Marker } from './record-set.ts'

/** A chunk that a socket and a browser's stream carry in one piece; smaller ones cost a call each, larger ones delay. */
export const MAX_CHUNK_BYTES = 64 * 1024

export interface LineChunk {
  /** Whole lines; more than MAX_CHUNK_BYTES only when one single line is longer. */
  readonly lines: Uint8Array<ArrayBuffer>
  readonly count: number
}

/**
 * RecordLines writes records as NDJSON, one `{"type":"record",…}` a line, into one buffer. `write` gives the lines before this one when the chunk is full; `flush` gives the rest.
 */
export class RecordLines {
  readonly #lines = new LineBuffer()
  readonly #headers = new HeaderCursor()
  readonly #maxBytes: number
  readonly #decoder: RecordDecoder | null
  #count = 0

  /** `maxBytes` is the most of each key, value and header value; the rest is cut and marked. */
  constructor(maxBytes: number, decoder: RecordDecoder | null = null) {
    this.#maxBytes = maxBytes
    this.#decoder = decoder
  }

  /** `marker` makes it a control record: what a broker wrote at a transaction's end, without key and value. */
  write(
    partition: number,
    batch: BatchHeader,
    record: RecordCursor,
    marker: Marker | null = null,
  ): LineChunk | null {
    const lines = this.#lines
    const start = lines.length
    lines.append(marker ? markerLine(partition, batch, marker) : this.#lineOf(partition, batch, record))
    if (lines.length <= MAX_CHUNK_BYTES || this.#count === 0) {
      this.#count++
      return null
    }
    const chunk = { lines: lines.takeBefore(start), count: this.#count }
    this.#count = 1
    return chunk
  }

  flush(): LineChunk | null {
    if (this.#count === 0) return null
    const chunk = { lines: this.#lines.takeBefore(this.#lines.length), count: this.#count }
    this.#count = 0
    return chunk
  }

  /** One text per record and one call to encode it: each call into the engine costs as much as forty bytes. */
  #lineOf(partition: number, batch: BatchHeader, record: RecordCursor): string {
    const { buffer, keyStart, keyEnd, valueStart, valueEnd } = record
    const timestamp = batch.logAppendTime ? batch.maxTimestamp : batch.baseTimestamp + record.timestampDelta
    let key = jsonOfBytes(buffer, keyStart, keyEnd, this.#maxBytes)
    let value = jsonOfBytes(buffer, valueStart, valueEnd, this.#maxBytes)
    if (this.#decoder) {
      key = this.#withDecoded('key', key, record)
      value = this.#withDecoded('value', value, record)
    }
    const headers = record.headerCount > 0 ? this.#headersOf(record) : ''
    return `{"type":"record","partition":${partition},"offset":"${batch.baseOffset + record.offsetDelta}","timestamp":${timestamp},"timestampType":"${batch.logAppendTime ? 'append' : 'create'}","key":${key},"value":${value},"headers":[${headers}],"keySize":${keyEnd < 0 ? 'null' : keyEnd - keyStart},"valueSize":${valueEnd < 0 ? 'null' : valueEnd - valueStart},"compression":"${codecs[batch.codec] ?? 'none'}","transactional":${batch.transactional}}\n`
  }

  #withDecoded(part: 'key' | 'value', json: string, record: RecordCursor): string {
    const added = this.#decoder?.added(part, json, record, this.#maxBytes) ?? ''
    return added === '' ? json : `${json.slice(0, -1)}${added}}`
  }

  #headersOf(record: RecordCursor): string {
    const headers = this.#headers
    headers.reset(record)
    const pairs: string[] = []
    while (headers.next()) {
      // A header's name is a string by Kafka's rules: bytes that are no UTF-8 are shown with replacement characters.
      const name = jsonOfText(headers.buffer.utf8Slice(headers.nameStart, headers.nameEnd))
      pairs.push(
        `[${name},${jsonOfBytes(headers.buffer, headers.valueStart, headers.valueEnd, this.#maxBytes)}]`,
      )
    }
    return pairs.join(',')
  }
}

function markerLine(partition: number, batch: BatchHeader, marker: Marker): string {
  const { baseOffset, baseTimestamp, transactional } = batch
  return `{"type":"record","partition":${partition},"offset":"${baseOffset}","timestamp":${baseTimestamp},"timestampType":"append","key":null,"value":null,"headers":[],"keySize":null,"valueSize":null,"compression":"none","transactional":${transactional},"control":"${marker}"}\n`
}

import { codecs } from './codecs.ts'
import { JsonBytes } from './json-bytes.ts'
import { type BatchHeader, HeaderCursor, type RecordCursor } from './record-batch.ts'

/** A chunk that a socket and a browser's stream carry in one piece; smaller ones cost a call each, larger ones delay. */
export const MAX_CHUNK_BYTES = 64 * 1024

export interface LineChunk {
  /** Whole lines; more than MAX_CHUNK_BYTES only when one single line is longer. */
  readonly lines: Uint8Array<ArrayBuffer>
  readonly count: number
}

/**
 * RecordLines writes records as NDJSON, one `{"type":"record",…}` a line, straight from the batch's bytes into one
 * buffer. `write` gives the lines before this one when the chunk is full; `flush` gives the rest.
 */
export class RecordLines {
  readonly #json = new JsonBytes()
  readonly #headers = new HeaderCursor()
  readonly #maxBytes: number
  #count = 0

  /** `maxBytes` is the most of each key, value and header value; the rest is cut and marked. */
  constructor(maxBytes: number) {
    this.#maxBytes = maxBytes
  }

  write(partition: number, batch: BatchHeader, record: RecordCursor): LineChunk | null {
    const json = this.#json
    const start = json.length
    const { buffer, keyStart, keyEnd, valueStart, valueEnd } = record
    const timestamp = batch.logAppendTime ? batch.maxTimestamp : batch.baseTimestamp + record.timestampDelta
    json.ascii(
      `{"type":"record","partition":${partition},"offset":"${batch.baseOffset + record.offsetDelta}","timestamp":${timestamp},"timestampType":"${batch.logAppendTime ? 'append' : 'create'}","key":`,
    )
    json.bytes(buffer, keyStart, keyEnd, this.#maxBytes)
    json.ascii(',"value":')
    json.bytes(buffer, valueStart, valueEnd, this.#maxBytes)
    json.ascii(',"headers":[')
    if (record.headerCount > 0) this.#writeHeaders(record)
    json.ascii(
      `],"keySize":${keyEnd < 0 ? 'null' : keyEnd - keyStart},"valueSize":${valueEnd < 0 ? 'null' : valueEnd - valueStart},"compression":"${codecs[batch.codec] ?? 'none'}","transactional":${batch.transactional}}\n`,
    )
    if (json.length <= MAX_CHUNK_BYTES || this.#count === 0) {
      this.#count++
      return null
    }
    const chunk = { lines: json.takeBefore(start), count: this.#count }
    this.#count = 1
    return chunk
  }

  flush(): LineChunk | null {
    if (this.#count === 0) return null
    const chunk = { lines: this.#json.takeBefore(this.#json.length), count: this.#count }
    this.#count = 0
    return chunk
  }

  #writeHeaders(record: RecordCursor): void {
    const json = this.#json
    const headers = this.#headers
    headers.reset(record)
    for (let first = true; headers.next(); first = false) {
      json.ascii(first ? '[' : ',[')
      // A header's name is a string by Kafka's rules: bytes that are no UTF-8 are shown with replacement characters.
      json.text(headers.buffer.toString('utf8', headers.nameStart, headers.nameEnd))
      json.ascii(',')
      json.bytes(headers.buffer, headers.valueStart, headers.valueEnd, this.#maxBytes)
      json.ascii(']')
    }
  }
}

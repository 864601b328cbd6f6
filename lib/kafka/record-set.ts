import { crc32c } from '@node-rs/crc32'
import { codecs, decompress } from './codecs.ts'
import type { FetchedRecords } from './fetch-lane.ts'
import { BatchHeader, CURRENT_MAGIC, MalformedRecordError, RecordCursor } from './record-batch.ts'
import type { Isolation } from './requests/list-offsets.ts'

export type Marker = 'abort' | 'commit'

/** VisibleBatch is a batch that the chosen isolation shows, with its records unpacked in `body`. Valid until the next one. */
export interface VisibleBatch {
  readonly header: BatchHeader
  /** What a control batch says of its producer's transaction; null for a batch of records. */
  readonly marker: Marker | null
  readonly body: Buffer
}

/** UnreadableBatch stands for records that are there and can't be shown. */
export interface UnreadableBatch {
  readonly header: BatchHeader
  readonly unreadable: string
}

/** Two 16-bit numbers: version and type. */
const CONTROL_KEY_BYTES = 4

/** The types of control record that end a transaction (KIP-98), by their number; others are the brokers' own. */
const markers: readonly Marker[] = ['abort', 'commit']

/**
 * readRecordSet walks the whole batches of one fetched partition that hold offsets from `from` on: checks each one's
 * CRC and unpacks it. `committed` leaves out the batches of aborted transactions and every control batch;
 * `uncommitted` shows the markers of transactions, as batches of one record.
 */
export function* readRecordSet(
  { fetched, buffer, from }: FetchedRecords,
  isolation: Isolation,
): Generator<VisibleBatch | UnreadableBatch> {
  const header = new BatchHeader()
  const aborted = isolation === 'committed' ? fetched.aborted : []
  const abortedProducers = new Set<bigint>()
  let nextAborted = 0
  for (let position = fetched.start; header.read(buffer, position, fetched.end); position = header.end) {
    for (let entry = aborted[nextAborted]; entry; entry = aborted[++nextAborted]) {
      if (entry.firstOffset >= BigInt(header.nextOffset)) break
      abortedProducers.add(entry.producerId)
    }
    if (abortedProducers.size > 0) {
      const producerId = buffer.readBigInt64BE(header.producerIdAt)
      if (header.control && markerOf(buffer, header) === 'abort') abortedProducers.delete(producerId)
      if (header.transactional && abortedProducers.has(producerId)) continue
    }
    if (header.nextOffset <= from || header.count === 0) continue
    const marker = header.control ? markerOf(buffer, header) : null
    if (header.control && (isolation === 'committed' || marker === null)) continue
    yield unpack(buffer, header, marker)
  }
}

function unpack(buffer: Buffer, header: BatchHeader, marker: Marker | null): VisibleBatch | UnreadableBatch {
  if (header.magic !== CURRENT_MAGIC) {
    return { header, unreadable: `a record format of before Kafka 0.11 (magic ${header.magic})` }
  }
  if (crc32c(buffer.subarray(header.crcFrom, header.end)) !== header.crc) {
    return { header, unreadable: 'its checksum is wrong' }
  }
  const codec = codecs[header.codec]
  if (codec === undefined) return { header, unreadable: `an unknown compression (${header.codec})` }
  const packed = buffer.subarray(header.recordsAt, header.end)
  try {
    const body = decompress(codec, packed)
    if (header.countIsImpossible(body.length))
      return { header, unreadable: 'its number of records is impossible' }
    return { header, marker, body }
  } catch {
    return { header, unreadable: `its ${codec} compression is broken or larger than we take` }
  }
}

/** The key of a control record: version, then type. Null for a type that ends no transaction. */
function markerOf(buffer: Buffer, header: BatchHeader): Marker | null {
  const cursor = new RecordCursor()
  cursor.reset(buffer, header.recordsAt, header.end)
  try {
    if (header.count < 1 || !cursor.next() || cursor.keyEnd - cursor.keyStart < CONTROL_KEY_BYTES) return null
  } catch (error) {
    if (error instanceof MalformedRecordError) return null
    throw error
  }
  return markers[buffer.readInt16BE(cursor.keyStart + 2)] ?? null
}

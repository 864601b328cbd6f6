import { crc32c } from '@node-rs/crc32'
import { codecs, decompress } from './codecs.ts'
import type { FetchedRecords } from './fetch-lane.ts'
import { BatchHeader, CURRENT_MAGIC, RecordCursor } from './record-batch.ts'
import type { Isolation } from './requests/list-offsets.ts'

/** VisibleBatch is a batch that the chosen isolation shows, with its records unpacked in `body`. Valid until the next one. */
export interface VisibleBatch {
  readonly header: BatchHeader
  readonly body: Buffer
}

/** UnreadableBatch stands for records that are there and can't be shown. */
export interface UnreadableBatch {
  readonly header: BatchHeader
  readonly unreadable: string
}

const ABORT_MARKER = 0

/**
 * readRecordSet walks the whole batches of one fetched partition that hold offsets from `from` on: checks each one's
 * CRC, leaves out control batches and, for `committed`, the batches of aborted transactions, and unpacks the rest.
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
      if (header.control && isAbortMarker(buffer, header)) abortedProducers.delete(producerId)
      if (header.transactional && abortedProducers.has(producerId)) continue
    }
    if (header.control || header.nextOffset <= from || header.count === 0) continue
    yield unpack(buffer, header)
  }
}

function unpack(buffer: Buffer, header: BatchHeader): VisibleBatch | UnreadableBatch {
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
    return { header, body }
  } catch {
    return { header, unreadable: `its ${codec} compression is broken or larger than we take` }
  }
}

/** The key of a control record: version, then type (0 abort, 1 commit). */
function isAbortMarker(buffer: Buffer, header: BatchHeader): boolean {
  const cursor = new RecordCursor()
  cursor.reset(buffer, header.recordsAt, header.end)
  return header.count > 0 && cursor.next() && buffer.readInt16BE(cursor.keyStart + 2) === ABORT_MARKER
}

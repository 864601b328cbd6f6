import type { Compression } from '#lib/shared/record.ts'
import type { OutgoingRecord } from '../outgoing-record.ts'
import { encodeRecordBatch } from '../record-batch-encode.ts'
import { batchLayout } from '../record-batch-layout.ts'

/** encodeAt makes a batch as it lies in a log: with the offset of its first record, which the checksum does not cover. */
export function encodeAt(
  baseOffset: number,
  records: readonly OutgoingRecord[],
  compression: Compression,
): Buffer {
  const batch = Buffer.from(encodeRecordBatch(records, { now: 0, compression }))
  batch.writeBigInt64BE(BigInt(baseOffset), batchLayout.baseOffset)
  return batch
}

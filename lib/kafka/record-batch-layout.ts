/**
 * Where things stand in a record batch of magic 2 (org.apache.kafka.common.record.DefaultRecordBatch).
 * Batch length counts what follows it; the CRC-32C covers everything from the attributes on.
 */
export const batchLayout = {
  baseOffset: 0,
  length: 8,
  leaderEpoch: 12,
  magic: 16,
  crc: 17,
  attributes: 21,
  lastOffsetDelta: 23,
  baseTimestamp: 27,
  maxTimestamp: 35,
  producerId: 43,
  producerEpoch: 51,
  baseSequence: 53,
  count: 57,
  records: 61,
} as const

export const CODEC_MASK = 0x07

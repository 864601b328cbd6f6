import { ByteReader } from './byte-reader.ts'

/** Two marks and a fingerprint of eight bytes: Avro's single-object encoding. */
export const SINGLE_OBJECT_BYTES = 10

/** singleObjectFingerprint gives the fingerprint of the schema that bytes name in Avro's single-object encoding, or null. */
export function singleObjectFingerprint(bytes: Uint8Array): bigint | null {
  if (bytes.length < SINGLE_OBJECT_BYTES || bytes[0] !== 0xc3 || bytes[1] !== 0x01) return null
  return new ByteReader(bytes, 2).uint64(true)
}

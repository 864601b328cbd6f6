import { isCborContainer } from './cbor.ts'
import { framedSchemaId } from './confluent-frame.ts'
import type { DecodeContext } from './decode.ts'
import { isMessagePackContainer } from './message-pack.ts'
import { singleObjectFingerprint } from './single-object.ts'

const OFFSETS_TOPIC = '__consumer_offsets'
/** No text begins with one of these, and numbers and Confluent's frame mostly do. */
const FIRST_TEXT_BYTE = 9

/**
 * detectionOrder lists what bytes may be, the surest first. It is strict, so that a wrong guess is rare: a frame needs
 * a registry, MessagePack and CBOR a map or a list around all of it, a number the look of a small one.
 */
export function detectionOrder(bytes: Uint8Array, context: DecodeContext): string[] {
  const first = bytes[0] ?? 0x20
  const order: string[] = []
  if (context.topic === OFFSETS_TOPIC) order.push('consumer-offsets')
  // Also without a registry: the reason is the hint that one is missing.
  if ((framedSchemaId(bytes) ?? 0) > 0) order.push('registry')
  const fingerprint = singleObjectFingerprint(bytes)
  if (fingerprint !== null) {
    const known = context.schemas.find(
      ({ schema }) => schema.kind === 'avro' && schema.fingerprint === fingerprint,
    )
    order.push(known ? `avro:${known.id}` : 'avro')
  }
  if (first >= FIRST_TEXT_BYTE) order.push('json', 'text')
  if (isMessagePackContainer(first)) order.push('msgpack')
  if (isCborContainer(bytes)) order.push('cbor')
  if (isLikelyUuid(bytes)) order.push('uuid')
  if (isSmall(bytes)) order.push(bytes.length === 8 ? 'int64' : 'int32')
  return order
}

/** Four bytes of which the first, or eight of which the first two, only carry the sign. */
function isSmall(bytes: Uint8Array): boolean {
  const [first, second] = bytes
  if (first !== 0 && first !== 0xff) return false
  return bytes.length === 4 || (bytes.length === 8 && second === first)
}

/** The versions in use (1, 4, 7) with the variant of RFC 9562. */
function isLikelyUuid(bytes: Uint8Array): boolean {
  if (bytes.length !== 16) return false
  const version = (bytes[6] ?? 0) >> 4
  return [1, 4, 7].includes(version) && (bytes[8] ?? 0) >> 6 === 2
}

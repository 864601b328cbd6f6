import 'server-only'
import { createCipheriv, createDecipheriv, hkdfSync, randomBytes } from 'node:crypto'

/** AES-256-GCM (NIST SP 800-38D): a 96-bit nonce, never used twice with one key, and a full 128-bit tag. */
const ALGORITHM = 'aes-256-gcm'
export const KEY_BYTES = 32
const NONCE_BYTES = 12
const TAG_BYTES = 16

export interface Sealed {
  readonly nonce: Buffer
  /** Ciphertext with the tag at its end. */
  readonly bytes: Buffer
}

/** encrypt seals bytes under a key, bound to `parts`: they are not stored in it, but opening needs the same ones. */
export function encrypt(key: Buffer, plain: Buffer, parts: readonly string[]): Sealed {
  const nonce = randomBytes(NONCE_BYTES)
  const cipher = createCipheriv(ALGORITHM, key, nonce, { authTagLength: TAG_BYTES })
  cipher.setAAD(additionalData(parts))
  const bytes = Buffer.concat([cipher.update(plain), cipher.final(), cipher.getAuthTag()])
  return { nonce, bytes }
}

/** decrypt opens what encrypt sealed. Null when anything differs by a bit: bytes, nonce, key or parts. */
export function decrypt(key: Buffer, sealed: Sealed, parts: readonly string[]): Buffer | null {
  const { nonce, bytes } = sealed
  if (nonce.length !== NONCE_BYTES || bytes.length < TAG_BYTES) return null
  const cut = bytes.length - TAG_BYTES
  const decipher = createDecipheriv(ALGORITHM, key, nonce, { authTagLength: TAG_BYTES })
  decipher.setAAD(additionalData(parts))
  decipher.setAuthTag(bytes.subarray(cut))
  try {
    return Buffer.concat([decipher.update(bytes.subarray(0, cut)), decipher.final()])
  } catch {
    return null
  }
}

/** newKey gives 32 random bytes. */
export function newKey(): Buffer {
  return randomBytes(KEY_BYTES)
}

/** deriveKey makes the key for one purpose from another key: HKDF-SHA-256 (RFC 5869) with the purpose as its info. */
export function deriveKey(key: Buffer, label: string): Buffer {
  return Buffer.from(hkdfSync('sha256', key, Buffer.alloc(0), `keystream/v1/${label}`, KEY_BYTES))
}

/** Each part is preceded by its length, so that ('ab','c') and ('a','bc') are different data. */
function additionalData(parts: readonly string[]): Buffer {
  return Buffer.concat(
    parts.flatMap((part) => {
      const bytes = Buffer.from(part, 'utf8')
      const length = Buffer.alloc(4)
      length.writeUInt32BE(bytes.length)
      return [length, bytes]
    }),
  )
}

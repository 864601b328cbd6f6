import 'server-only'
import { randomBytes, scrypt } from 'node:crypto'
import { AppError } from '#lib/server/base/app-error.ts'
import { isoNow } from '#lib/server/base/clock.ts'
import { BUNDLE_KDF, type BundleFile } from '#lib/shared/bundle.ts'
import { openSecret, type Secret } from '#lib/shared/secret.ts'
import { decrypt, encrypt, KEY_BYTES } from './cipher.ts'

const SALT_BYTES = 16
/** 128 · N · r bytes, and a little more, which Node refuses to use unless told. */
const MAX_MEMORY = 128 * BUNDLE_KDF.n * BUNDLE_KDF.r + 1024 * 1024

/**
 * sealBundle encrypts bytes under a passphrase: scrypt (RFC 7914) makes the key, AES-256-GCM seals, and everything
 * that stands in the file beside the ciphertext is bound into the seal.
 */
export async function sealBundle(plain: Buffer, profiles: number, passphrase: Secret): Promise<BundleFile> {
  const salt = randomBytes(SALT_BYTES)
  const head = {
    format: 'keystream-bundle',
    version: 1,
    createdAt: isoNow(),
    profiles,
    kdf: { ...BUNDLE_KDF, salt: salt.toString('base64') },
  } as const
  const key = await keyOf(passphrase, salt)
  try {
    const { nonce, bytes } = encrypt(key, plain, partsOf(head))
    const cipher = { name: 'aes-256-gcm', nonce: nonce.toString('base64') } as const
    return { ...head, cipher, data: bytes.toString('base64') }
  } finally {
    key.fill(0)
  }
}

/** openBundle opens what sealBundle sealed. Throws AppError `unprocessable` for another passphrase or an altered file: they can't be told apart. */
export async function openBundle(file: BundleFile, passphrase: Secret): Promise<Buffer> {
  const key = await keyOf(passphrase, Buffer.from(file.kdf.salt, 'base64'))
  try {
    const sealed = {
      nonce: Buffer.from(file.cipher.nonce, 'base64'),
      bytes: Buffer.from(file.data, 'base64'),
    }
    const plain = decrypt(key, sealed, partsOf(file))
    if (plain) return plain
  } finally {
    key.fill(0)
  }
  throw new AppError({
    code: 'unprocessable',
    field: 'passphrase',
    message: 'The bundle does not open: the passphrase is another one, or the file was altered.',
    advice: 'Type the passphrase again; capitals and blanks count. If it is right, ask for the bundle again.',
  })
}

type Head = Pick<BundleFile, 'format' | 'version' | 'createdAt' | 'profiles' | 'kdf'>

function partsOf({ format, version, createdAt, profiles, kdf }: Head): string[] {
  return ['ks1', format, String(version), createdAt, String(profiles), kdf.name, kdf.salt]
}

/** The same letters typed on another keyboard are the same passphrase: NFKC. */
function keyOf(passphrase: Secret, salt: Buffer): Promise<Buffer> {
  const { promise, resolve, reject } = Promise.withResolvers<Buffer>()
  const options = { N: BUNDLE_KDF.n, r: BUNDLE_KDF.r, p: BUNDLE_KDF.p, maxmem: MAX_MEMORY }
  scrypt(openSecret(passphrase).normalize('NFKC'), salt, KEY_BYTES, options, (error, key) => {
    if (error) reject(error)
    else resolve(key)
  })
  return promise
}

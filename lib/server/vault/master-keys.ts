import 'server-only'
import { closeSync, fstatSync, openSync, readFileSync } from 'node:fs'
import { openSecret, type Secret } from '#lib/shared/secret.ts'
import { deriveKey, KEY_BYTES } from './cipher.ts'

/** MasterKey wraps data keys. Only the key derived for that is kept, not the master key itself. */
export interface MasterKey {
  readonly id: string
  readonly wrapping: Buffer
}

/** MasterKeyError says in one line why the server may not start; it never holds a key. */
export class MasterKeyError extends Error {
  override readonly name = 'MasterKeyError'
}

const HOW_TO =
  'Make one with: (umask 377; head -c 32 /dev/urandom | base64 > master.key), and set KEYSTREAM_MASTER_KEY_FILE to its path'
/** Ten keys are nine unfinished rotations; a file larger than this is another file. */
const MAX_KEYS = 10
const MAX_FILE_BYTES = 4_096
/** Of 32 random bytes about 30 differ; fewer than 20 come up once in 10^13. */
const MIN_DISTINCT_BYTES = 20

/**
 * loadMasterKeys reads the keys, the active one first, from the file or from the variable
 * (`k2:<base64 of 32 bytes>,k1:…`; the file also takes a line a key, and one bare key, which is then `k1`).
 * Throws MasterKeyError for none, both, a file others may read, a wrong length, a sample or a weak value.
 */
export function loadMasterKeys(source: {
  readonly masterKeyFile: string | undefined
  readonly masterKeys: Secret | undefined
}): readonly MasterKey[] {
  const { masterKeyFile, masterKeys } = source
  if (masterKeyFile !== undefined && masterKeys !== undefined) {
    throw new MasterKeyError('Set KEYSTREAM_MASTER_KEY_FILE or KEYSTREAM_MASTER_KEYS, not both')
  }
  if (masterKeyFile !== undefined) return parseKeys(readKeyFile(masterKeyFile), 'KEYSTREAM_MASTER_KEY_FILE')
  if (masterKeys !== undefined) return parseKeys(openSecret(masterKeys), 'KEYSTREAM_MASTER_KEYS')
  throw new MasterKeyError(`There is no master key. ${HOW_TO}`)
}

function parseKeys(text: string, variable: string): MasterKey[] {
  const items = text
    .split(/[\n,]/)
    .map((item) => item.trim())
    .filter((item) => item !== '')
  if (items.length === 0) throw new MasterKeyError(`${variable} holds no key. ${HOW_TO}`)
  if (items.length > MAX_KEYS) throw new MasterKeyError(`${variable} holds more than ${MAX_KEYS} keys`)
  const keys = items.map((item, index) => parseKey(item, index, items.length, variable))
  if (new Set(keys.map((key) => key.id)).size < keys.length) {
    throw new MasterKeyError(`${variable} names two keys alike`)
  }
  return keys
}

function parseKey(item: string, index: number, count: number, variable: string): MasterKey {
  const which = count === 1 ? 'The master key' : `Master key ${index + 1}`
  const match = /^(?:([A-Za-z0-9_-]{1,32}):)?([A-Za-z0-9+/_-]+={0,2})$/.exec(item)
  const id = match?.[1] ?? (count === 1 ? 'k1' : undefined)
  const text = match?.[2]
  if (id === undefined || text === undefined) {
    throw new MasterKeyError(`${which} in ${variable} is not written as name:base64`)
  }
  const bytes = Buffer.from(text, 'base64')
  const weakness = findWeakness(bytes)
  if (weakness) throw new MasterKeyError(`${which} in ${variable} ${weakness}. ${HOW_TO}`)
  const wrapping = deriveKey(bytes, 'wrap')
  bytes.fill(0)
  return { id, wrapping }
}

/** findWeakness says what betrays that a key was typed, copied from documentation or repeated, and not drawn. */
function findWeakness(bytes: Buffer): string | null {
  if (bytes.length !== KEY_BYTES) return `has ${bytes.length} bytes where ${KEY_BYTES} are needed`
  if (bytes.every((byte) => byte >= 0x20 && byte < 0x7f))
    return 'is text and not random: a sample or a passphrase'
  const steps = new Set(bytes.subarray(1).map((byte, i) => byte - (bytes[i] ?? 0)))
  if (steps.size === 1) return 'is a sample value'
  if (new Set(bytes).size < MIN_DISTINCT_BYTES) return 'repeats its bytes and is not random'
  return null
}

function readKeyFile(path: string): string {
  let handle: number
  try {
    handle = openSync(path, 'r')
  } catch {
    throw new MasterKeyError('The file that KEYSTREAM_MASTER_KEY_FILE names cannot be read')
  }
  try {
    const stat = fstatSync(handle)
    if (!stat.isFile()) throw new MasterKeyError('KEYSTREAM_MASTER_KEY_FILE does not name a file')
    if ((stat.mode & 0o077) !== 0) {
      const mode = (stat.mode & 0o777).toString(8)
      throw new MasterKeyError(
        `The master key file has mode ${mode} and others can read it. Run: chmod 400 on it`,
      )
    }
    if (stat.size > MAX_FILE_BYTES) throw new MasterKeyError('The master key file is too large to be one')
    return readFileSync(handle, 'utf8')
  } finally {
    closeSync(handle)
  }
}

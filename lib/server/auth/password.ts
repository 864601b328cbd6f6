import 'server-only'
import { argon2, randomBytes, scrypt, timingSafeEqual } from 'node:crypto'
import { takePlace } from './password-gate.ts'

/** OWASP's least for Argon2id: 19 MiB, two passes, one lane: a twentieth of a second. */
const MEMORY_KIB = 19_456
const PASSES = 2
const LANES = 1
const HASH_BYTES = 32
const SALT_BYTES = 16
/** Argon2's second version, 1.3, by its number in the text of a hash. */
const ARGON_VERSION = 19

/** What was used before: N = 2^17, r = 8, p = 1, which takes 128 MiB and a third of a second. */
const COST_LOG2 = 17
const BLOCK_SIZE = 8
const PARALLEL = 1
/** 128 · N · r bytes, and a little more, which Node refuses to use unless told. */
const MAX_MEMORY = 128 * 2 ** COST_LOG2 * BLOCK_SIZE + 4 * 1024 * 1024

/** HashKind: `former` are hashes from before Argon2id, which still verify and are replaced at the next good sign-in. */
export type HashKind = 'present' | 'former'

/** How every hash of the former kind begins. */
export const FORMER_PREFIX = 'scrypt$'

/** hashPassword gives `$argon2id$v=19$m=19456,t=2,p=1$salt$hash`. Throws AppError `rate_limited` when too many wait. */
export async function hashPassword(password: string): Promise<string> {
  const salt = randomBytes(SALT_BYTES)
  return argonText(salt, await deriveArgon(password, salt, MEMORY_KIB, PASSES, LANES))
}

/**
 * verifyPassword compares in constant time, after as much work as the hash's kind costs. False for another form of
 * hash, or one that would cost more than ours. Throws AppError `rate_limited` when too many wait.
 */
export async function verifyPassword(input: { hash: string; password: string }): Promise<boolean> {
  const argon = /^\$argon2id\$v=19\$m=(\d{1,7}),t=(\d),p=(\d)\$([\w+/]+)\$([\w+/]+)$/.exec(input.hash)
  const former = /^scrypt\$(\d{1,2})\$(\d{1,2})\$(\d)\$([\w-]+)\$([\w-]+)$/.exec(input.hash)
  const parts = argon ?? former
  if (!parts) return false
  const [first, second, third] = [Number(parts[1]), Number(parts[2]), Number(parts[3])]
  const limits = argon ? [MEMORY_KIB, PASSES, LANES] : [COST_LOG2, BLOCK_SIZE, PARALLEL]
  if ([first, second, third].some((cost, at) => cost > (limits[at] ?? 0))) return false
  const derive = argon ? deriveArgon : deriveScrypt
  const encoding = argon ? 'base64' : 'base64url'
  const [salt = '', hash = ''] = parts.slice(4)
  const expected = Buffer.from(hash, encoding)
  const found = await derive(input.password, Buffer.from(salt, encoding), first, second, third)
  return expected.length === found.length && timingSafeEqual(expected, found)
}

/** hashKindOf tells whether a hash is to be replaced when its password is next seen. */
export function hashKindOf(hash: string): HashKind {
  return hash.startsWith(FORMER_PREFIX) ? 'former' : 'present'
}

/** nobodysHash makes a hash that no password has and that costs what every hash of the kind costs. */
export function nobodysHash(kind: HashKind): string {
  const [salt, hash] = [randomBytes(SALT_BYTES), randomBytes(HASH_BYTES)]
  if (kind === 'present') return argonText(salt, hash)
  const costs = `${COST_LOG2}$${BLOCK_SIZE}$${PARALLEL}`
  return `${FORMER_PREFIX}${costs}$${salt.toString('base64url')}$${hash.toString('base64url')}`
}

function argonText(salt: Buffer, hash: Buffer): string {
  const [one, other] = [salt, hash].map((bytes) => bytes.toString('base64').replaceAll('=', ''))
  return `$argon2id$v=${ARGON_VERSION}$m=${MEMORY_KIB},t=${PASSES},p=${LANES}$${one}$${other}`
}

type Derive = (password: string, salt: Buffer, ...costs: [number, number, number]) => Promise<Buffer>

const deriveArgon: Derive = (password, nonce, memory, passes, parallelism) =>
  atItsPlace((done) => {
    const costs = { memory, passes, parallelism, tagLength: HASH_BYTES }
    argon2('argon2id', { message: composed(password), nonce, ...costs }, done)
  })

const deriveScrypt: Derive = (password, salt, cost, r, p) =>
  atItsPlace((done) => {
    scrypt(composed(password), salt, HASH_BYTES, { N: 2 ** cost, r, p, maxmem: MAX_MEMORY }, done)
  })

/** The same text may be typed composed or decomposed, by keyboard and system. */
function composed(password: string): string {
  return password.normalize('NFKC')
}

async function atItsPlace(
  start: (done: (error: Error | null, key: Buffer) => void) => void,
): Promise<Buffer> {
  const leave = await takePlace()
  try {
    const result = Promise.withResolvers<Buffer>()
    start((error, key) => {
      if (error) result.reject(error)
      else result.resolve(key)
    })
    return await result.promise
  } finally {
    leave()
  }
}

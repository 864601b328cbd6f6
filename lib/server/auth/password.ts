import 'server-only'
import { randomBytes, scrypt, timingSafeEqual } from 'node:crypto'
import { AppError } from '#lib/server/base/app-error.ts'
import { singleton } from '#lib/server/base/singleton.ts'

/** OWASP's first choice for scrypt: N = 2^17, r = 8, p = 1, which takes 128 MiB and some tenths of a second. */
const COST_LOG2 = 17
const BLOCK_SIZE = 8
const PARALLEL = 1
const HASH_BYTES = 32
const SALT_BYTES = 16
/** 128 · N · r bytes, and a little more, which Node refuses to use unless told. */
const MAX_MEMORY = 128 * 2 ** COST_LOG2 * BLOCK_SIZE + 4 * 1024 * 1024
/** Hashes at a time: each holds 128 MiB, and a flood of sign-ins must not end the process. */
const MAX_RUNNING = 2
/** Waiting ones: at half a second each, the last of them waits about ten seconds. */
const MAX_WAITING = 32

/** hashPassword gives `scrypt$17$8$1$salt$hash`. Throws AppError `rate_limited` when too many wait. */
export async function hashPassword(password: string): Promise<string> {
  const salt = randomBytes(SALT_BYTES)
  const hash = await derive(password, salt, COST_LOG2, BLOCK_SIZE, PARALLEL)
  return [
    'scrypt',
    COST_LOG2,
    BLOCK_SIZE,
    PARALLEL,
    salt.toString('base64url'),
    hash.toString('base64url'),
  ].join('$')
}

/** verifyPassword compares in constant time. False for another form of hash. */
export async function verifyPassword(input: { hash: string; password: string }): Promise<boolean> {
  const match = /^scrypt\$(\d{1,2})\$(\d{1,2})\$(\d)\$([\w-]+)\$([\w-]+)$/.exec(input.hash)
  if (!match) return false
  const [, cost, block, parallel, salt = '', hash = ''] = match
  if (Number(cost) > COST_LOG2 || Number(block) > BLOCK_SIZE || Number(parallel) > PARALLEL) return false
  const expected = Buffer.from(hash, 'base64url')
  const found = await derive(
    input.password,
    Buffer.from(salt, 'base64url'),
    Number(cost),
    Number(block),
    Number(parallel),
  )
  return expected.length === found.length && timingSafeEqual(expected, found)
}

interface Gate {
  running: number
  readonly waiting: (() => void)[]
}

const gate = () => singleton<Gate>('password-gate', () => ({ running: 0, waiting: [] }))

async function derive(
  password: string,
  salt: Buffer,
  cost: number,
  block: number,
  parallel: number,
): Promise<Buffer> {
  const leave = await enter()
  try {
    const result = Promise.withResolvers<Buffer>()
    const options = { N: 2 ** cost, r: block, p: parallel, maxmem: MAX_MEMORY }
    // The same text may be typed composed or decomposed, by keyboard and system.
    scrypt(password.normalize('NFKC'), salt, HASH_BYTES, options, (error, key) => {
      if (error) result.reject(error)
      else result.resolve(key)
    })
    return await result.promise
  } finally {
    leave()
  }
}

async function enter(): Promise<() => void> {
  const { waiting } = gate()
  if (gate().running >= MAX_RUNNING) {
    if (waiting.length >= MAX_WAITING) {
      throw new AppError({
        code: 'rate_limited',
        message: 'Too many people sign in right now.',
        retryAfter: 10,
      })
    }
    const turn = Promise.withResolvers<undefined>()
    waiting.push(() => {
      turn.resolve(undefined)
    })
    await turn.promise
  } else {
    gate().running += 1
  }
  return () => {
    // The place passes to the next one, or becomes free.
    const next = waiting.shift()
    if (next) next()
    else gate().running -= 1
  }
}

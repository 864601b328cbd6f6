import 'server-only'
import { createHmac, timingSafeEqual } from 'node:crypto'

const STEP_SECONDS = 30
const DIGITS = 6
/** One step to either side: clocks of phones are good, fingers are slow (RFC 6238, 5.2). */
const DRIFT_STEPS = 1

const ALPHABET = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567'

/** totpCode gives the code of a time step: RFC 6238 with HMAC-SHA-1, the one form that every app knows. */
export function totpCode(secret: Buffer, step: number): string {
  const counter = Buffer.alloc(8)
  counter.writeBigUInt64BE(BigInt(step))
  const mac = createHmac('sha1', secret).update(counter).digest()
  const offset = (mac.at(-1) ?? 0) & 0xf
  const number = mac.readUInt32BE(offset) & 0x7fff_ffff
  return String(number % 10 ** DIGITS).padStart(DIGITS, '0')
}

/** totpStep gives the time step of a moment in milliseconds. */
export function totpStep(now: number): number {
  return Math.floor(now / 1000 / STEP_SECONDS)
}

/** findTotpStep gives the step near `now` and after `lastStep` whose code this is, or null. Compares in constant time. */
export function findTotpStep(input: {
  secret: Buffer
  code: string
  now: number
  lastStep: number
}): number | null {
  const given = Buffer.from(input.code)
  let found: number | null = null
  for (let drift = -DRIFT_STEPS; drift <= DRIFT_STEPS; drift++) {
    const step = totpStep(input.now) + drift
    const expected = Buffer.from(totpCode(input.secret, step))
    const same = given.length === expected.length && timingSafeEqual(given, expected)
    if (same && step > input.lastStep) found = step
  }
  return found
}

/** base32 writes bytes as authenticator apps take them by hand (RFC 4648, without padding). */
export function base32(bytes: Buffer): string {
  const bits = [...bytes].map((byte) => byte.toString(2).padStart(8, '0')).join('')
  const groups = bits.match(/.{1,5}/g) ?? []
  return groups.map((group) => ALPHABET.charAt(Number.parseInt(group.padEnd(5, '0'), 2))).join('')
}

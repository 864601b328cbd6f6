import { z } from 'zod'

/** The kinds of things that carry an id of ours; the prefix makes an id in a log or a URL speak for itself. */
export type IdPrefix =
  | 'team'
  | 'prf'
  | 'ver'
  | 'job'
  | 'aud'
  | 'grt'
  | 'inv'
  | 'pky'
  | 'tok'
  | 'sch'
  | 'flt'
  | 'tpl'
  | 'sdl'
  | 'whk'
  | 'ntc'

const RANDOM_BYTES = 15
const BASE32 = 'abcdefghijkmnpqrstuvwxyz23456789'

/** newId makes an opaque id such as `prf_k3…` with 120 random bits, so that ids can't be guessed or enumerated. */
export function newId(prefix: IdPrefix): string {
  const bytes = crypto.getRandomValues(new Uint8Array(RANDOM_BYTES))
  let text = ''
  let carry = 0
  let bits = 0
  for (const byte of bytes) {
    carry = (carry << 8) | byte
    bits += 8
    while (bits >= 5) {
      bits -= 5
      text += BASE32.charAt((carry >> bits) & 31)
    }
    carry &= (1 << bits) - 1
  }
  return `${prefix}_${text}`
}

/** IdSchema accepts any id that may stand in a path; what it names is found, or not, by a query scoped by team. */
export const IdSchema = z.string().regex(/^[A-Za-z0-9_-]{1,64}$/, 'This is not an id of Keystream.')

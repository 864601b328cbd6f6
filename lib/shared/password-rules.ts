import { z } from 'zod'

/** Long beats odd: twelve characters of anything resist guessing better than eight with a digit (OWASP ASVS 5.0, 6.2). */
export const MIN_PASSWORD = 12
/** Enough for every sentence and every generator; a bound, since each try is hashed. */
export const MAX_PASSWORD = 256

/** Beginnings of words that lists of stolen passwords are full of, and this product's own name (ASVS 6.2.4, 6.2.11). */
const COMMON =
  /p[a4@]ssw[o0]rd|passphrase|qwert(?:y(?:uiop)?)?|asdfgh(?:jkl)?|zxcvbnm?|1q2w3e|letmein|welcome|iloveyou|k[e3]y[s5$]tr[e3][a4@]m|admin|changeme/gi
/** COMMON_PASSWORD is what is said of a password that everybody tries; the server also knows a long list of them. */
export const COMMON_PASSWORD = 'This is one of the first passwords that anybody tries: use a sentence.'
/** What is left beside a common word and runs must still be worth guessing. */
const MIN_REST = 6
/** `aaaa`, `abcd`, `4321`: a run counts as its first character. */
const MIN_RUN = 4

export const PasswordSchema = z
  .string()
  .min(MIN_PASSWORD, `A password has at least ${MIN_PASSWORD} characters.`)
  .max(MAX_PASSWORD, `A password has at most ${MAX_PASSWORD} characters.`)

/**
 * weakPassword says in a sentence why a password of good length is easy to guess all the same, or null when it isn't:
 * it is a common one, a few characters again and again, a run of the keyboard, or the person's own name or address.
 * `personal` are words others know of its person. Pure; the same in the browser and on the server.
 */
export function weakPassword(password: string, personal: readonly string[] = []): string | null {
  const text = password.normalize('NFKC').toLowerCase()
  if (new Set(text).size < 5) return 'This password repeats a few characters: use more different ones.'
  const unit = /^(.{1,8}?)\1+.{0,7}$/su.exec(text)?.[1]
  if (unit !== undefined && text.length >= unit.length * 2 && isMostly(text, unit)) {
    return 'This password repeats itself: use a sentence.'
  }
  const words = personal
    .flatMap((word) => word.toLowerCase().split(/[^\p{L}\p{N}]+/u))
    .filter((w) => w.length > 2)
  const withoutNames = words.reduce((rest, word) => rest.replaceAll(word, ''), text)
  if (withoutRuns(withoutNames).length < MIN_REST && withoutNames !== text) {
    return 'This password is little more than your own name or address: use a sentence.'
  }
  if (withoutRuns(withoutNames.replace(COMMON, '')).length < MIN_REST) {
    return COMMON_PASSWORD
  }
  return null
}

function isMostly(text: string, unit: string): boolean {
  return unit.repeat(Math.ceil(text.length / unit.length)).startsWith(text)
}

/** Takes each run of equal, rising or falling characters down to its first. */
function withoutRuns(text: string): string {
  const codes = Array.from(text, (c) => c.codePointAt(0) ?? 0)
  let kept = ''
  for (let i = 0; i < codes.length; ) {
    const length = Math.max(...[0, 1, -1].map((step) => runLength(codes, i, step)))
    kept += String.fromCodePoint(codes[i] ?? 0)
    i += length >= MIN_RUN ? length : 1
  }
  return kept
}

function runLength(codes: readonly number[], from: number, step: number): number {
  let length = 1
  while ((codes[from + length] ?? Number.NaN) - (codes[from + length - 1] ?? 0) === step) length += 1
  return length
}

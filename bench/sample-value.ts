/** What a record of the measurements weighs. */
export const VALUE_BYTES = 200
/** One record in so many carries the text that the scans look for. */
export const NEEDLE_EVERY = 10_000
export const NEEDLE = 'FAILED'

const filler = 'the quick brown fox jumps over the lazy dog '.repeat(6)

/** sampleValue gives record `index` as JSON of exactly 200 bytes; one in `every` (10,000) has the status FAILED. */
export function sampleValue(index: number, every: number = NEEDLE_EVERY): string {
  const status = index % every === every / 2 ? NEEDLE : 'SETTLED'
  const head = `{"id":${index},"status":"${status}","amount":${(index % 9973) / 100},"note":"`
  return `${head}${filler.slice(0, VALUE_BYTES - head.length - 2)}"}`
}

const FIRST_MS = 500
const MAX_MS = 30_000
/** A receiver that asks for more is told so by the end of our patience. */
const MAX_ASKED_MS = 120_000

/**
 * retryDelay gives the milliseconds to wait before try number `tries` + 1: doubling from half a second up to 30 s,
 * between half and all of it by chance, so that many callers do not come back at once. What the receiver asks for by
 * `Retry-After` (seconds, or a date) is waited at least, up to two minutes.
 */
export function retryDelay(
  tries: number,
  retryAfter: string | null,
  { now, random }: { readonly now: number; readonly random: () => number },
): number {
  const most = Math.min(MAX_MS, FIRST_MS * 2 ** (tries - 1))
  const own = most / 2 + (most / 2) * random()
  return Math.max(own, Math.min(askedFor(retryAfter, now), MAX_ASKED_MS))
}

function askedFor(text: string | null, now: number): number {
  if (text === null) return 0
  if (/^\d{1,9}$/.test(text)) return Number(text) * 1000
  const at = Date.parse(text)
  return Number.isNaN(at) ? 0 : Math.max(0, at - now)
}

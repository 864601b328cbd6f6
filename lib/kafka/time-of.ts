/** The last moment that a JavaScript date can tell. */
export const LAST_MILLISECOND = 8_640_000_000_000_000

/** timeOf reads a time of ISO 8601, or milliseconds since 1970, as milliseconds. Null when it is none. */
export function timeOf(text: string): number | null {
  const milliseconds = /^\d{1,16}$/.test(text) ? Number(text) : Date.parse(text)
  return milliseconds >= 0 && milliseconds <= LAST_MILLISECOND ? milliseconds : null
}

import 'server-only'

/** Whatever is searched for is near the front; PostgreSQL's index takes no row of more than 2,700 bytes. */
const MAX_KEPT = 500
export const MAX_SEARCH = 200
/** Each word is a pass over the text. */
const MAX_WORDS = 8

/** searchText gives what a job is found by, in small letters. */
export function searchText(parts: readonly string[]): string {
  return parts.join(' ').toLowerCase().slice(0, MAX_KEPT)
}

/** searchPatterns gives a pattern of SQL's `like`, with `\` before a plain sign, for each word of what was asked. */
export function searchPatterns(text: string): string[] {
  const words = text
    .toLowerCase()
    .split(/\s+/)
    .filter((word) => word !== '')
  return words.slice(0, MAX_WORDS).map((word) => `%${word.replaceAll(/[\\%_]/g, '\\$&')}%`)
}

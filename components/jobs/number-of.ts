/** numberOf reads a number as people type it, with spaces, commas or underscores between digits; NaN for anything else. */
export function numberOf(text: string): number {
  const plain = text.replaceAll(/[\s,_]/g, '')
  return plain === '' ? Number.NaN : Number(plain)
}

/** SchemaProblem says what is wrong with a schema and, where it can be told, in which line (from 1). */
export class SchemaProblem extends Error {
  override readonly name = 'SchemaProblem'
  readonly line: number | null

  constructor(message: string, line: number | null = null) {
    super(message)
    this.line = line
  }
}

/** lineOfText gives the line in which a piece of text stands first, or null. */
export function lineOfText(text: string, piece: string): number | null {
  const at = text.indexOf(piece)
  return at < 0 ? null : lineAt(text, at)
}

/** lineAt gives the line (from 1) of a position. */
export function lineAt(text: string, position: number): number {
  return text.slice(0, position).split('\n').length
}

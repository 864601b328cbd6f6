import { findSecretRanges } from '#lib/credentials/find-secret-ranges.ts'

/** A piece of a pasted line: `secret` is shown blurred, `name` is a field's name. */
export interface Piece {
  kind: 'plain' | 'name' | 'secret'
  text: string
}

const fieldName = /^(\s*(?:>\s?)*)([A-Za-z][\w./-]{0,60})(?=:(?:\s|$))/

/**
 * highlightPaste cuts a paste into lines of pieces, so that the text box can blur what is secret while it is typed.
 * Joined, the pieces of a line are the line.
 */
export function highlightPaste(text: string): Piece[][] {
  const ranges = findSecretRanges(text)
  const lines: Piece[][] = []
  let start = 0
  let next = 0
  for (const line of text.split('\n')) {
    const end = start + line.length
    const pieces: Piece[] = []
    let at = start
    while (next < ranges.length) {
      const range = ranges[next]
      if (!range || range.from >= end) break
      const from = Math.max(range.from, start)
      const to = Math.min(range.to, end)
      pieces.push(
        ...plainPieces(text.slice(at, from), at === start),
        ...piece('secret', text.slice(from, to)),
      )
      at = to
      // A secret over several lines goes on in the next one.
      if (range.to > end) break
      next += 1
    }
    pieces.push(...plainPieces(text.slice(at, end), at === start))
    lines.push(pieces)
    start = end + 1
  }
  return lines
}

function plainPieces(text: string, first: boolean): Piece[] {
  const match = first ? fieldName.exec(text) : null
  if (!match) return piece('plain', text)
  const [whole, before = '', name = ''] = match
  return [...piece('plain', before), ...piece('name', name), ...piece('plain', text.slice(whole.length))]
}

function piece(kind: Piece['kind'], text: string): Piece[] {
  return text === '' ? [] : [{ kind, text }]
}

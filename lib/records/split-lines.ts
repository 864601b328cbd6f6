const NEWLINE = 10

/** LineTooLongError: a line is longer than a reader of lines takes; `line` counts from 1. */
export class LineTooLongError extends Error {
  readonly line: number
  constructor(line: number) {
    super(`Line ${line} is too long.`)
    this.name = 'LineTooLongError'
    this.line = line
  }
}

export interface Line {
  readonly text: string
  /** From 1. */
  readonly line: number
}

export interface SplitLinesOptions {
  readonly maxBytes: number
  /** Blank lines and carriage returns stay, as a quoted field may hold them. */
  readonly exact?: boolean
}

/**
 * splitLines gives the lines of UTF-8 bytes that come in pieces, without line ends and blank lines, each with its number
 * from 1. Throws LineTooLongError beyond `maxBytes`. Bytes that are no UTF-8 become replacement characters.
 */
export async function* splitLines(
  chunks: AsyncIterable<Uint8Array>,
  { maxBytes, exact = false }: SplitLinesOptions,
): AsyncGenerator<Line> {
  const decoder = new TextDecoder()
  let rest: Uint8Array[] = []
  let size = 0
  let line = 1
  const take = (last: Uint8Array): string => {
    const text =
      rest.length === 0
        ? decoder.decode(last)
        : [...rest, last].map((part) => decoder.decode(part, { stream: true })).join('') + decoder.decode()
    rest = []
    size = 0
    return !exact && text.endsWith('\r') ? text.slice(0, -1) : text
  }
  for await (const chunk of chunks) {
    let from = 0
    for (let end = chunk.indexOf(NEWLINE); end >= 0; end = chunk.indexOf(NEWLINE, from)) {
      if (size + end - from > maxBytes) throw new LineTooLongError(line)
      const text = take(chunk.subarray(from, end))
      if (exact || text !== '') yield { text, line }
      line++
      from = end + 1
    }
    if (from < chunk.length) rest.push(chunk.slice(from))
    size += chunk.length - from
    if (size > maxBytes) throw new LineTooLongError(line)
  }
  const text = take(new Uint8Array(0))
  if (text !== '') yield { text, line }
}

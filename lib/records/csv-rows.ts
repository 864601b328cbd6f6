import type { Line } from './split-lines.ts'

/** A quoted field may go over lines; a quote that is never closed must not take the whole file with it. */
const MAX_ROW_LINES = 10_000
const MAX_ROW_CHARACTERS = 16 * 1024 * 1024
const QUOTE = '"'

/** CsvRow is one row with the line that it begins on, or what is wrong with it. */
export type CsvRow =
  | { readonly line: number; readonly fields: readonly string[] }
  | { readonly line: number; readonly problem: string }

/**
 * csvRows reads comma-separated values (RFC 4180) from whole lines. After a row that is wrong it goes on with the next
 * line, so that one stray quote costs one line. Blank lines outside quotes are passed over.
 */
export async function* csvRows(lines: AsyncIterable<Line>): AsyncGenerator<CsvRow> {
  let held: Line[] = []
  let characters = 0
  let open = false
  for await (const next of lines) {
    // Held lines that turn out to be no row are read again, one after the other.
    const queue = [next]
    for (let line = queue.shift(); line !== undefined; line = queue.shift()) {
      if (!open && isBlank(line.text)) continue
      held.push(line)
      characters += line.text.length
      if (hasOddQuotes(line.text)) open = !open
      if (open && held.length < MAX_ROW_LINES && characters < MAX_ROW_CHARACTERS) continue
      const row = rowOf(held)
      yield row
      if ('problem' in row) queue.unshift(...held.slice(1))
      held = []
      characters = 0
      open = false
    }
  }
  // At the end a quote is still open: its line is wrong, and the lines after it are read for themselves.
  for (const line of held) if (!isBlank(line.text)) yield rowOf([line])
}

const isBlank = (text: string): boolean => text === '' || text === '\r'

function hasOddQuotes(text: string): boolean {
  let odd = false
  for (let at = text.indexOf(QUOTE); at >= 0; at = text.indexOf(QUOTE, at + 1)) odd = !odd
  return odd
}

function rowOf(held: readonly Line[]): CsvRow {
  const text = held.map((line) => line.text).join('\n')
  const line = held[0]?.line ?? 0
  const fields = fieldsOf(text.endsWith('\r') ? text.slice(0, -1) : text)
  return typeof fields === 'string' ? { line, problem: fields } : { line, fields }
}

/** fieldsOf takes a row apart, or says what is wrong with it. */
function fieldsOf(text: string): string[] | string {
  if (!text.includes(QUOTE)) return text.split(',')
  const fields: string[] = []
  let at = 0
  for (;;) {
    const quoted = text[at] === QUOTE
    const end = quoted ? closingQuote(text, at) + 1 : nextComma(text, at)
    if (quoted && end === 0) return 'has a quote that is never closed'
    const field = quoted ? text.slice(at + 1, end - 1).replaceAll('""', QUOTE) : text.slice(at, end)
    if (!quoted && field.includes(QUOTE)) return 'has a quote inside a field that does not begin with one'
    if (end < text.length && text[end] !== ',') return 'has something between a closing quote and the comma'
    fields.push(field)
    if (end >= text.length) return fields
    at = end + 1
  }
}

function nextComma(text: string, from: number): number {
  const comma = text.indexOf(',', from)
  return comma < 0 ? text.length : comma
}

/** The quote that closes the one at `open`, or -1; two in a row stand for one in the text. */
function closingQuote(text: string, open: number): number {
  for (let at = text.indexOf(QUOTE, open + 1); at >= 0; at = text.indexOf(QUOTE, at + 2))
    if (text[at + 1] !== QUOTE) return at
  return -1
}

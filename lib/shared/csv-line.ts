/** What a spreadsheet takes for the beginning of a formula, also after blanks (OWASP, CSV injection). */
const FORMULA = /^\s*[=+\-@\t\r\uff1d\uff0b\uff0d\uff20]/

/**
 * csvLine writes one line of CSV (RFC 4180: every cell quoted, CRLF at the end). A cell that a spreadsheet would
 * compute gets an apostrophe before it, which spreadsheets show as text; numbers of ours stay numbers.
 */
export function csvLine(cells: readonly (string | number | null)[]): string {
  return `${cells.map(csvCell).join(',')}\r\n`
}

function csvCell(value: string | number | null): string {
  if (value === null) return '""'
  if (typeof value === 'number') return `"${value}"`
  const safe = FORMULA.test(value) ? `'${value}` : value
  return `"${safe.replaceAll('"', '""')}"`
}

/** kcat reads a line of its file into 512 bytes. */
const MAX_LINE_BYTES = 500

/**
 * kcatLine writes one `property=value` of kcat's configuration file, or null for a value that such a file can't hold:
 * kcat takes values as they are, but cuts blanks at both ends, drops the backslash of `\=` and `\:`, and has no escape.
 */
export function kcatLine(name: string, value: string): string | null {
  const line = `${name}=${value}`
  if (/[\n\r\0]|\\[=:]/.test(value) || /^\s|\s$/.test(value) || value === '') return null
  return new TextEncoder().encode(line).length > MAX_LINE_BYTES ? null : line
}

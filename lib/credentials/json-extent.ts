import type { PasteLine } from './paste-lines.ts'

export interface JsonExtent {
  /** Lines from here on stand behind the closing bracket; the bracket's own line is cut behind it. */
  readonly lines: readonly PasteLine[]
  readonly rest: readonly PasteLine[]
  /** The line on which a quoted text runs over the line's end, which JSON never does: a narrow terminal broke it. */
  readonly brokenLine: number | null
}

/** jsonExtent finds where the JSON that begins on the first line ends, so that a remark or a second output may follow. */
export function jsonExtent(lines: readonly PasteLine[]): JsonExtent {
  let depth = 0
  let inQuotes = false
  let brokenLine: number | null = null
  for (const [index, { text, number }] of lines.entries()) {
    for (let at = 0; at < text.length; at++) {
      const character = text[at]
      if (inQuotes && character === '\\') at++
      else if (character === '"') inQuotes = !inQuotes
      else if (inQuotes) continue
      else if (character === '{' || character === '[') depth++
      else if ((character === '}' || character === ']') && --depth === 0) {
        return {
          lines: [...lines.slice(0, index), { text: text.slice(0, at + 1), number }],
          rest: [{ text: text.slice(at + 1), number }, ...lines.slice(index + 1)],
          brokenLine,
        }
      }
    }
    if (inQuotes) brokenLine ??= number
  }
  return { lines, rest: [], brokenLine }
}

/**
 * Juju prints an action's results with go-yaml v2. This writes the same text for the same values: keys sorted,
 * bool-like and number-like texts in double quotes, what can't stand plain in single quotes, long scalars folded
 * at the first blank after column 80, texts of several lines as `|-` blocks.
 */
export interface CharmMap {
  readonly [key: string]: string | CharmMap
}

/** go-yaml's best_width: a scalar is folded at the first blank beyond it. */
const WIDTH = 80

/** Words that go-yaml v2 would read back as a boolean, null, infinity, not-a-number or a merge. */
const words = new Set([
  ...['y', 'Y', 'yes', 'Yes', 'YES', 'on', 'On', 'ON', 'true', 'True', 'TRUE'],
  ...['n', 'N', 'no', 'No', 'NO', 'off', 'Off', 'OFF', 'false', 'False', 'FALSE'],
  ...['', '~', 'null', 'Null', 'NULL', '<<'],
  ...['.nan', '.NaN', '.NAN', '.inf', '.Inf', '.INF'],
  ...['+.inf', '+.Inf', '+.INF', '-.inf', '-.Inf', '-.INF'],
])
const float = /^[-+]?(\.[0-9]+|[0-9]+(\.[0-9]*)?)([eE][-+]?[0-9]+)?$/
const integer = /^[-+]?(0[xX][0-9a-fA-F]+|0[bB][01]+|0[oO]?[0-7]+|[0-9]+)$/
const sexagesimal = /^[-+]?[0-9][0-9_]*(:[0-5]?[0-9])+(\.[0-9_]*)?$/
const timestamp = /^\d{4}-\d{1,2}-\d{1,2}([Tt ]\d{1,2}:\d{1,2}:\d{1,2}.*)?$/

function readsAsSomethingElse(text: string): boolean {
  if (words.has(text) || sexagesimal.test(text) || timestamp.test(text)) return true
  const digits = text.replaceAll('_', '')
  return /^[-+.\d]/.test(text) && (float.test(digits) || integer.test(digits))
}

function canStandPlain(text: string): boolean {
  if (/^[#,[\]{}&*!|>'"%@`]/.test(text) || /^[?:-](\s|$)/.test(text)) return false
  return !/^(---|\.\.\.)|^\s|\s$|:(\s|$)|\s#/.test(text)
}

/** Breaks at a blank once the line is longer than WIDTH; the blanks at the ends and double blanks stay. */
function fold(text: string, column: number, indent: string): string {
  let folded = ''
  let at = column
  for (let i = 0; i < text.length; i++) {
    const isBlank = text[i] === ' '
    const alone = text[i - 1] !== ' ' && text[i + 1] !== ' '
    if (isBlank && alone && at > WIDTH && i > 0 && i < text.length - 1) {
      folded += `\n${indent}`
      at = indent.length
    } else {
      folded += text.charAt(i)
      at += 1
    }
  }
  return folded
}

function scalar(text: string, column: number, indent: string): string {
  if (/[^\x20-\x7e\n]/.test(text)) throw new Error('Only printable ASCII and line feeds can be written')
  if (text.includes('\n')) {
    const chomp = text.endsWith('\n') ? '' : '-'
    const lines = text.replace(/\n$/, '').split('\n')
    return `|${chomp}\n${lines.map((line) => (line === '' ? '' : indent + line)).join('\n')}`
  }
  if (readsAsSomethingElse(text)) return `"${text}"`
  if (canStandPlain(text)) return fold(text, column, indent)
  return `'${fold(text.replaceAll("'", "''"), column + 1, indent)}'`
}

/** charmYaml writes a map of texts and maps, ending with a line feed. Throws for anything but printable ASCII. */
export function charmYaml(map: CharmMap, depth = 0): string {
  const indent = '  '.repeat(depth)
  const keys = Object.keys(map).sort()
  const lines = keys.map((key) => {
    const value = map[key] ?? ''
    const head = `${indent}${key}:`
    if (typeof value !== 'string') return `${head}\n${charmYaml(value, depth + 1)}`
    return `${head} ${scalar(value, head.length + 1, `${indent}  `)}\n`
  })
  return lines.join('')
}

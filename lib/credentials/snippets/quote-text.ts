export type QuotedLanguage = 'java' | 'javascript' | 'python' | 'go' | 'rust' | 'csharp'

const short: Readonly<Record<string, string>> = {
  '\\': '\\\\',
  '"': '\\"',
  '\n': '\\n',
  '\r': '\\r',
  '\t': '\\t',
}

const hex = (code: number, digits: number) => code.toString(16).padStart(digits, '0')
/** One escape for each half of a pair, as languages with UTF-16 texts take it. */
const units = (character: string) =>
  Array.from({ length: character.length }, (_, at) => `\\u${hex(character.charCodeAt(at), 4)}`).join('')
const points = (code: number) => (code > 0xffff ? `\\U${hex(code, 8)}` : `\\u${hex(code, 4)}`)

/**
 * quoteText writes a text as a literal of a language, in double quotes. Everything but printable ASCII becomes an
 * escape, so that no editor, compiler's locale or look-alike character can change a password.
 */
export function quoteText(language: QuotedLanguage, text: string): string {
  const body = Array.from(text.toWellFormed(), (character) => {
    const escaped = short[character]
    if (escaped !== undefined) return escaped
    const code = character.codePointAt(0) ?? 0
    if (code >= 0x20 && code < 0x7f) return character
    if (language === 'rust') return `\\u{${hex(code, 1)}}`
    return language === 'python' || language === 'go' ? points(code) : units(character)
  })
  return `"${body.join('')}"`
}

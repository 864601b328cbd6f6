/** Where pairs of letters in two cases stand; above there are none. */
const LAST_CASED = 0x1e943

let casedLetters: string | null = null

/** Every letter that has another form, once; made when the first text asks for it. */
function cased(): string {
  if (casedLetters !== null) return casedLetters
  let found = ''
  for (let code = 0x41; code <= LAST_CASED; code++) {
    // Halves of pairs are no characters.
    if (code === 0xd800) code = 0xe000
    const character = String.fromCodePoint(code)
    if (character.toLowerCase() !== character || character.toUpperCase() !== character) found += character
  }
  casedLetters = found
  return found
}

/**
 * casesOf gives every character that is the same as this one but for its case, by Unicode's simple folding: `k`, `K` and
 * the Kelvin sign; `σ`, `ς` and `Σ`. That is what a regular expression with the flags `iu` does.
 */
export function casesOf(character: string): string[] {
  const pattern = new RegExp(RegExp.escape(character), 'giu')
  return [...new Set([character, ...(cased().match(pattern) ?? [])])]
}

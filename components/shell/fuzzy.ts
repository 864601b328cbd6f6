/**
 * fuzzyScore says how well a text answers what was typed: higher is better, null when a letter is missing. Every word
 * typed has to be found; whole words and beginnings of words count most, scattered letters least.
 */
export function fuzzyScore(typed: string, text: string): number | null {
  const haystack = text.toLowerCase()
  let total = 0
  for (const word of typed.toLowerCase().split(/\s+/).filter(Boolean)) {
    const score = wordScore(word, haystack)
    if (score === null) return null
    total += score
  }
  return total - haystack.length / 1000
}

function wordScore(word: string, haystack: string): number | null {
  const at = haystack.indexOf(word)
  if (at === 0) return 100
  if (at > 0) return /[a-z0-9]/.test(haystack[at - 1] ?? '') ? 60 : 80
  let position = -1
  let gaps = 0
  for (const letter of word) {
    const next = haystack.indexOf(letter, position + 1)
    if (next < 0) return null
    if (position >= 0) gaps += next - position - 1
    position = next
  }
  // Letters far apart are chance, not meaning.
  return gaps > word.length * 3 ? null : 30 - gaps
}

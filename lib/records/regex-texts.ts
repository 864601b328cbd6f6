import { betterOf, eitherOf, type RequiredTexts } from './required-texts.ts'

/** One character finds nearly every record. */
const LEAST_TEXT = 2

/** regexTexts reads which texts every match of an RE2 pattern must hold. Where it is not sure it promises nothing. */
export function regexTexts(pattern: string, anyCase: boolean): RequiredTexts | null {
  // A flag may stand anywhere; to look in any case finds more, never less.
  const found = new PatternReader(pattern).alternatives()
  return found && { ...found, anyCase: anyCase || /\(\?[a-zA-Z]*i/.test(pattern) }
}

class PatternReader {
  readonly #characters: readonly string[]
  #at = 0

  constructor(pattern: string) {
    this.#characters = Array.from(pattern)
  }

  /** Reads `a|b|c` up to the end of its group. */
  alternatives(): RequiredTexts | null {
    let found = this.#sequence()
    while (this.#peek() === '|') {
      this.#at++
      found = eitherOf(found, this.#sequence())
    }
    return found
  }

  #sequence(): RequiredTexts | null {
    let best: RequiredTexts | null = null
    let run = ''
    const endRun = (): void => {
      // Text that is no valid UTF-8 is matched as U+FFFD, which does not stand in the bytes.
      if (run.length >= LEAST_TEXT && !run.includes('\ufffd'))
        best = betterOf(best, { any: [run], anyCase: false })
      run = ''
    }
    for (let next = this.#peek(); next !== undefined && next !== '|' && next !== ')'; next = this.#peek()) {
      const atom = this.#atom()
      const repeat = this.#repeat()
      if (typeof atom === 'string' && repeat !== 'maybe') {
        run += atom
        if (repeat === 'more') endRun()
      } else {
        endRun()
        if (typeof atom === 'object' && repeat !== 'maybe') best = betterOf(best, atom)
      }
    }
    endRun()
    return best
  }

  /** A character that stands for itself, or what a group requires; null is anything else. */
  #atom(): string | RequiredTexts | null {
    const character = this.#take()
    if (character === '(') return this.#group()
    if (character === '[') return this.#class()
    if (character === '\\') return this.#escape()
    return character === '.' || character === '^' || character === '$' ? null : character
  }

  #group(): RequiredTexts | null {
    if (this.#peek() === '?') {
      // `(?i)`, `(?:`, `(?P<name>`: nothing in here is text.
      while (this.#at < this.#characters.length) {
        const character = this.#take()
        if (character === ')') return null
        if (character === ':' || character === '>') break
      }
    }
    const found = this.alternatives()
    this.#take()
    return found
  }

  #class(): null {
    if (this.#peek() === '^') this.#at++
    if (this.#peek() === ']') this.#at++
    while (this.#at < this.#characters.length) {
      const character = this.#take()
      if (character === ']') return null
      if (character === '\\') this.#at++
      else if (character === '[' && this.#peek() === ':') this.#skipPast(':]')
    }
    return null
  }

  #escape(): string | null {
    const character = this.#take()
    if (character === 'Q') return this.#quoted()
    if (character === 'x') return this.#hex()
    if (character === 'p' || character === 'P') {
      if (this.#take() === '{') this.#skipPast('}')
      return null
    }
    // `\.` is a dot; `\d`, `\b`, `\n`, `\1` are not themselves.
    return /[a-zA-Z0-9]/.test(character) ? null : character
  }

  /** `\Q…\E` is left out whole: a repeat after it is meant for its last character alone. */
  #quoted(): null {
    this.#skipPast('\\E')
    return null
  }

  #hex(): null {
    if (this.#take() === '{') this.#skipPast('}')
    else this.#at++
    return null
  }

  #skipPast(mark: string): void {
    const end = this.#characters.join('').length
    const rest = this.#characters.slice(this.#at).join('')
    const found = rest.indexOf(mark)
    this.#at += found < 0 ? end : Array.from(rest.slice(0, found + mark.length)).length
  }

  /** How often what was just read must stand there: once, perhaps not at all, or once and more. */
  #repeat(): 'once' | 'maybe' | 'more' {
    let found = 'once' as 'once' | 'maybe' | 'more'
    for (let next = this.#peek(); next !== undefined; next = this.#peek()) {
      if (next === '*' || next === '?') found = 'maybe'
      else if (next === '+') found = found === 'maybe' ? 'maybe' : 'more'
      else if (next === '{') {
        const braces = /^\{(\d+)(,\d*)?\}/.exec(
          this.#characters.slice(this.#at, this.#at + MAX_BRACES).join(''),
        )
        if (!braces) return found
        found = Number(braces[1]) === 0 || found === 'maybe' ? 'maybe' : 'more'
        this.#at += braces[0].length - 1
      } else return found
      this.#at++
    }
    return found
  }

  #peek(): string | undefined {
    return this.#characters[this.#at]
  }

  #take(): string {
    return this.#characters[this.#at++] ?? ''
  }
}

/** `{1000,1000}` is the longest that RE2 takes. */
const MAX_BRACES = 12

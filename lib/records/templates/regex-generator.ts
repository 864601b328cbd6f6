import { MAX_LENGTH, oneOf, within } from './generator.ts'
import type { Template } from './template.ts'

/** What `*`, `+` and `{n,}` add at most: without an end a text would have none. */
const MAX_OPEN_REPEATS = 10
const MAX_REPEATS = 1_000
const MAX_PATTERN = 500
const MAX_DEPTH = 20

type Random = () => number
/** Part adds its text; `most` is how many characters, or empty steps, that can be. */
interface Part {
  readonly most: number
  readonly add: (random: Random, text: string) => string
}

class PatternProblem extends Error {}

const range = (from: string, to: string): string =>
  String.fromCharCode(
    ...Array.from(
      { length: to.charCodeAt(0) - from.charCodeAt(0) + 1 },
      (_, index) => from.charCodeAt(0) + index,
    ),
  )

const DIGITS = range('0', '9')
const WORD = `${range('A', 'Z')}${range('a', 'z')}${DIGITS}_`
const PRINTABLE = range(' ', '~')
const without = (characters: string): string =>
  Array.from(PRINTABLE)
    .filter((each) => !characters.includes(each))
    .join('')
const CLASSES: Readonly<Record<string, string>> = {
  ...{ d: DIGITS, w: WORD, s: ' ', D: without(DIGITS), W: without(WORD), S: without(' ') },
  ...{ t: '\t', n: '\n', r: '\r' },
}

/** compileRegex reads a pattern and gives texts that match it whole, of printable ASCII; or says what it can't read. */
export function compileRegex(pattern: string): Template | string {
  if (pattern.length > MAX_PATTERN) return `a pattern has at most ${MAX_PATTERN} characters.`
  try {
    const part = new PatternReader(pattern).whole()
    if (part.most > MAX_LENGTH) return `such a text could be longer than ${MAX_LENGTH} characters.`
    return ({ random }) => part.add(random, '')
  } catch (error) {
    if (error instanceof PatternProblem) return error.message
    throw error
  }
}

class PatternReader {
  readonly #pattern: string
  #at = 0
  #depth = 0

  constructor(pattern: string) {
    this.#pattern = pattern
  }

  whole(): Part {
    if (this.#next === '^') this.#at++
    const part = this.#alternatives()
    if (this.#at < this.#pattern.length) throw this.#problem('this bracket was never opened')
    return part
  }

  get #next(): string | undefined {
    return this.#pattern[this.#at]
  }

  #problem(what: string): PatternProblem {
    return new PatternProblem(`${what}, at character ${this.#at + 1} of the pattern.`)
  }

  #alternatives(): Part {
    if (++this.#depth > MAX_DEPTH) throw this.#problem('brackets stand too deep in each other')
    const options = [this.#sequence()]
    while (this.#next === '|') {
      this.#at++
      options.push(this.#sequence())
    }
    this.#depth--
    const [only] = options
    if (options.length === 1 && only) return only
    return {
      most: Math.max(...options.map(({ most }) => most)),
      add: (random, text) => options[within(random, 0, options.length - 1)]?.add(random, text) ?? text,
    }
  }

  #sequence(): Part {
    const parts: Part[] = []
    for (let next = this.#next; next !== undefined && next !== '|' && next !== ')'; next = this.#next) {
      if (next === '$' && this.#ends()) this.#at++
      else parts.push(this.#repeated(this.#atom()))
    }
    return {
      // A group of nothing is a step too, or nothing would bound its repetition.
      most: Math.max(
        1,
        parts.reduce((sum, { most }) => sum + most, 0),
      ),
      add: (random, text) => {
        let made = text
        for (const part of parts) made = part.add(random, made)
        return made
      },
    }
  }

  #ends(): boolean {
    return this.#at === this.#pattern.length - 1
  }

  #atom(): Part {
    const next = this.#next ?? ''
    if ('*+?{}]^$'.includes(next))
      throw this.#problem(`\\ is missing before ${next}, or it stands in a place that it can’t have`)
    this.#at++
    if (next === '(') return this.#group()
    if (next === '[') return anyOf(this.#set())
    if (next === '.') return anyOf(PRINTABLE)
    return next === '\\' ? anyOf(this.#escaped()) : anyOf(next)
  }

  #group(): Part {
    if (this.#next === '?') {
      if (this.#pattern[this.#at + 1] !== ':')
        throw this.#problem('only (?: is known of the groups that begin with (?')
      this.#at += 2
    }
    const part = this.#alternatives()
    if (this.#next !== ')') throw this.#problem('a bracket is never closed')
    this.#at++
    return part
  }

  #escaped(): string {
    const next = this.#next
    if (next === undefined) throw this.#problem('nothing follows the last \\')
    if (/[A-Za-z0-9]/.test(next) && !Object.hasOwn(CLASSES, next))
      throw this.#problem(`\\${next} is not known here`)
    this.#at++
    return CLASSES[next] ?? next
  }

  #set(): string {
    const negated = this.#next === '^'
    if (negated) this.#at++
    let characters = ''
    for (let next = this.#next; next !== ']'; next = this.#next) {
      if (next === undefined) throw this.#problem('a [ is never closed')
      this.#at++
      const first = next === '\\' ? this.#escaped() : next
      const to = this.#pattern[this.#at + 1]
      if (first.length === 1 && this.#next === '-' && to !== undefined && to !== ']' && to !== '\\') {
        if (to < first) throw this.#problem('a range begins after its end')
        characters += range(first, to)
        this.#at += 2
      } else characters += first
    }
    this.#at++
    const found = negated ? without(characters) : characters
    if (found === '') throw this.#problem('nothing is left in these brackets')
    return found
  }

  #repeated(part: Part): Part {
    const bounds = this.#bounds()
    if (bounds === null) return part
    // A lazy one matches the same texts.
    if (this.#next === '?') this.#at++
    const [low, high] = bounds
    return {
      most: high * part.most,
      add: (random, text) => {
        let made = text
        for (let left = within(random, low, high); left > 0; left--) made = part.add(random, made)
        return made
      },
    }
  }

  #bounds(): readonly [number, number] | null {
    const next = this.#next
    if (next === '?' || next === '*' || next === '+') {
      this.#at++
      return next === '?' ? [0, 1] : next === '*' ? [0, MAX_OPEN_REPEATS] : [1, 1 + MAX_OPEN_REPEATS]
    }
    if (next !== '{') return null
    const [whole = '', least = '', comma, most = ''] =
      /^\{(\d{1,4})(,)?(\d{1,4})?\}/.exec(this.#pattern.slice(this.#at)) ?? []
    if (whole === '') throw this.#problem('{ begins a number of times: {3}, {1,3} or {1,}')
    const low = Number(least)
    const high = comma === undefined ? low : most === '' ? low + MAX_OPEN_REPEATS : Number(most)
    if (high < low || high > MAX_REPEATS + MAX_OPEN_REPEATS)
      throw this.#problem(`these times are in the wrong order, or more than ${MAX_REPEATS}`)
    this.#at += whole.length
    return [low, high]
  }
}

function anyOf(characters: string): Part {
  return { most: 1, add: (random, text) => text + oneOf(random, characters) }
}

import { DECIMAL, type Generator, lengthRangeOf, MAX_LENGTH, oneOf, within } from './generator.ts'
import { compileRegex } from './regex-generator.ts'

const HEX_DIGITS_AT_ONCE = 8
const MAX_WORDS = 500
const LETTERS = 'abcdefghijklmnopqrstuvwxyz'
const WORDS =
  'lorem ipsum dolor sit amet consectetur adipiscing elit sed do eiusmod tempor incididunt ut labore et dolore magna aliqua enim ad minim veniam quis nostrud exercitation ullamco laboris nisi aliquip ex ea commodo consequat duis aute irure in reprehenderit voluptate velit esse cillum fugiat nulla pariatur excepteur sint occaecat cupidatat non proident sunt culpa qui officia deserunt mollit anim id est laborum'.split(
    ' ',
  )

const randomHex: Generator = ([digits = '', ...rest]) => {
  const length = /^\d{1,4}$/.test(digits) ? Number(digits) : 0
  if (rest.length > 0 || length < 1 || length > MAX_LENGTH)
    return `it takes the number of digits, 1 to ${MAX_LENGTH}.`
  return ({ random }) => {
    let text = ''
    while (text.length < length)
      text += Math.floor(random() * 2 ** 32)
        .toString(16)
        .padStart(HEX_DIGITS_AT_ONCE, '0')
    return text.slice(0, length)
  }
}

const letters: Generator = (args) => {
  const range = lengthRangeOf(args, MAX_LENGTH, 'letters')
  if (typeof range === 'string') return range
  return ({ random }) => {
    let text = ''
    for (let left = within(random, ...range); left > 0; left--) text += oneOf(random, LETTERS)
    return text
  }
}

const words: Generator = (args) => {
  const range = lengthRangeOf(args, MAX_WORDS, 'words')
  if (typeof range === 'string') return range
  return ({ random }) => {
    let text = oneOf(random, WORDS)
    for (let left = within(random, ...range); left > 1; left--) text += ` ${oneOf(random, WORDS)}`
    return text
  }
}

const choice: Generator = (args) => {
  if (args.length === 0) return 'it takes the words to choose from.'
  return ({ random }) => oneOf(random, args)
}

/** Words and their weights in turn: `weighted paid 90 refused 10`. */
const weighted: Generator = (args) => {
  const list: { readonly word: string; readonly upTo: number }[] = []
  let sum = 0
  for (let at = 0; at < args.length; at += 2) {
    const [word = '', weight = ''] = args.slice(at, at + 2)
    if (!DECIMAL.test(weight) || Number(weight) < 0)
      return 'it takes words and their weights in turn: paid 90 refused 10.'
    sum += Number(weight)
    list.push({ word, upTo: sum })
  }
  if (sum === 0) return 'it takes words and their weights in turn, at least one above 0.'
  return ({ random }) => {
    const chance = random() * sum
    for (const { word, upTo } of list) if (chance < upTo) return word
    return list.at(-1)?.word ?? ''
  }
}

const regex: Generator = ([pattern, ...rest]) => {
  if (pattern === undefined || rest.length > 0)
    return "it takes one pattern, with blanks or braces in single quotes: '[A-Z]{3}-\\d{4}'."
  return compileRegex(pattern)
}

/** textGenerators are texts by chance. */
export const textGenerators = {
  randomHex,
  letters,
  words,
  choice,
  weighted,
  regex,
} as const satisfies Record<string, Generator>

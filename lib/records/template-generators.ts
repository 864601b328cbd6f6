import type { Template } from './template.ts'

/** A generator takes its arguments and gives the template, or a sentence about what is wrong with them. */
type Generator = (args: readonly string[]) => Template | string

const MAX_HEX_DIGITS = 4096
const HEX_DIGITS_AT_ONCE = 8

const plain =
  (template: Template): Generator =>
  (args) =>
    args.length === 0 ? template : 'it takes no argument.'

const WHOLE = /^[+-]?\d{1,15}$/
const DECIMAL = /^[+-]?\d{1,15}(\.\d{1,15})?$/

function range(args: readonly string[], kind: RegExp, what: string): readonly [number, number] | string {
  const [low = '', high = ''] = args
  if (args.length !== 2 || !kind.test(low) || !kind.test(high))
    return `it takes two ${what}, the least and the most.`
  return Number(low) <= Number(high) ? [Number(low), Number(high)] : 'the least is larger than the most.'
}

const randomInt: Generator = (args) => {
  const bounds = range(args, WHOLE, 'whole numbers')
  if (typeof bounds === 'string') return bounds
  const [low, high] = bounds
  return ({ random }) => String(low + Math.floor(random() * (high - low + 1)))
}

const randomFloat: Generator = (args) => {
  const bounds = range(args, DECIMAL, 'numbers')
  if (typeof bounds === 'string') return bounds
  const [low, high] = bounds
  return ({ random }) => String(low + random() * (high - low))
}

const randomHex: Generator = ([digits = '', ...rest]) => {
  if (rest.length > 0 || !/^\d{1,4}$/.test(digits) || Number(digits) < 1 || Number(digits) > MAX_HEX_DIGITS)
    return `it takes the number of digits, 1 to ${MAX_HEX_DIGITS}.`
  const length = Number(digits)
  return ({ random }) => {
    let text = ''
    while (text.length < length)
      text += Math.floor(random() * 2 ** 32)
        .toString(16)
        .padStart(HEX_DIGITS_AT_ONCE, '0')
    return text.slice(0, length)
  }
}

const sequence: Generator = ([start = '0', ...rest]) => {
  if (rest.length > 0 || !WHOLE.test(start)) return 'it takes at most one whole number, where to begin.'
  const first = Number(start)
  return (source) => String(first + source.sequence)
}

const choice: Generator = (args) => {
  if (args.length === 0) return 'it takes the words to choose from.'
  return ({ random }) => args[Math.floor(random() * args.length)] ?? ''
}

/** generators are what may stand in double braces, by name. */
export const generators = {
  uuid: plain((source) => source.uuid()),
  sequence,
  timestamp: plain(({ now }) => String(now)),
  now: plain(({ now }) => new Date(now).toISOString()),
  unixSeconds: plain(({ now }) => String(now / 1000)),
  randomInt,
  randomFloat,
  randomHex,
  randomBoolean: plain(({ random }) => (random() < 0.5 ? 'false' : 'true')),
  choice,
} as const satisfies Record<string, Generator>

import { DECIMAL, type Generator, rangeOf, WHOLE, within } from './generator.ts'

/** A table of so many ranks is made once and searched; more is a table of megabytes. */
const MAX_RANKS = 100_000
const MAX_DECIMALS = 15
/** A double's 53 bits hold no more by one throw. */
const LEAST_CHANCE = 2 ** -53

const DECIMALS = /^\d{1,2}$/

/** Takes the last argument off where there is one more than `wanted`: how many decimals. */
function decimalsOf(
  args: readonly string[],
  wanted: number,
): { rest: readonly string[]; write: (value: number) => string } | string {
  if (args.length <= wanted) return { rest: args, write: String }
  const decimals = args[wanted] ?? ''
  if (!DECIMALS.test(decimals) || Number(decimals) > MAX_DECIMALS || args.length > wanted + 1)
    return `after that it takes at most the number of decimals, up to ${MAX_DECIMALS}.`
  return { rest: args.slice(0, wanted), write: (value) => value.toFixed(Number(decimals)) }
}

const randomInt: Generator = (args) => {
  const bounds = rangeOf(args, WHOLE, 'whole numbers')
  if (typeof bounds === 'string') return bounds
  const [low, high] = bounds
  return ({ random }) => String(within(random, low, high))
}

const randomFloat: Generator = (args) => {
  const read = decimalsOf(args, 2)
  if (typeof read === 'string') return read
  const bounds = rangeOf(read.rest, DECIMAL, 'numbers')
  if (typeof bounds === 'string') return bounds
  const [low, high] = bounds
  return ({ random }) => read.write(low + random() * (high - low))
}

const normal: Generator = (args) => {
  const read = decimalsOf(args, 2)
  if (typeof read === 'string') return read
  const [mean = '', deviation = ''] = read.rest
  if (!DECIMAL.test(mean) || !DECIMAL.test(deviation) || Number(deviation) < 0)
    return 'it takes the mean and the standard deviation, which is not negative.'
  // Box and Muller; the logarithm of 0 is not a number.
  return ({ random }) => {
    const size = Math.sqrt(-2 * Math.log(Math.max(random(), LEAST_CHANCE)))
    return read.write(Number(mean) + Number(deviation) * size * Math.cos(2 * Math.PI * random()))
  }
}

const exponential: Generator = (args) => {
  const read = decimalsOf(args, 1)
  if (typeof read === 'string') return read
  const [mean = ''] = read.rest
  if (!DECIMAL.test(mean) || Number(mean) <= 0) return 'it takes the mean, above 0.'
  return ({ random }) => read.write(-Number(mean) * Math.log(1 - random()))
}

/** Rank 1 is the most frequent one; rank r comes as often as 1 / r^exponent. */
const zipf: Generator = ([ranks = '', exponent = '1', ...rest]) => {
  const count = WHOLE.test(ranks) ? Number(ranks) : 0
  if (rest.length > 0 || count < 1 || count > MAX_RANKS || !DECIMAL.test(exponent) || Number(exponent) < 0)
    return `it takes the number of ranks, 1 to ${MAX_RANKS}, and the exponent, usually 1.`
  const sums = new Float64Array(count)
  let sum = 0
  for (let rank = 0; rank < count; rank++) sums[rank] = sum += (rank + 1) ** -Number(exponent)
  return ({ random }) => String(1 + rankOf(sums, random() * sum))
}

/** rankOf finds the first sum above `chance`. */
function rankOf(sums: Float64Array, chance: number): number {
  let low = 0
  let high = sums.length - 1
  while (low < high) {
    const middle = (low + high) >> 1
    if ((sums[middle] ?? 0) > chance) high = middle
    else low = middle + 1
  }
  return low
}

/** numberGenerators are numbers by chance, by their distribution. */
export const numberGenerators = {
  randomInt,
  randomFloat,
  normal,
  exponential,
  zipf,
} as const satisfies Record<string, Generator>

import { type Generator, plain, WHOLE } from './generator.ts'
import { nameGenerators } from './name-generators.ts'
import { numberGenerators } from './number-generators.ts'
import { textGenerators } from './text-generators.ts'
import { timeGenerators } from './time-generators.ts'

const sequence: Generator = ([start = '0', step = '1', ...rest]) => {
  if (rest.length > 0 || !WHOLE.test(start) || !WHOLE.test(step))
    return 'it takes at most two whole numbers, where to begin and how far to go on each time.'
  const [first, by] = [Number(start), Number(step)]
  return (source) => String(first + by * source.sequence)
}

/** generators are what may stand in double braces, by name. */
export const generators = {
  uuid: plain((source) => source.uuid()),
  sequence,
  ...timeGenerators,
  ...numberGenerators,
  randomBoolean: plain(({ random }) => (random() < 0.5 ? 'false' : 'true')),
  ...textGenerators,
  ...nameGenerators,
} as const satisfies Record<string, Generator>

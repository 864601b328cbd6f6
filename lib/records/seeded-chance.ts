import type { TemplateSource } from './templates/template.ts'

/** Chance is what a template throws: dice and names that nobody else has. */
export type Chance = Pick<TemplateSource, 'random' | 'uuid'>

const hex = (value: number, digits: number): string => value.toString(16).padStart(digits, '0')

/** seededChance is repeatable chance (mulberry32): for samples and tests, not for keeping anything secret. */
export function seededChance(seed: number): Chance {
  let state = seed
  const next = () => {
    state = (state + 0x6d2b79f5) | 0
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return (mixed ^ (mixed >>> 14)) >>> 0
  }
  return {
    random: () => next() / 2 ** 32,
    uuid: () => {
      const [first, second, third, fourth] = [next(), next(), next(), next()]
      const version = `${hex(second >>> 16, 4)}-4${hex(second & 0xfff, 3)}`
      return `${hex(first, 8)}-${version}-a${hex(third >>> 20, 3)}-${hex(third & 0xffff, 4)}${hex(fourth, 8)}`
    },
  }
}

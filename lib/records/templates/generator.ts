import type { Faker } from '@faker-js/faker'
import type { Template, TemplateSource } from './template.ts'

/** FakeNames gives the library of names and addresses, which throws a record's own dice. */
export type FakeNames = (source: Pick<TemplateSource, 'random'>) => Faker

/**
 * A generator takes its arguments and gives the template, or a sentence about what is wrong with them. Without the
 * library of names its template can be checked, not rendered.
 */
export type Generator = (args: readonly string[], names: FakeNames | null) => Template | string

export const WHOLE = /^[+-]?\d{1,15}$/
export const DECIMAL = /^[+-]?\d{1,15}(\.\d{1,15})?$/
/** A generated text of a field; a whole record is at most 1 MiB on most clusters. */
export const MAX_LENGTH = 4096

/** plain makes a generator that takes no argument. */
export const plain =
  (template: Template): Generator =>
  (args) =>
    args.length === 0 ? template : 'it takes no argument.'

/** rangeOf reads two arguments, the least and the most, or says what is wrong with them. */
export function rangeOf(
  args: readonly string[],
  kind: RegExp,
  what: string,
): readonly [number, number] | string {
  const [low = '', high = ''] = args
  if (args.length !== 2 || !kind.test(low) || !kind.test(high))
    return `it takes two ${what}, the least and the most.`
  return Number(low) <= Number(high) ? [Number(low), Number(high)] : 'the least is larger than the most.'
}

/** lengthRangeOf reads one or two whole numbers, the least and the most of something that there is at most `most` of. */
export function lengthRangeOf(
  [low = '', high = low, ...rest]: readonly string[],
  most: number,
  what: string,
): readonly [number, number] | string {
  const right = rest.length === 0 && /^\d{1,6}$/.test(low) && /^\d{1,6}$/.test(high)
  if (!right || Number(low) < 1 || Number(high) > most || Number(low) > Number(high))
    return `it takes the number of ${what}, or the least and the most, from 1 to ${most}.`
  return [Number(low), Number(high)]
}

/** within gives a whole number from `low` to `high` by chance. */
export const within = (random: () => number, low: number, high: number): number =>
  low + Math.floor(random() * (high - low + 1))

/** oneOf gives one of a list by chance; the list is not empty. */
export const oneOf = (random: () => number, list: string | readonly string[]): string =>
  list[Math.floor(random() * list.length)] ?? ''

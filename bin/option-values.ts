import { InvalidArgumentError } from 'commander'
import { timeOf } from '#lib/kafka/time-of.ts'
import { ConsumeFromSchema } from '#lib/shared/consume-spec.ts'
import { type Decoder, DecoderSchema, plainDecoders } from '#lib/shared/decoder.ts'
import { type FilterField, filterFields } from '#lib/shared/filter.ts'
import { MAX_JOB_RECORDS } from '#lib/shared/produce-spec.ts'
import { EndSchema, MAX_VALUE_BYTES, StartSchema } from '#lib/shared/record.ts'

/** Each function reads one option's text; what it can't read ends with exit 2 and says what is possible. */

export function wholeNumber(least: number, most: number): (text: string) => number {
  return (text) => {
    const value = /^\d{1,15}$/.test(text) ? Number(text) : Number.NaN
    if (value >= least && value <= most) return value
    throw new InvalidArgumentError(`It is a whole number from ${least} to ${most}.`)
  }
}

export const recordCount = wholeNumber(1, MAX_JOB_RECORDS)
export const readLimit = wholeNumber(1, 1_000_000_000)
export const valueBytes = wholeNumber(0, MAX_VALUE_BYTES)

export function positive(most: number): (text: string) => number {
  return (text) => {
    const value = /^\d{1,9}(?:\.\d{1,6})?$/.test(text) ? Number(text) : Number.NaN
    if (value > 0 && value <= most) return value
    throw new InvalidArgumentError(`It is a number above 0, up to ${most}.`)
  }
}

export function startOf(text: string): string {
  if (StartSchema.safeParse(text).success) return text
  throw new InvalidArgumentError(
    'It is earliest, latest, newest:100, offset:123 or time:2026-01-31T00:00:00Z.',
  )
}

export function consumeStart(text: string): string {
  if (ConsumeFromSchema.safeParse(text).success) return text
  throw new InvalidArgumentError('It is earliest, latest or time:2026-01-31T00:00:00Z.')
}

export function endOf(text: string): string {
  if (EndSchema.safeParse(text).success) return text
  throw new InvalidArgumentError('It is latest, live, offset:123 or time:2026-01-31T00:00:00Z.')
}

export function time(text: string): number {
  const at = timeOf(text)
  if (at !== null) return at
  throw new InvalidArgumentError('It is 2026-01-31T00:00:00Z, or milliseconds since 1970.')
}

export function partitionList(text: string): number[] {
  if (/^\d{1,6}(,\d{1,6}){0,999}$/.test(text)) return text.split(',').map(Number)
  throw new InvalidArgumentError('They are numbers with commas: 0,2')
}

export function decoder(text: string): Decoder {
  const found = DecoderSchema.safeParse(text)
  if (found.success) return found.data
  throw new InvalidArgumentError(`It is one of ${plainDecoders.join(', ')}.`)
}

export function placeList(text: string): FilterField[] {
  const wanted = text.split(',')
  const found = filterFields.filter((place) => wanted.includes(place))
  if (found.length === wanted.length && found.length > 0) return found
  throw new InvalidArgumentError('They are of key, value, headers, with commas.')
}

export function letterCase(text: string): 'sensitive' | 'insensitive' {
  if (text === 'sensitive' || text === 'insensitive') return text
  throw new InvalidArgumentError('It is sensitive or insensitive.')
}

/** A repeatable option: each use adds one pair. */
export function headerPair(
  text: string,
  before: readonly (readonly [string, string])[] = [],
): (readonly [string, string])[] {
  const at = text.indexOf('=')
  if (at > 0) return [...before, [text.slice(0, at), text.slice(at + 1)] as const]
  throw new InvalidArgumentError('It is name=value.')
}

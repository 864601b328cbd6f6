import { InvalidArgumentError } from 'commander'
import { timeOf } from '#lib/kafka/time-of.ts'
import type { ProduceSpec } from '#lib/shared/produce-spec.ts'

const FIELD = 'field:'

/** partition reads how partitions are chosen. Throws InvalidArgumentError. */
export function partition(text: string): ProduceSpec['partition'] {
  if (/^\d{1,6}$/.test(text)) return { type: 'fixed', partition: Number(text) }
  if (text === 'round-robin') return { type: text }
  if (text.startsWith(FIELD)) return { type: 'field', path: text.slice(FIELD.length) }
  if (text.includes('{{')) return { type: 'template', template: text }
  throw new InvalidArgumentError('It is a number, round-robin, field:PATH, or a template with {{…}}.')
}

/** timestamp reads how times are chosen. Throws InvalidArgumentError. */
export function timestamp(text: string): ProduceSpec['timestamp'] {
  if (text.startsWith(FIELD)) return { type: 'field', path: text.slice(FIELD.length) }
  const [from, to, ...rest] = text.split('..').map(timeOf)
  if (rest.length === 0 && from != null) {
    if (to === undefined) return { type: 'fixed', at: from }
    if (to !== null) return { type: 'range', from, to }
  }
  throw new InvalidArgumentError(
    'It is 2026-01-31T00:00:00Z, milliseconds since 1970, FROM..TO, or field:PATH.',
  )
}

/** nameList adds a name each time that its option is used. */
export function nameList(name: string, before: readonly string[] = []): string[] {
  return [...before, name]
}

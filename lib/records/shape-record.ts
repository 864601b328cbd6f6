import type { RecordShape } from '#lib/shared/produce-spec.ts'
import { parseJson } from './parse-json.ts'
import { fieldReader } from './read-field.ts'
import { RecordFault } from './record-fault.ts'
import type { FakeNames } from './templates/generator.ts'
import { compileTemplate, type Template, type TemplateSource } from './templates/template.ts'

/** ShapedRecord is a record as it is written; without a partition the producer chooses, without a timestamp it is now. */
export interface ShapedRecord {
  readonly key: string | null
  readonly value: string | null
  readonly headers?: readonly (readonly [name: string, value: string | null])[]
  readonly timestamp?: number
  readonly partition?: number
}

export type ShapeRecord = (source: TemplateSource, value: string | null) => ShapedRecord

/** Reads a part of a record out of its source or its value; the value is parsed once, and only when somebody asks. */
type Part<T> = (source: TemplateSource, json: () => unknown) => T

const PARTITION = /^\d{1,6}$/
const MILLISECONDS = /^\d{1,16}$/
const TIME = /^\d{4}-\d\d-\d\dT\d\d:\d\d/

/**
 * shapeRecord compiles how records are made around their values. `count` is how many there will be, where times are
 * shared out over a range. Throws TemplateError; what it gives throws RecordFault when a value lacks a field.
 */
export function shapeRecord(
  shape: RecordShape,
  { count = 1, names = null }: { readonly count?: number | undefined; readonly names?: FakeNames | null },
): ShapeRecord {
  const key = keyPart(shape.key, names)
  const partition = partitionPart(shape.partition, names)
  const timestamp = timestampPart(shape.timestamp, count)
  const headers = headersPart(shape.headers, names)
  return (source, value) => {
    let parsed: unknown
    let isParsed = false
    const json = () => {
      if (!isParsed) {
        parsed = jsonOf(value)
        isParsed = true
      }
      return parsed
    }
    return {
      key: key === null ? null : key(source, json),
      value,
      ...(headers && { headers: headers(source, json) }),
      ...(partition && { partition: partition(source, json) }),
      ...(timestamp && { timestamp: timestamp(source, json) }),
    }
  }
}

function jsonOf(value: string | null): unknown {
  try {
    return parseJson(value ?? '')
  } catch {
    throw new RecordFault('The value is not JSON', 'A field can only be taken out of a JSON value.')
  }
}

function keyPart(key: RecordShape['key'], names: FakeNames | null): Part<string | null> | null {
  if (key === undefined) return null
  if (typeof key === 'string') return compileTemplate(key, names)
  if (key.type === 'cycle') return ({ sequence }) => String(sequence % key.keys)
  return fieldPart(key.path)
}

function fieldPart(path: string): Part<string | null> {
  const read = fieldReader(path)
  return (_, json) => {
    const field = read(json())
    if (field === undefined)
      throw new RecordFault(`The value has no field “${path}”`, 'Check its name, also for capital letters.')
    if (field === null) return null
    if (typeof field === 'string') return field
    return textOf(field, path)
  }
}

function textOf(field: unknown, path: string): string {
  if (typeof field === 'bigint') return String(field)
  try {
    return JSON.stringify(field)
  } catch {
    throw new RecordFault(
      `The field “${path}” holds numbers that are too long`,
      'Take a field that is a text or a number itself.',
    )
  }
}

function partitionPart(partition: RecordShape['partition'], names: FakeNames | null): Part<number> | null {
  // Going round is the producer's: it knows how many partitions there are.
  if (partition === undefined || partition.type === 'round-robin') return null
  if (partition.type === 'fixed') return () => partition.partition
  const text: Part<string | null> =
    partition.type === 'field' ? fieldPart(partition.path) : compileTemplate(partition.template, names)
  return (source, json) => {
    const number = text(source, json)?.trim() ?? ''
    if (PARTITION.test(number)) return Number(number)
    throw new RecordFault('The partition is not a whole number', 'Partitions are counted from 0.')
  }
}

function timestampPart(timestamp: RecordShape['timestamp'], count: number): Part<number> | null {
  if (timestamp === undefined) return null
  if (timestamp.type === 'fixed') return () => timestamp.at
  if (timestamp.type === 'range') {
    const step = (timestamp.to - timestamp.from) / Math.max(1, count - 1)
    return ({ sequence }) => Math.floor(timestamp.from + step * sequence)
  }
  const text = fieldPart(timestamp.path)
  return (source, json) => {
    const written = text(source, json) ?? ''
    const at = MILLISECONDS.test(written)
      ? Number(written)
      : TIME.test(written)
        ? Date.parse(written)
        : Number.NaN
    if (at >= 0) return at
    throw new RecordFault(
      `The field “${timestamp.path}” is no time`,
      'It is milliseconds since 1970, or 2026-01-31T12:00:00Z.',
    )
  }
}

function headersPart(
  headers: RecordShape['headers'],
  names: FakeNames | null,
): Part<(readonly [string, string | null])[]> | null {
  if (headers === undefined || headers.length === 0) return null
  const made = headers.map(([name, text]): readonly [string, Template | null] => [
    name,
    text === null ? null : compileTemplate(text, names),
  ])
  return (source) => made.map(([name, value]) => [name, value === null ? null : value(source)] as const)
}

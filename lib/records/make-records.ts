import type { ProduceSpec } from '#lib/shared/produce-spec.ts'
import { type Chance, seededChance } from './seeded-chance.ts'
import { type ShapedRecord, shapeRecord } from './shape-record.ts'
import type { FakeNames } from './templates/generator.ts'
import { loadNames } from './templates/load-names.ts'
import { compileTemplate, type Template } from './templates/template.ts'
import { templatesOf } from './templates-of.ts'
import { testApplicationValue } from './test-application.ts'

/** MadeValue is a value that is made here, and not read anywhere. */
export type MadeValue = Exclude<ProduceSpec['value'], { type: 'mongodb' }>

export type RecordsSpec = Pick<
  ProduceSpec,
  'key' | 'headers' | 'partition' | 'timestamp' | 'seed' | 'count' | 'firstSequence'
> & { readonly value: MadeValue }

export interface MakeRecordsOptions {
  /** `host (ip)` of where the job runs, as the test application writes it. */
  readonly origin: string
  /** What is thrown where the specification has no seed. */
  readonly chance: Chance
  /** Milliseconds since 1970 in UTC, asked for each record. */
  readonly now: () => number
}

/** makeRecords makes a job's records one by one, without an end where it has no count. Throws TemplateError before the first. */
export async function makeRecords(
  spec: RecordsSpec,
  { origin, chance, now }: MakeRecordsOptions,
): Promise<Iterable<ShapedRecord>> {
  const names = await loadNames(templatesOf(spec).map(({ template }) => template))
  const value = valueTemplate(spec.value, origin, names)
  const first = spec.firstSequence ?? 0
  // Of a job that goes on: what is shared out is shared out over all of its records.
  const end = spec.count === undefined ? undefined : first + spec.count
  const shape = shapeRecord(spec, { count: end, names })
  const { random, uuid } = spec.seed === undefined ? chance : seededChance(spec.seed)
  return (function* () {
    const source = { sequence: first, now: 0, random, uuid }
    for (; end === undefined || source.sequence < end; source.sequence++) {
      source.now = now()
      yield shape(source, value === null ? null : value(source))
    }
  })()
}

function valueTemplate(
  value: RecordsSpec['value'],
  origin: string,
  names: FakeNames | null,
): Template | null {
  if (value.type === 'null') return null
  return value.type === 'test-app' ? testApplicationValue(origin) : compileTemplate(value.template, names)
}

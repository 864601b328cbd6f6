import type { RecordsSpec } from './make-records.ts'
import { type Chance, seededChance } from './seeded-chance.ts'
import { type ShapedRecord, shapeRecord } from './shape-record.ts'
import { loadNames } from './templates/load-names.ts'
import { templatesOf } from './templates-of.ts'

/** shaperOf compiles how records are made around values that come from elsewhere, one after the other. Throws TemplateError. */
export async function shaperOf(
  spec: Omit<RecordsSpec, 'value'>,
  { chance, now }: { readonly chance: Chance; readonly now: () => number },
): Promise<(value: string) => ShapedRecord> {
  const names = await loadNames(templatesOf(spec).map(({ template }) => template))
  const shape = shapeRecord(spec, { count: spec.count, names })
  const { random, uuid } = spec.seed === undefined ? chance : seededChance(spec.seed)
  const source = { sequence: spec.firstSequence ?? 0, now: 0, random, uuid }
  return (value) => {
    source.now = now()
    const record = shape(source, value)
    source.sequence++
    return record
  }
}

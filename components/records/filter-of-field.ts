import type { FieldPath } from '#lib/client/field-path.ts'
import type { RecordAddress } from '#lib/client/record-address.ts'
import { filterForField } from '#lib/records/filter-for-field.ts'
import { parseJson } from '#lib/records/parse-json.ts'

/** filterOfField gives what the address has to be so that only records with this value are shown; `json` is the value. */
export function filterOfField(path: FieldPath, json: string, address: RecordAddress): Partial<RecordAddress> {
  const value = parseJson(json)
  const field = path.of === 'header' ? (['headers', path.name] as const) : ([path.of, ...path.steps] as const)
  return { filterExpr: filterForField(field, value, address.filterExpr) }
}

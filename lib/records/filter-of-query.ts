import { type FilterSpec, filterFields } from '#lib/shared/filter.ts'
import type { RecordQuery } from '#lib/shared/record.ts'

/** filterOfQuery gives the filter that a record stream's query asks for, or null for every record. */
export function filterOfQuery(query: RecordQuery): FilterSpec | null {
  const { 'filter.text': text, 'filter.regex': regex, 'filter.expr': expr } = query
  if (text === undefined && regex === undefined && expr === undefined) return null
  const wanted = query['filter.in'].split(',')
  return {
    ...(text !== undefined && { text }),
    ...(regex !== undefined && { regex }),
    ...(expr !== undefined && { expr }),
    in: filterFields.filter((field) => wanted.includes(field)),
    case: query['filter.case'],
  }
}

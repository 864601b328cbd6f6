import { findFilterIssues } from '#lib/records/find-filter-issues.ts'
import type { FilterField, FilterSpec } from '#lib/shared/filter.ts'
import { printable } from './screen.ts'
import { UsageError } from './usage-error.ts'

export interface FilterOptions {
  readonly 'filter.text'?: string
  readonly 'filter.regex'?: string
  readonly 'filter.expr'?: string
  readonly 'filter.case'?: 'sensitive' | 'insensitive'
  readonly 'filter.in': readonly FilterField[]
}

/** filterOrThrow gives the filter that the options name, null for every record. Throws UsageError with the place that is wrong. */
export function filterOrThrow(options: FilterOptions): FilterSpec | null {
  const { 'filter.text': text, 'filter.regex': regex, 'filter.expr': expr } = options
  if (text === undefined && regex === undefined && expr === undefined) return null
  const filter: FilterSpec = {
    ...(text !== undefined && { text }),
    ...(regex !== undefined && { regex }),
    ...(expr !== undefined && { expr }),
    in: [...options['filter.in']],
    case: options['filter.case'],
  }
  const [issue] = findFilterIssues(filter)
  if (!issue) return filter
  const { field, code, message, advice, line, column, start, end } = issue
  const wrong = ((field === 'filter.regex' ? regex : expr) ?? '').split('\n')[line - 1] ?? ''
  const marks = '^'.repeat(Math.max(1, Math.min(end - start, wrong.length - column + 1)))
  const excerpt = `  ${printable(wrong)}\n  ${' '.repeat(column - 1)}${marks}`
  throw new UsageError({ code, message: `--${field}: ${message}`, advice, line, column, excerpt })
}

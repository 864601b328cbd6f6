import type { FilterIssue } from '#lib/shared/filter.ts'

/** FilterFault is what is wrong inside one part of a filter, from `start` up to `end` in its text. */
export interface FilterFault {
  readonly message: string
  readonly advice?: string | undefined
  readonly start: number
  readonly end: number
}

/** issueOf gives a fault its place by line and column, both from 1. */
export function issueOf(field: FilterIssue['field'], text: string, fault: FilterFault): FilterIssue {
  const start = Math.max(0, Math.min(fault.start, text.length))
  const end = Math.max(start, Math.min(fault.end, text.length))
  const before = text.slice(0, start).split('\n')
  return {
    field,
    code: 'bad_request',
    message: fault.message,
    ...(fault.advice !== undefined && { advice: fault.advice }),
    line: before.length,
    column: (before.at(-1) ?? '').length + 1,
    start,
    end,
  }
}

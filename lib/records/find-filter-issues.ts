import type { FilterIssue, FilterSpec } from '#lib/shared/filter.ts'
import { compileExpression } from './filter-expression.ts'
import { issueOf } from './filter-issue.ts'
import { compileRegex } from './filter-regex.ts'

/** findFilterIssues checks a filter before anything is read: what is wrong, in which part, at which place. */
export function findFilterIssues({ regex, expr, case: letterCase }: FilterSpec): FilterIssue[] {
  const issues: FilterIssue[] = []
  if (regex !== undefined) {
    const { fault } = compileRegex(regex, letterCase === 'insensitive')
    if (fault) issues.push(issueOf('filter.regex', regex, fault))
  }
  if (expr !== undefined) {
    const { fault } = compileExpression(expr)
    if (fault) issues.push(issueOf('filter.expr', expr, fault))
  }
  return issues
}

import type { ParseIssue } from '#lib/shared/credential.ts'
import { type IssueCode, makeIssue } from './make-issue.ts'

interface Failure {
  readonly code: IssueCode
  readonly pattern: RegExp
}

/** The texts of Juju's `cmd/juju/action` and of data-integrator's action, most telling first. */
const failures: readonly Failure[] = [
  { code: 'not_related', pattern: /action can be run only after relation is created/i },
  { code: 'not_configured', pattern: /\bis not specified in the config\b/i },
  { code: 'timed_out', pattern: /^\s*(?:ERROR )?timed out waiting for results? from/i },
  { code: 'not_scheduled', pattern: /^\s*(?:ERROR )?Operation (\d{1,12}) failed to schedule any tasks/i },
  {
    code: 'task_pending',
    pattern: /^\s*(?:ERROR )?Task (\d{1,12}) (?:is )?(?:still )?(?:pending|running|waiting)/i,
  },
  { code: 'action_queued', pattern: /^\s*Action queued with id:?\s*"?([0-9a-f-]{1,40})"?/i },
  { code: 'task_scheduled', pattern: /^\s*Scheduled operation \d{1,12} with task (\d{1,12})/i },
  { code: 'operation_scheduled', pattern: /^\s*Scheduled operation (\d{1,12})/i },
  { code: 'action_failed', pattern: /^\s*(?:ERROR )?Action id (\S{1,40}) failed/i },
  { code: 'action_failed', pattern: /^\s*(?:ERROR )?Task (\d{1,12}) failed/i },
  { code: 'juju_error', pattern: /^\s*(?:\d\d:\d\d:\d\d )?ERROR\b/ },
]

/** Codes that only say "not yet": they count for nothing when the result itself stands in the same paste. */
const notYet: ReadonlySet<string> = new Set([
  'task_pending',
  'action_queued',
  'task_scheduled',
  'operation_scheduled',
  'still_waiting',
])

/** No sentence of Juju is longer; a longer line is a value. */
const MAX_FAILURE_LINE = 1000

/** findFailure tells what Juju or the charm reports on this line, null when it reports nothing. Never quotes the line. */
export function findFailure(text: string, line: number, unit: string | null = null): ParseIssue | null {
  if (text.length > MAX_FAILURE_LINE) return null
  for (const { code, pattern } of failures) {
    const match = pattern.exec(text)
    if (match !== null)
      return makeIssue(code, { line, unit, id: /^[0-9a-f-]+$/.test(match[1] ?? '') ? match[1] : undefined })
  }
  return null
}

/** Codes that only repeat, without a reason, that something failed. */
const bare: ReadonlySet<string> = new Set(['action_failed', 'no_product'])
const reasons: ReadonlySet<string> = new Set([
  ...['not_related', 'not_configured', 'timed_out', 'not_scheduled', 'juju_error', 'databag'],
  ...notYet,
])

/** dropBareFailures leaves `ok: "False"` out where the reason for it is told as well. */
export function dropBareFailures(issues: readonly ParseIssue[]): ParseIssue[] {
  const told = issues.filter(({ code }) => reasons.has(code))
  const hasReason = ({ unit }: ParseIssue): boolean =>
    told.some((issue) => issue.unit === undefined || unit === undefined || issue.unit === unit)
  return issues.filter((issue, at) => {
    if (!bare.has(issue.code)) return true
    const again = issues.findIndex(({ code, unit }) => code === issue.code && unit === issue.unit) < at
    return !again && !hasReason(issue)
  })
}

export function saysNotYet(issue: ParseIssue): boolean {
  return notYet.has(issue.code)
}

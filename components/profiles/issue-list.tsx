import { createElement, Fragment, type ReactNode } from 'react'
import { Button } from '#components/ui/button.tsx'
import { Notice } from '#components/ui/notice.tsx'
import type { ParseIssue } from '#lib/shared/credential.ts'

const tones = { error: 'bad', warning: 'warn', info: 'info' } as const

export interface IssueListProps {
  label: string
  issues: readonly ParseIssue[]
  /** Puts the cursor to a line of the paste. */
  onLine: (line: number) => void
}

/** IssueList says what is wrong or worth knowing in a paste, each with its remedy; worst first. */
export function IssueList({ label, issues, onLine }: IssueListProps) {
  if (issues.length === 0) return null
  const sorted = [...issues].sort((a, b) => rank(a) - rank(b) || (a.line ?? 0) - (b.line ?? 0))
  return (
    <ul aria-label={label} className="flex flex-col gap-2">
      {sorted.map((issue) => (
        <li key={`${issue.code} ${issue.line} ${issue.product} ${issue.unit} ${issue.field}`}>
          <Notice
            tone={tones[issue.severity]}
            title={withCode(issue.message)}
            advice={withCode(issue.advice)}
            command={issue.command}
          >
            {issue.line !== undefined && <LineButton line={issue.line} onLine={onLine} />}
          </Notice>
        </li>
      ))}
    </ul>
  )
}

function LineButton({ line, onLine }: { line: number; onLine: (line: number) => void }) {
  return (
    <span>
      <Button size="sm" variant="ghost" className="-ml-2 !h-6 !text-xs" onClick={() => onLine(line)}>
        Go to line {line}
      </Button>
    </span>
  )
}

function rank(issue: ParseIssue): number {
  return ['error', 'warning', 'info'].indexOf(issue.severity)
}

/** withCode shows what the parser quotes in backticks, names of fields, as code. */
export function withCode(text: string): ReactNode {
  const parts = text.split('`')
  if (parts.length === 1) return text
  return createElement(
    Fragment,
    null,
    ...parts.map((part, index) =>
      index % 2 === 1 ? createElement('code', { className: 'font-mono text-[0.95em]' }, part) : part,
    ),
  )
}

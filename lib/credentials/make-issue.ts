import type { ParseIssue, Product } from '#lib/shared/credential.ts'
import { fieldIssues } from './field-issues.ts'
import type { IssueText } from './issue-text.ts'
import { jujuIssues } from './juju-issues.ts'
import { textIssues } from './text-issues.ts'

const texts = { ...textIssues, ...jujuIssues, ...fieldIssues }

/** IssueCode is stable: scripts and tests match on it. */
export type IssueCode = keyof typeof texts

export interface IssuePlace {
  readonly line?: number | undefined
  readonly product?: Product | undefined
  readonly unit?: string | null | undefined
  /** The field's name from our own tables; leave it out for a name that only the paste knows. */
  readonly field?: string | undefined
  /** A number or name that Juju gave, checked by the caller. */
  readonly id?: string | undefined
  /** A second name or number from our own tables. */
  readonly other?: string | undefined
}

/** makeIssue fills one of the fixed texts in. */
export function makeIssue(code: IssueCode, place: IssuePlace = {}): ParseIssue {
  const text: IssueText = texts[code]
  const names: Record<string, string> = {
    field: place.field === undefined ? 'A field' : `\`${place.field}\``,
    id: place.id ?? '1',
    other: place.other ?? '',
    product: place.product ?? 'The product',
  }
  const fill = (template: string): string =>
    template.replace(/\{(field|id|other|product)\}/g, (_, name: string) => names[name] ?? '')
  return {
    code,
    severity: text.severity,
    ...(place.line === undefined ? {} : { line: place.line }),
    ...(place.product === undefined ? {} : { product: place.product }),
    ...(place.unit ? { unit: place.unit } : {}),
    ...(place.field === undefined ? {} : { field: place.field }),
    message: fill(text.message),
    advice: fill(text.advice),
    ...(text.command === undefined ? {} : { command: fill(text.command) }),
  }
}

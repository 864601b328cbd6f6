import type { ParseIssue, Product } from '#lib/shared/credential.ts'
import type { Credential, ParsedPaste } from './credential.ts'
import { makeIssue } from './make-issue.ts'

export type Choice = { readonly credential: Credential } | { readonly issue: ParseIssue }

/**
 * chooseCredential picks the one credential that is meant. Several that fit, or none, answer with an issue: the
 * paste's own first error where that is the reason.
 */
export function chooseCredential(
  parsed: ParsedPaste,
  wanted: { readonly product?: Product | undefined; readonly unit?: string | undefined } = {},
): Choice {
  const fitting = parsed.credentials.filter(
    ({ facts }) =>
      (wanted.product === undefined || facts.product === wanted.product) &&
      (wanted.unit === undefined || facts.unit === wanted.unit),
  )
  const [only] = fitting
  if (only !== undefined && fitting.length === 1) return { credential: only }
  if (fitting.length > 1) return { issue: { ...makeIssue('choice_needed', wanted), severity: 'error' } }
  const reason = parsed.issues.find(
    (issue) =>
      issue.severity === 'error' &&
      (wanted.product === undefined || issue.product === undefined || issue.product === wanted.product) &&
      (wanted.unit === undefined || issue.unit === undefined || issue.unit === wanted.unit),
  )
  return { issue: reason ?? makeIssue('not_in_paste', { product: wanted.product }) }
}

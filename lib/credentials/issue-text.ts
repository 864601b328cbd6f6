/**
 * IssueText is the fixed part of an issue. Only names from our own tables and numbers are ever put into it
 * (`{field}`, `{id}`, …), never a value of the paste: a paste with a line out of place may hold a secret anywhere.
 */
export interface IssueText {
  readonly severity: 'error' | 'warning' | 'info'
  readonly message: string
  readonly advice: string
  readonly command?: string
}

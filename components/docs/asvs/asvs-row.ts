/** How a requirement stands. `none` = there is nothing here that it speaks of, such as codes sent by SMS. */
export type AsvsState = 'met' | 'partly' | 'not met' | 'none'

/** AsvsRow is one requirement of OWASP ASVS 5.0.0, levels 1 and 2, in few words, and what meets it. */
export interface AsvsRow {
  readonly id: string
  readonly asks: string
  readonly state: AsvsState
  /** What there is, or what is missing. */
  readonly how: string
  /** The tests or files that show it; a test of this page checks that they are there. */
  readonly shown: readonly string[]
}

export interface AsvsChapter {
  readonly number: number
  readonly title: string
  readonly rows: readonly AsvsRow[]
}

/** row spells one line of the table. */
export function row(
  id: string,
  asks: string,
  state: AsvsState,
  how: string,
  ...shown: readonly string[]
): AsvsRow {
  return { id, asks, state, how, shown }
}

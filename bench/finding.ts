/** Finding is what one measurement showed, beside what it should show. */
export interface Finding {
  readonly what: string
  /** Ours and the reference's medians in the same unit, from the same run; null where there is no reference. */
  readonly ours: number
  readonly reference: number | null
  readonly unit: string
  /** The figure that the target speaks of: a ratio, or ours itself. */
  readonly figure: number
  readonly target: { readonly atLeast: number } | { readonly atMost: number }
  readonly rounds: number
}

/** plainFinding is one without a reference. */
export function plainFinding(
  what: string,
  figure: number,
  unit: string,
  target: Finding['target'],
  rounds: number = 1,
): Finding {
  return { what, ours: figure, reference: null, unit, figure, target, rounds }
}

export function isMet({ figure, target }: Finding): boolean {
  return 'atLeast' in target ? figure >= target.atLeast : figure <= target.atMost
}

const plain = new Intl.NumberFormat('en', { maximumFractionDigits: 1 })
const whole = new Intl.NumberFormat('en', { maximumFractionDigits: 0 })

function amount(value: number, unit: string): string {
  return `${(value >= 100 ? whole : plain).format(value)} ${unit}`
}

function sentence(finding: Finding): string {
  const { figure, target, unit, reference } = finding
  const [word, bound] = 'atLeast' in target ? ['at least', target.atLeast] : ['at most', target.atMost]
  const shown = reference === null ? amount(figure, unit) : `${plain.format(figure)} ×`
  const wanted = reference === null ? amount(bound, unit) : `${plain.format(bound)} ×`
  return `${shown} (${word} ${wanted}: ${isMet(finding) ? 'met' : 'MISSED'})`
}

/** findingsTable renders findings as a Markdown table, as it stands in the README. */
export function findingsTable(findings: readonly Finding[]): string {
  const rows = findings.map((finding) => {
    const reference = finding.reference === null ? '–' : amount(finding.reference, finding.unit)
    return `| ${finding.what} | ${amount(finding.ours, finding.unit)} | ${reference} | ${sentence(finding)} |`
  })
  return ['| measured | Keystream | reference | result |', '|---|---|---|---|', ...rows].join('\n')
}

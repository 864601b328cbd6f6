import { median } from './median.ts'

export interface Contest {
  /** Each does the whole work once and gives a figure where more is better, such as records a second. */
  readonly ours: () => Promise<number>
  readonly reference: () => Promise<number>
  readonly rounds: number
  readonly log: (line: string) => void
}

/**
 * contest lets two contestants take turns, so that whatever else the machine does meets both, and gives the medians.
 * A first turn of each is not counted: it fills caches and compiles.
 */
export async function contest({
  ours,
  reference,
  rounds,
  log,
}: Contest): Promise<{ ours: number; reference: number }> {
  const figures = { ours: [] as number[], reference: [] as number[] }
  for (let round = 0; round <= rounds; round++) {
    const mine = await ours()
    const theirs = await reference()
    log(`  round ${round === 0 ? 'to warm up' : round}: ${Math.round(mine)} against ${Math.round(theirs)}`)
    if (round === 0) continue
    figures.ours.push(mine)
    figures.reference.push(theirs)
  }
  return { ours: median(figures.ours), reference: median(figures.reference) }
}

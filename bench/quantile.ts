/** quantile gives the value below which a share (0 to 1) of the figures lies; throws when there are none. */
export function quantile(figures: readonly number[], share: number): number {
  const sorted = figures.toSorted((a, b) => a - b)
  const value = sorted[Math.max(0, Math.ceil(sorted.length * share) - 1)]
  if (value === undefined) throw new Error('There is no quantile of nothing.')
  return value
}

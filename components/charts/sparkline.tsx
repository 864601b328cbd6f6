/** Enough to see which way it goes. */
const [WIDTH, HEIGHT] = [96, 20]
const MAX_POINTS = 96

/** Sparkline draws a quantity over time, from 0 up, as one small line. Its last number must stand as text beside it. */
export function Sparkline({ values }: { values: readonly (number | null)[] }) {
  const shown = values.slice(-MAX_POINTS)
  const known = shown.filter((value) => value !== null)
  if (known.length < 2)
    return <span aria-hidden className="inline-block" style={{ width: WIDTH, height: HEIGHT }} />
  const top = Math.max(1, ...known)
  const step = WIDTH / (shown.length - 1)
  const points = shown.flatMap((value, at) =>
    value === null
      ? []
      : [`${(at * step).toFixed(1)},${(HEIGHT - 1 - (value / top) * (HEIGHT - 2)).toFixed(1)}`],
  )
  return (
    <svg aria-hidden width={WIDTH} height={HEIGHT} className="inline-block overflow-visible align-middle">
      <polyline points={points.join(' ')} fill="none" className="stroke-accent" strokeWidth={1.25} />
    </svg>
  )
}

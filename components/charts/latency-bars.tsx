import { formatCompact, formatCount, formatDuration } from '#components/ui/format.ts'

export interface LatencyBar {
  /** Milliseconds, inclusive; null = longer than the bar before. */
  upToMs: number | null
  count: number
}

const HEIGHT = 110
const BAR = 36
const GAP = 8
const LABEL = 18
const TOP = 16

/** LatencyBars draws how many took how long; its numbers stand on the bars, and as a list for those who do not see them. */
export function LatencyBars({ label, bars }: { label: string; bars: readonly LatencyBar[] }) {
  const most = Math.max(1, ...bars.map(({ count }) => count))
  const width = bars.length * (BAR + GAP) + GAP
  return (
    <figure className="m-0 min-w-0">
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls has to be reachable by keyboard */}
      <section aria-label={label} tabIndex={0} className="overflow-x-auto">
        <svg
          aria-hidden
          viewBox={`0 0 ${width} ${TOP + HEIGHT + LABEL}`}
          style={{ width, maxWidth: 'none' }}
          className="block text-[11px] text-muted"
        >
          {bars.map(({ upToMs, count }, at) => {
            const height = count === 0 ? 0 : Math.max(2, (count / most) * HEIGHT)
            const x = GAP + at * (BAR + GAP)
            return (
              <g key={upToMs ?? 'more'}>
                <rect
                  x={x}
                  y={TOP + HEIGHT - height}
                  width={BAR}
                  height={height}
                  rx={2}
                  className="fill-accent"
                />
                <text x={x + BAR / 2} y={TOP + HEIGHT - height - 4} textAnchor="middle" fill="currentColor">
                  {count > 0 ? formatCompact(count) : ''}
                </text>
                <text x={x + BAR / 2} y={TOP + HEIGHT + 13} textAnchor="middle" fill="currentColor">
                  {tick(upToMs)}
                </text>
              </g>
            )
          })}
        </svg>
      </section>
      <figcaption className="sr-only">
        {label}: {bars.map(words).join(', ')}
      </figcaption>
    </figure>
  )
}

function words({ upToMs, count }: LatencyBar): string {
  return `${formatCount(count)} ${upToMs === null ? 'longer' : `up to ${formatDuration(upToMs)}`}`
}

function tick(upToMs: number | null): string {
  if (upToMs === null) return 'more'
  return upToMs < 1000 ? `${upToMs} ms` : `${upToMs / 1000} s`
}

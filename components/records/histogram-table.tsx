import { formatCount } from '#components/ui/format.ts'
import type { Bar } from './histogram-bars.ts'

/** HistogramTable holds the bars' numbers as text, for those who do not see them. Empty bars are left out. */
export function HistogramTable({ bars, nameOf }: { bars: readonly Bar[]; nameOf: (at: number) => string }) {
  return (
    <div className="relative h-0 overflow-hidden">
      <table className="sr-only">
        <caption>Records over time</caption>
        <thead>
          <tr>
            <th scope="col">From</th>
            <th scope="col">Records, about</th>
            <th scope="col">In the range that is read</th>
          </tr>
        </thead>
        <tbody>
          {bars
            .filter(({ total }) => total > 0)
            .map(({ from, total, read }) => (
              <tr key={from}>
                <th scope="row">{nameOf(from)}</th>
                <td>{formatCount(total)}</td>
                <td>{formatCount(read)}</td>
              </tr>
            ))}
        </tbody>
      </table>
    </div>
  )
}

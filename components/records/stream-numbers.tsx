import { classNames } from '#components/ui/class-names.ts'
import { formatBytes, formatCompact, formatCount } from '#components/ui/format.ts'
import type { StreamView } from '#lib/client/record-stream/protocol.ts'
import { behindOf } from './partition-strip.tsx'

export interface StreamNumbersProps {
  view: StreamView
  filtered: boolean
  /** It follows the topic rather than ending somewhere. */
  live: boolean
}

/** StreamNumbers tells what the reading has done so far, in places that do not move. */
export function StreamNumbers({ view, filtered, live }: StreamNumbersProps) {
  const behind = view.partitions.reduce((sum, each) => sum + behindOf(each), 0n)
  const skipped = view.skips.reduce((sum, each) => sum + each.count, 0)
  const dropped = view.first - view.origin
  return (
    <dl className="flex flex-wrap gap-x-5 gap-y-1 text-sm">
      <Figure name="records/s" value={formatCompact(Math.round(view.recordsPerSecond))} wide="sm:min-w-12" />
      <Figure name="read" value={formatCount(view.read)} wide="sm:min-w-14" />
      {filtered && <Figure name="matched" value={formatCount(view.matched)} wide="sm:min-w-14" />}
      <Figure name="bytes" value={formatBytes(view.bytes)} wide="sm:min-w-14" />
      <Figure name={live ? 'behind' : 'to go'} value={formatCount(behind)} wide="sm:min-w-10" />
      <Figure
        name="skipped"
        value={formatCount(skipped)}
        wide="sm:min-w-6"
        warn={skipped > 0}
        title={view.skips.map((each) => `${formatCount(each.count)} ${each.reason}`).join('\n')}
      />
      {view.undecodable > 0 && (
        <Figure name="unreadable" value={formatCount(view.undecodable)} wide="sm:min-w-6" warn />
      )}
      {view.filterErrors > 0 && (
        <Figure
          name="failed the filter’s expression"
          value={formatCount(view.filterErrors)}
          wide="sm:min-w-6"
          warn
          title={`They do not match. The first: ${view.filterErrorSample ?? ''}`}
        />
      )}
      {dropped > 0 && (
        <Figure
          name="left the list"
          value={formatCount(dropped)}
          wide="sm:min-w-14"
          title="The list keeps the newest 100,000 records, or 32 MB of them; these were shown before."
        />
      )}
    </dl>
  )
}

interface FigureProps {
  name: string
  value: string
  wide: string
  warn?: boolean
  title?: string
}

function Figure({ name, value, wide, warn, title }: FigureProps) {
  return (
    <div className="flex items-baseline gap-1.5" title={title === '' ? undefined : title}>
      <dd className={classNames('order-first font-mono sm:text-right', wide, warn && 'text-warn')}>
        {value}
      </dd>
      <dt className="order-last text-xs text-muted">{name}</dt>
    </div>
  )
}

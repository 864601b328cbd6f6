import { TimeChart } from '#components/charts/time-chart.tsx'
import { Figure } from '#components/ui/figure.tsx'
import { formatBytes, formatCount, formatDuration } from '#components/ui/format.ts'
import { isOver, type JobLog } from '#lib/client/job-log.ts'
import type { Job } from '#lib/shared/job.ts'
import { DeliveryFigures, StoredFigures } from './delivery-figures.tsx'
import { stopWords } from './job-words.ts'

const names = {
  produce: { done: 'acknowledged', bytes: 'bytes sent', lag: null },
  consume: { done: 'consumed', bytes: 'bytes read', lag: 'lag' },
  'round-trip': { done: 'received', bytes: 'bytes sent', lag: 'outstanding' },
  copy: { done: 'copied', bytes: 'bytes read', lag: 'lag' },
} as const satisfies Record<Job['kind'], { done: string; bytes: string; lag: string | null }>

/** JobNumbers shows how far a job is and how fast, as numbers, a bar and a chart. */
export function JobNumbers({ job, log }: { job: Job; log: JobLog }) {
  const { result } = log
  const progress = result ?? log.progress
  const produce = job.kind === 'produce'
  const { done: doneName, bytes: bytesName, lag: lagName } = names[job.kind]
  const delivery = progress?.delivery
  const over = isOver(log.state)
  const rate = progress === null ? 0 : Math.round(progress.recordsPerSecond)
  const times = log.samples.map((each) => each.at)
  return (
    <section
      aria-label="Progress"
      className="flex flex-col gap-3 rounded-lg border border-line bg-surface p-3"
    >
      <dl className="grid grid-cols-2 gap-x-6 gap-y-3 sm:grid-cols-3 lg:grid-cols-6">
        {progress?.acknowledged !== undefined && (
          <Figure name="acknowledged" value={formatCount(progress.acknowledged)} />
        )}
        {delivery && !produce ? (
          <DeliveryFigures kind={job.kind} delivery={delivery} />
        ) : (
          <Figure name={doneName} value={formatCount(progress?.done ?? 0)}>
            {progress?.total != null && `of ${formatCount(progress.total)}`}
          </Figure>
        )}
        {produce && (
          <Figure
            name="failed"
            value={formatCount(progress?.failed ?? 0)}
            bad={(progress?.failed ?? 0) > 0}
          />
        )}
        {produce && delivery && <StoredFigures stored={delivery} />}
        <Figure name={over ? 'records/s, mean' : 'records/s'} value={formatCount(rate)} />
        <Figure name={bytesName} value={formatBytes(progress?.bytes ?? 0)} />
        {lagName !== null && (
          <Figure name={lagName} value={progress?.lag == null ? '–' : formatCount(progress.lag)} />
        )}
        {progress?.latency != null && (
          <Figure name="latency p50" value={formatDuration(progress.latency.p50)}>
            p99 {formatDuration(progress.latency.p99)}
          </Figure>
        )}
        {result !== null && <Figure name="took" value={formatDuration(result.seconds * 1000)} />}
      </dl>
      {progress?.total != null && (
        <progress
          aria-label="Done"
          max={progress.total}
          value={produce ? progress.done : (delivery?.read ?? progress.done)}
          className="h-1.5 w-full appearance-none overflow-hidden rounded-full bg-line [&::-moz-progress-bar]:bg-accent [&::-webkit-progress-bar]:bg-line [&::-webkit-progress-value]:bg-accent"
        />
      )}
      {times.length > 1 && (
        <TimeChart
          unit="records/s"
          label={`Records a second over time, ${formatCount(rate)} at last`}
          times={times}
          values={log.samples.map((each) => each.recordsPerSecond)}
        />
      )}
      {result !== null && (
        <p className="text-sm text-muted">
          It {stopWords(result)}.{result.topicCreated && ' It created the topic first.'}
          {result.groupId !== null && (
            <>
              {' '}
              Its group was <span className="font-mono">{result.groupId}</span>.
            </>
          )}
        </p>
      )}
    </section>
  )
}

import { formatBytes, formatCount, formatDuration } from '#components/ui/format.ts'
import type { ProducePlan } from '#lib/records/plan-produce.ts'
import type { ProduceSpec } from '#lib/shared/produce-spec.ts'
import { volumeWords } from './job-words.ts'

/** So many partitions are told one by one; of more, the least and the most. */
const MAX_LISTED = 12

/** ProduceVolume says how many records of what size go where, and how long that takes. */
export function ProduceVolume({ spec, plan }: { spec: ProduceSpec | null; plan: ProducePlan }) {
  if (spec === null) return <p className="text-sm text-muted">Something in the form is not complete yet.</p>
  const { createTopic } = spec
  return (
    <>
      <p>
        <strong className="font-semibold">
          {plan.count === null
            ? `Records of about ${formatBytes(plan.averageBytes)}`
            : volumeWords(plan.count, plan.averageBytes)}
        </strong>
        {spec.compression !== 'none' && ' before compression'}, to{' '}
        <span className="font-mono">{spec.topic}</span>
        {paceWords(spec, plan)}.
        {createTopic !== undefined && (
          <>
            {' '}
            The topic is created first, with {createTopic.partitions}{' '}
            {createTopic.partitions === 1 ? 'partition' : 'partitions'} and replication factor{' '}
            {createTopic.replicationFactor}.
          </>
        )}
      </p>
      {plan.partitions !== null && plan.partitions.length > 1 && (
        <p className="text-sm text-muted">{shareWords(plan.partitions)}</p>
      )}
    </>
  )
}

function paceWords(
  { rate, burst, untilStopped, durationSeconds }: ProduceSpec,
  { seconds }: ProducePlan,
): string {
  const pace =
    rate === undefined
      ? ', as fast as the cluster acknowledges'
      : `, at ${formatCount(rate)} a second${burst === undefined ? '' : `, ${formatCount(burst)} at once`}`
  if (untilStopped) return `${pace}, until somebody stops it`
  if (seconds === null) return pace
  return durationSeconds === undefined
    ? `${pace}: ${formatDuration(seconds * 1000)}`
    : `${pace}, for ${formatDuration(seconds * 1000)}`
}

function shareWords(partitions: NonNullable<ProducePlan['partitions']>): string {
  const records = partitions.map((each) => each.records)
  const [least, most] = [Math.min(...records), Math.max(...records)]
  if (most - least <= 1) return `About ${formatCount(most)} in each of ${partitions.length} partitions.`
  if (partitions.length > MAX_LISTED)
    return `From about ${formatCount(least)} to ${formatCount(most)} in each of ${partitions.length} partitions.`
  return `By partition, about: ${partitions.map((each) => `${each.partition}: ${formatCount(each.records)}`).join(', ')}.`
}

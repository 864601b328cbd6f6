import { ClusterLink } from './cluster-link.ts'
import { countRecords } from './count-records.ts'
import type { ErrorContext } from './failure.ts'
import { translateError } from './kafka-error.ts'
import type { KafkaTarget } from './kafka-target.ts'
import { offsetFailure } from './offset-failure.ts'
import { orAborted } from './or-aborted.ts'
import { sourcePartitionOf } from './range-on-wire.ts'
import type { RecordDelivery } from './record-delivery.ts'
import { RecordSource, type SourceItem } from './record-source.ts'
import { resolveRanges } from './start-offsets.ts'
import { topicMetadata } from './topic-metadata.ts'
import { wantedPartitions } from './wanted-partitions.ts'
import { watchPartitions } from './watch-partitions.ts'

export interface DeliverTopicOptions {
  readonly topic: string
  /** The grammar of StartSchema and EndSchema in lib/shared/record.ts. */
  readonly from: string
  readonly to: string
  readonly partitions?: readonly number[] | undefined
  /** Ends after so many records were read. */
  readonly limit?: number | undefined
  readonly delivery: RecordDelivery
  readonly context: ErrorContext
  readonly signal: AbortSignal
  /** Is told once what lies ahead: the number of offsets, or null when it follows. */
  readonly onStart: (ahead: { total: number | null; lag: () => number }) => void
  readonly onWarning: (message: string, advice?: string) => Promise<void>
}

/**
 * deliverTopic reads a topic without a group and hands everything to a delivery. Resolves when all of it is settled.
 * A partition that can't be read fails it: a copy with a hole is none. Throws a KafkaError, or the signal's reason.
 */
export async function deliverTopic(
  target: KafkaTarget,
  options: DeliverTopicOptions,
): Promise<'count' | 'limit'> {
  const { context, signal, delivery } = options
  const connecting = ClusterLink.connect(target)
  try {
    const link = await orAborted(connecting, signal).catch((error: unknown) => {
      throw translateError(error, { ...context, phase: 'connect' })
    })
    const reason = await read(link, options)
    await orAborted(delivery.settle(), signal)
    return reason
  } finally {
    connecting.then((late) => late.close()).catch(() => undefined)
  }
}

async function read(link: ClusterLink, options: DeliverTopicOptions): Promise<'count' | 'limit'> {
  const { topic, context, signal, delivery, limit = Number.POSITIVE_INFINITY } = options
  const source = new RecordSource(link, { topic, isolation: 'committed', context, signal })
  const live = await begin(link, source, options)
  const watch = live && !options.partitions ? watchPartitions({ link, source, topic, signal }) : undefined
  try {
    for await (const item of source.items()) {
      if (item.type !== 'records') {
        await warn(item, options)
        continue
      }
      const until =
        limit === Number.POSITIVE_INFINITY ? item.next : countRecords(item, limit - delivery.read).next
      await delivery.take(item, until)
      item.partition.seen = until
      if (delivery.read >= limit) return 'limit'
    }
    return 'count'
  } finally {
    clearInterval(watch)
  }
}

/** Adds the partitions to read. True when they are followed for ever. */
async function begin(
  link: ClusterLink,
  source: RecordSource,
  options: DeliverTopicOptions,
): Promise<boolean> {
  const { onStart, onWarning } = options
  const metadata = await topicMetadata(link, options)
  const { partitions: wanted, ...rest } = options
  const partitions = wantedPartitions(metadata, { ...rest, ...(wanted && { partitions: wanted }) })
  const { ranges, failed } = await resolveRanges(link, {
    ...options,
    metadata,
    partitions,
    isolation: 'committed',
  })
  const [broken] = failed
  if (broken) throw offsetFailure(broken, options)
  for (const range of ranges) {
    if (range.expired > 0n)
      await onWarning(
        `${range.expired} records of partition ${range.partition} had expired before the start.`,
      )
    source.add(sourcePartitionOf(range))
  }
  const live = ranges.some(({ to }) => to === null)
  const total = ranges.reduce((sum, { from, to }) => sum + Number((to ?? from) - from), 0)
  const lag = () =>
    [...source.partitions].reduce(
      (sum, { seen, end, high }) => sum + Math.max(0, (end ?? Math.max(high, seen)) - seen),
      0,
    )
  onStart({ total: live ? null : Math.min(total, options.limit ?? total), lag })
  return live
}

async function warn(
  item: Exclude<SourceItem, { type: 'records' }>,
  { onWarning }: DeliverTopicOptions,
): Promise<void> {
  const { partition } = item.partition
  if (item.type === 'expired') {
    item.partition.seen = item.to
    await onWarning(`${item.to - item.from} records of partition ${partition} expired before they were read.`)
  } else await onWarning(item.error.message, item.error.advice)
}

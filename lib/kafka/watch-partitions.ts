import type { ClusterLink } from './cluster-link.ts'
import type { RecordSource } from './record-source.ts'
import { SourcePartition } from './source-partition.ts'

/** A partition that is added to a followed topic is found within this time. */
const NEW_PARTITIONS_EVERY_MS = 3_000

/** watchPartitions reads partitions that are added while a topic is followed, from their first record. Clear the timer. */
export function watchPartitions(options: {
  readonly link: ClusterLink
  readonly source: RecordSource
  readonly topic: string
  readonly signal: AbortSignal
}): NodeJS.Timeout {
  const { link, source, topic, signal } = options
  const look = async (): Promise<void> => {
    const metadata = await link.metadata({ topics: [topic] }, { signal })
    const known = new Set([...source.partitions].map(({ partition }) => partition))
    for (const { partition, leader } of metadata.topics[0]?.partitions ?? []) {
      if (leader >= 0 && !known.has(partition)) source.add(new SourcePartition(partition, 0, null))
    }
  }
  // A failed look is repeated; the source itself finds out when the cluster is gone.
  return setInterval(() => void look().catch(() => undefined), NEW_PARTITIONS_EVERY_MS)
}

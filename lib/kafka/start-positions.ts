import type { ClusterLink } from './cluster-link.ts'
import { protocolError } from './kafka-error.ts'
import { EARLIEST, LATEST } from './requests/list-offsets.ts'

export interface StartPosition {
  readonly partition: number
  readonly offset: bigint
  /** False when the group has stored it already. */
  readonly fresh: boolean
}

/** startPositions says where a group goes on: at its committed offsets, else at the beginning or the end of the log. */
export async function startPositions(
  link: ClusterLink,
  options: {
    readonly topic: string
    readonly partitions: readonly number[]
    readonly from: 'earliest' | 'latest'
    readonly committed: ReadonlyMap<number, bigint>
  },
): Promise<StartPosition[]> {
  const { topic, partitions, from, committed } = options
  const unknown = partitions.filter((partition) => !committed.has(partition))
  const timestamp = from === 'earliest' ? EARLIEST : LATEST
  const queries = unknown.map((partition) => ({ topic, partition, timestamp }))
  // Committed isolation: the end is what a reader of committed records may see.
  const found = queries.length > 0 ? await link.listOffsets(queries, 'committed') : []
  const failed = found.find(({ errorCode }) => errorCode !== 0)
  if (failed) throw protocolError(failed.errorCode, { topic, partition: failed.partition, operation: 'read' })
  const listed = new Map(found.map(({ partition, offset }) => [partition, offset]))
  return partitions.map((partition) => {
    const known = committed.get(partition)
    return { partition, offset: known ?? listed.get(partition) ?? 0n, fresh: known === undefined }
  })
}

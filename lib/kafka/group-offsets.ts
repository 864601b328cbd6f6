import { askCoordinator, type GroupCall } from './ask-coordinator.ts'
import type { ClusterLink } from './cluster-link.ts'
import { protocolError } from './kafka-error.ts'
import type { TopicPartition } from './kafka-request.ts'
import { missedTimes } from './missed-times.ts'
import { kafkaErrors } from './protocol-code.ts'
import { EARLIEST, LATEST, type OffsetAnswer } from './requests/list-offsets.ts'
import { type FetchedOffset, offsetFetchRequest } from './requests/offset-fetch.ts'

/** committedOffsets gives every offset that a group has committed on topics that this user may see. */
export async function committedOffsets(
  link: ClusterLink,
  groupId: string,
  call: GroupCall,
): Promise<FetchedOffset[]> {
  const { answer } = await askCoordinator(link, groupId, offsetFetchRequest(groupId, null), {
    ...call,
    codeOf: ({ errorCode }) => errorCode,
  })
  if (answer.errorCode !== kafkaErrors.NONE)
    throw protocolError(answer.errorCode, { ...call.context, groupId, operation: 'group' })
  return answer.partitions.filter(({ errorCode, offset }) => errorCode !== kafkaErrors.NONE || offset >= 0n)
}

/** LogEnds are what each partition's leader said; one that said nothing carries an error code. */
export interface LogEnds {
  readonly lows: OffsetAnswer[]
  /** High watermarks, which is what Kafka's own tools measure lag by. */
  readonly highs: OffsetAnswer[]
  /** The first offset at or after the time asked for, -1 when no record is so young. */
  readonly atTime: OffsetAnswer[]
}

/** logEnds asks the leaders of some partitions where their logs begin and end, and what lies at a time. */
export async function logEnds(
  link: ClusterLink,
  partitions: readonly TopicPartition[],
  { signal, time = null }: Pick<GroupCall, 'signal'> & { readonly time?: number | null },
): Promise<LogEnds> {
  if (partitions.length === 0) return { lows: [], highs: [], atTime: [] }
  const topics = [...new Set(partitions.map(({ topic }) => topic))]
  const metadata = await link.metadata({ topics }, { signal })
  const ask = (timestamp: bigint) => {
    const queries = partitions.map(({ topic, partition }) => ({ topic, partition, timestamp }))
    return link.listOffsetsWith(metadata, queries, 'uncommitted', { signal })
  }
  const askTime = async (at: number): Promise<OffsetAnswer[]> =>
    missedTimes(link, await ask(BigInt(at)), { metadata, time: at, signal })
  const [lows, highs, atTime] = await Promise.all([
    ask(EARLIEST),
    ask(LATEST),
    time === null ? [] : askTime(time),
  ])
  return { lows, highs, atTime }
}

import type { ClusterLink } from './cluster-link.ts'
import { UnsupportedVersionError } from './connection-error.ts'
import { partitionKey } from './group-lag.ts'
import { kafkaErrors } from './protocol-code.ts'
import { RecordCursor } from './record-batch.ts'
import { readRecordSet } from './record-set.ts'
import { RecordSource } from './record-source.ts'
import { EARLIEST, type OffsetAnswer } from './requests/list-offsets.ts'
import type { Metadata } from './requests/metadata.ts'
import { SourcePartition } from './source-partition.ts'

export interface TimeSearch {
  readonly metadata: Metadata
  /** Milliseconds since 1970. */
  readonly time: number
  readonly signal?: AbortSignal | undefined
}

/**
 * missedTimes looks again where a broker said that no record is as young as a time, and gives the answers as they
 * are then. A broker asks the first segment whose youngest record is young enough; one that compaction emptied has
 * the age of its file instead, so the broker finds nothing in it and looks no further, though the log goes on. Only
 * where the partition's youngest record shows this is the log itself searched, from its beginning.
 */
export async function missedTimes(
  link: ClusterLink,
  answers: readonly OffsetAnswer[],
  search: TimeSearch,
): Promise<OffsetAnswer[]> {
  const nothing = answers.filter(({ errorCode, offset }) => errorCode === kafkaErrors.NONE && offset < 0n)
  const young = await younger(link, nothing, search)
  if (young.size === 0) return [...answers]
  const { metadata, time, signal } = search
  const ask = (timestamp: bigint): Promise<OffsetAnswer[]> => {
    const queries = [...young.values()].map(({ topic, partition }) => ({ topic, partition, timestamp }))
    return link.listOffsetsWith(metadata, queries, 'uncommitted', { signal })
  }
  // The record may have come between the two questions; then the broker knows it now.
  const [again, lows] = await Promise.all([ask(BigInt(time)), ask(EARLIEST)])
  const found = new Map(again.map((answer) => [partitionKey(answer), answer]))
  for (const low of lows) {
    const key = partitionKey(low)
    const [known, youngest] = [found.get(key), young.get(key)]
    if (low.errorCode !== kafkaErrors.NONE || known?.errorCode !== kafkaErrors.NONE || known.offset >= 0n)
      continue
    const end = Number(youngest?.offset ?? low.offset) + 1
    const partition = new SourcePartition(low.partition, Number(low.offset), end)
    const first = await firstFrom(link, low.topic, partition, search)
    found.set(key, { ...known, offset: first === null ? -1n : BigInt(first) })
  }
  return answers.map((answer) => found.get(partitionKey(answer)) ?? answer)
}

/** The youngest record of each partition, where it is as young as the time. */
async function younger(
  link: ClusterLink,
  asked: readonly OffsetAnswer[],
  { metadata, time, signal }: TimeSearch,
): Promise<Map<string, OffsetAnswer>> {
  if (asked.length === 0) return new Map()
  const places = asked.map(({ topic, partition }) => ({ topic, partition }))
  try {
    const newest = await link.newestTimes(metadata, places, { signal })
    return new Map(
      newest
        .filter(({ errorCode, timestamp }) => errorCode === kafkaErrors.NONE && timestamp >= BigInt(time))
        .map((answer) => [partitionKey(answer), answer]),
    )
  } catch (error) {
    // Before Kafka 3.0 no broker tells its youngest record.
    if (error instanceof UnsupportedVersionError) return new Map()
    throw error
  }
}

async function firstFrom(
  link: ClusterLink,
  topic: string,
  partition: SourcePartition,
  { time, signal }: TimeSearch,
): Promise<number | null> {
  const source = new RecordSource(link, {
    ...{ topic, isolation: 'uncommitted' as const, context: {} },
    signal: signal ?? new AbortController().signal,
  })
  source.add(partition)
  const cursor = new RecordCursor()
  for await (const item of source.items()) {
    if (item.type !== 'records') continue
    for (const batch of readRecordSet(item, 'uncommitted')) {
      if ('unreadable' in batch || batch.header.maxTimestamp < time) continue
      const { header } = batch
      cursor.reset(batch.body, 0, batch.body.length)
      for (let index = 0; index < header.count && cursor.next(); index++) {
        const at = header.logAppendTime ? header.maxTimestamp : header.baseTimestamp + cursor.timestampDelta
        const offset = header.baseOffset + cursor.offsetDelta
        if (at >= time && offset >= item.from) return offset
      }
    }
  }
  return null
}

import type { GroupFacts, GroupPartition } from '#lib/shared/group.ts'

/** Half an hour of looks, two seconds apart: more points than a chart has pixels. */
export const MAX_SAMPLES = 900
/** Beyond so many partitions only the total is drawn: nobody looks at a thousand lines. */
export const MAX_TRACKED = 200

/** LagSample is the lag at one look. */
export interface LagSample {
  /** Milliseconds since 1970. */
  readonly at: number
  readonly total: number | null
  /** By lagKey, of the first MAX_TRACKED partitions. */
  readonly partitions: ReadonlyMap<string, number | null>
}

/** GroupWatch is a group with its history since the page was opened. */
export interface GroupWatch {
  readonly facts: GroupFacts
  readonly samples: readonly LagSample[]
}

export const noSamples: readonly LagSample[] = []

/** lagKey names a partition in a sample. */
export function lagKey({ topic, partition }: Pick<GroupPartition, 'topic' | 'partition'>): string {
  return `${topic} ${partition}`
}

/** addSample puts one more look at the end of a history, and drops the oldest when there are too many. Pure. */
export function addSample(
  samples: readonly LagSample[],
  { lag, partitions }: Pick<GroupFacts, 'lag' | 'partitions'>,
  at: number,
): LagSample[] {
  const tracked = partitions.slice(0, MAX_TRACKED)
  const sample: LagSample = {
    at,
    total: numberOf(lag),
    partitions: new Map(tracked.map((each) => [lagKey(each), numberOf(each.lag)])),
  }
  return [...samples.slice(1 - MAX_SAMPLES), sample]
}

/** lagSeries gives the line of one partition, or of all with `key` null. */
export function lagSeries(samples: readonly LagSample[], key: string | null): (number | null)[] {
  return samples.map(({ total, partitions }) => (key === null ? total : (partitions.get(key) ?? null)))
}

/** A chart needs no more digits than a double has. */
function numberOf(lag: string | null): number | null {
  return lag === null ? null : Number(lag)
}

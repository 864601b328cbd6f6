import { type RecordEvent, RecordEventSchema } from '#lib/shared/record.ts'
import type { KafkaTarget } from '../kafka-target.ts'
import { type ReadEvent, type ReadOptions, readRecords } from '../read-records.ts'

export type LineRecord = Extract<RecordEvent, { type: 'record' }>
type Other<T extends ReadEvent['type']> = Extract<ReadEvent, { type: T }>

export interface Collected {
  readonly records: LineRecord[]
  readonly started: Other<'started'>
  readonly skipped: Other<'skipped'>[]
  readonly troubles: Other<'partition-error'>[]
  readonly ended: Other<'ended'>
  readonly progress: Other<'progress'>[]
}

/** recordsIn parses the lines of one event through the contract's own schema. */
export function recordsIn({ lines }: Other<'records'>): LineRecord[] {
  const text = Buffer.from(lines).toString('utf8')
  if (!text.endsWith('\n')) throw new Error('A chunk ends in the middle of a line.')
  return text
    .split('\n')
    .slice(0, -1)
    .map((line) => {
      const event = RecordEventSchema.parse(JSON.parse(line))
      if (event.type !== 'record') throw new Error(`A line of type ${event.type}.`)
      return event
    })
}

export const readingDefaults = {
  from: 'earliest',
  to: 'latest',
  isolation: 'committed',
  maxValueBytes: 20 * 1024,
} as const

/** collect reads to the end and sorts what came by kind; records by partition, then as they came. */
export async function collect(
  target: KafkaTarget,
  options: Partial<ReadOptions> & { readonly topic: string },
): Promise<Collected> {
  const events: ReadEvent[] = []
  const records: LineRecord[] = []
  for await (const event of readRecords(target, { ...readingDefaults, ...options })) {
    events.push(event)
    if (event.type === 'records') {
      const parsed = recordsIn(event)
      if (parsed.length !== event.count) throw new Error('The count of a chunk is not its number of lines.')
      records.push(...parsed)
    }
  }
  const of = <T extends ReadEvent['type']>(type: T): Other<T>[] =>
    events.filter((event): event is Other<T> => event.type === type)
  const [started] = of('started')
  const ended = events.at(-1)
  if (!started || ended?.type !== 'ended')
    throw new Error('A reading begins with started and ends with ended.')
  return {
    records: records.toSorted((a, b) => a.partition - b.partition),
    started,
    skipped: of('skipped'),
    troubles: of('partition-error'),
    progress: of('progress'),
    ended,
  }
}

/** offsetsOf lists `partition:offset`, in the order within each partition in which they came. */
export function offsetsOf(records: readonly LineRecord[]): string[] {
  return records.map(({ partition, offset }) => `${partition}:${offset}`)
}

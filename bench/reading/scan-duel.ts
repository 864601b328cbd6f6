import type { KafkaTarget } from '#lib/kafka/kafka-target.ts'
import { type ReadOptions, readRecords } from '#lib/kafka/read-records.ts'
import { DEFAULT_MAX_VALUE_BYTES } from '#lib/shared/record.ts'
import type { GoOutcome } from '../go-reference.ts'
import { median } from '../median.ts'

const MICROSECONDS = 1_000_000
const WARM_UP_ROUNDS = 2

/** ScanCost is what one scan found, and what it cost in wall and CPU seconds, all threads of the process together. */
export type ScanCost = GoOutcome

/** scanOnce scans a topic from its beginning to its end; the clock includes the connection. */
export async function scanOnce(
  target: KafkaTarget,
  topic: string,
  filter: NonNullable<ReadOptions['filter']>,
): Promise<ScanCost> {
  const [began, cpuBefore] = [performance.now(), process.cpuUsage()]
  const events = readRecords(target, {
    topic,
    from: 'earliest',
    to: 'latest',
    isolation: 'committed',
    filter,
    maxValueBytes: DEFAULT_MAX_VALUE_BYTES,
  })
  for await (const event of events) {
    if (event.type !== 'ended') continue
    const { user, system } = process.cpuUsage(cpuBefore)
    return {
      records: event.read,
      hits: event.matched,
      seconds: (performance.now() - began) / 1000,
      cpuSeconds: (user + system) / MICROSECONDS,
    }
  }
  throw new Error('The reading did not end.')
}

export interface ScanDuel {
  readonly ours: () => Promise<ScanCost>
  readonly reference: () => Promise<ScanCost>
  readonly records: number
  readonly hits: number
  readonly rounds: number
  readonly log: (line: string) => void
}

export interface DuelOutcome {
  /** Records a second. */
  readonly rate: { readonly ours: number; readonly reference: number }
  /** CPU seconds for the whole topic. */
  readonly cpu: { readonly ours: number; readonly reference: number }
}

/**
 * duel lets both scan in turns, so that whatever else the machine does meets both, and gives the medians. The first
 * turns of each, which compile and fill caches in every thread, are not counted. Throws when one of them read or found another number than there is.
 */
export async function duel({ ours, reference, records, hits, rounds, log }: ScanDuel): Promise<DuelOutcome> {
  const costs = { ours: [] as ScanCost[], reference: [] as ScanCost[] }
  for (let round = 1 - WARM_UP_ROUNDS; round <= rounds; round++) {
    for (const [who, scan] of Object.entries({ ours, reference }) as [keyof typeof costs, typeof ours][]) {
      const cost = await scan()
      if (cost.records !== records || cost.hits !== hits) {
        throw new Error(`${who}: ${cost.hits} of ${cost.records} instead of ${hits} of ${records}.`)
      }
      log(
        `  round ${round} ${who}: ${cost.seconds.toFixed(2)} s, ${cost.cpuSeconds.toFixed(2)} s of CPU, ${Math.round(records / cost.seconds).toLocaleString('en')} records/s`,
      )
      if (round > 0) costs[who].push(cost)
    }
  }
  const rate = (of: readonly ScanCost[]): number => median(of.map(({ seconds }) => records / seconds))
  const cpu = (of: readonly ScanCost[]): number => median(of.map(({ cpuSeconds }) => cpuSeconds))
  return {
    rate: { ours: rate(costs.ours), reference: rate(costs.reference) },
    cpu: { ours: cpu(costs.ours), reference: cpu(costs.reference) },
  }
}

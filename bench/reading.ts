import type { BenchKafka } from './bench-kafka.ts'
import type { BenchOptions } from './bench-options.ts'
import { type Finding, plainFinding } from './finding.ts'
import { fairRow } from './reading/fair-row.ts'
import { firstRow } from './reading/first-row.ts'
import { latencyRow } from './reading/latency-row.ts'
import { memoryRow } from './reading/memory-row.ts'
import { predicateRow } from './reading/predicate-row.ts'
import { ReadingData } from './reading/reading-data.ts'
import { restRow } from './reading/rest-row.ts'
import { scanRow } from './reading/scan-row.ts'
import { viewersRow } from './reading/viewers-row.ts'
import { benchSoak } from './soak.ts'

type Bench = (kafka: BenchKafka, options: BenchOptions) => Promise<Finding[]>
type Row = (kafka: BenchKafka, options: BenchOptions, data: ReadingData) => Promise<Finding[]>

const SUSTAINED_RATE = 50_000

const rows: Readonly<Record<string, Row>> = {
  scan: scanRow,
  predicate: predicateRow,
  first: firstRow,
  memory: memoryRow,
  rest: restRow,
  fair: fairRow,
  latency: latencyRow,
  viewers: viewersRow,
  sustained: (kafka, options) => benchSoak(kafka, { ...options, rate: SUSTAINED_RATE }),
}

/** benchReading prints the whole table of reading on one broker, whose topics are written once. A failed row is missed. */
const benchReading: Bench = async (kafka, options) => {
  const data = new ReadingData(kafka, options)
  const findings: Finding[] = []
  for (const [name, row] of Object.entries(rows)) {
    try {
      findings.push(...(await row(kafka, options, data)))
    } catch (error) {
      const why = error instanceof Error ? error.message : 'unknown'
      options.log(`${name} failed: ${why}`)
      findings.push(plainFinding(`${name}: it failed (${why})`, Number.NaN, '', { atLeast: 0 }))
    }
  }
  return findings
}

/** readingBenches: `reading` is the whole table, `reading-<row>` one row of it. */
export const readingBenches: Readonly<Record<string, Bench>> = {
  reading: benchReading,
  ...Object.fromEntries(
    Object.entries(rows).map(([name, row]): [string, Bench] => [
      `reading-${name}`,
      (kafka, options) => row(kafka, options, new ReadingData(kafka, options)),
    ]),
  ),
}

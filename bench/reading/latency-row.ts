import { setTimeout as wait } from 'node:timers/promises'
import { type ProduceProgressSource, produceRecords } from '#lib/kafka/produce-records.ts'
import type { BenchKafka } from '../bench-kafka.ts'
import type { BenchOptions } from '../bench-options.ts'
import { startBenchServer } from '../bench-server.ts'
import { type Finding, plainFinding } from '../finding.ts'
import { LiveTab } from '../live-tab.ts'
import { quantile } from '../quantile.ts'
import { READING_PARTITIONS } from './reading-data.ts'
import { stamped } from './stamped.ts'

const RATE = 1_000
const SECONDS = 20
/** The first records compile the page's code, as those of a tab that was just opened would. */
const WARM_UP_SECONDS = 5
const MEDIAN_MS = 60
const P99_MS = 150
const SETTLE_MS = 1_000

/**
 * latencyRow writes 1,000 records/s and notes when each is first in the DOM of a real browser. The clock of a record
 * begins when it is handed to the producer, so that what is shown includes the time until it is acknowledged.
 */
export async function latencyRow(kafka: BenchKafka, { log }: BenchOptions): Promise<Finding[]> {
  const topic = await kafka.newTopic('latency', READING_PARTITIONS)
  const server = await startBenchServer(kafka)
  let tab: LiveTab | null = null
  try {
    tab = await LiveTab.open(server, topic)
    await produceRecords(kafka.target, { topic, records: stamped(RATE * WARM_UP_SECONDS), rate: RATE })
    await wait(SETTLE_MS)
    await tab.watchArrivals()
    let source: ProduceProgressSource | null = null
    await produceRecords(kafka.target, {
      topic,
      records: stamped(RATE * SECONDS),
      rate: RATE,
      onStart: (progress) => {
        source = progress
      },
    })
    await wait(SETTLE_MS)
    const delays = await tab.arrivals()
    const written = (source as ProduceProgressSource | null)?.snapshot().latency
    log(
      `latency: ${delays.length} of ${RATE * SECONDS} records were drawn; until acknowledged ${JSON.stringify(written)}`,
    )
    const what = `live at ${RATE.toLocaleString('en')} records/s: handed to the producer → in the DOM`
    return [
      plainFinding(`${what}, p50`, quantile(delays, 0.5), 'ms', { atMost: MEDIAN_MS }),
      plainFinding(`${what}, p99`, quantile(delays, 0.99), 'ms', { atMost: P99_MS }),
    ]
  } finally {
    await tab?.close()
    await server.stop()
  }
}

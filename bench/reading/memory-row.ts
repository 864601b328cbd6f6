import { setTimeout as wait } from 'node:timers/promises'
import type { BenchKafka } from '../bench-kafka.ts'
import type { BenchOptions } from '../bench-options.ts'
import { type BenchServer, startBenchServer } from '../bench-server.ts'
import { type Finding, plainFinding } from '../finding.ts'
import { readStream, recordsPath } from '../record-stream.ts'
import { NEEDLE } from '../sample-value.ts'
import { watchMemory } from '../watch-memory.ts'
import type { ReadingData } from './reading-data.ts'

const TIMES_RECORDS = 10
const APART_MB = 50

/** memoryRow scans a topic and one ten times as long: the server may not need more memory for the second. */
export async function memoryRow(
  kafka: BenchKafka,
  { records, log }: BenchOptions,
  data: ReadingData,
): Promise<Finding[]> {
  const short = await data.topic(records, 'none')
  const long = await data.topic(records * TIMES_RECORDS, 'none')
  const server = await startBenchServer(kafka)
  try {
    // A scan before: threads, connections and compiled code are there.
    await highest(server, short)
    const [ofShort, ofLong] = [await highest(server, short), await highest(server, long)]
    log(`memory: at most ${ofShort.toFixed(0)} MB, of the long one ${ofLong.toFixed(0)} MB`)
    const what = `memory over a scan of ${(records * TIMES_RECORDS).toLocaleString('en')}, above one of ${records.toLocaleString('en')}`
    return [plainFinding(what, ofLong - ofShort, 'MB', { atMost: APART_MB })]
  } finally {
    await server.stop()
  }
}

/** A pause lets what the scan before left be collected. */
const REST_MS = 1_000

async function highest(server: BenchServer, topic: string): Promise<number> {
  await wait(REST_MS)
  const watch = await watchMemory(server)
  await readStream(server, recordsPath(server, topic, { from: 'earliest', 'filter.text': NEEDLE }))
  watch.stop()
  return watch.highest
}

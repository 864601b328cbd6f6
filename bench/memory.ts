import type { BenchKafka } from './bench-kafka.ts'
import type { BenchOptions } from './bench-options.ts'
import { startBenchServer } from './bench-server.ts'
import type { Finding } from './finding.ts'
import { fillTopic } from './produce.ts'
import { readStream, recordsPath } from './record-stream.ts'
import { NEEDLE, NEEDLE_EVERY } from './sample-value.ts'
import { watchMemory } from './watch-memory.ts'

const TARGET_MB = 150
/** Ten times what the other measurements take: a leak of ten bytes a record would show as 100 MB. */
const TIMES_RECORDS = 10

/** benchMemory lets a viewer scan ten million records, once by a filter and once taking all, and weighs the server. */
export async function benchMemory(kafka: BenchKafka, options: BenchOptions): Promise<Finding[]> {
  const { log } = options
  const records = options.records * TIMES_RECORDS
  const topic = await kafka.newTopic('memory')
  log(`memory: writing ${records.toLocaleString('en')} records`)
  await fillTopic(kafka, topic, records)
  const server = await startBenchServer(kafka)
  const findings: Finding[] = []
  try {
    const scans = [
      {
        what: `with a text filter`,
        query: { 'filter.text': NEEDLE },
        matched: Math.floor(records / NEEDLE_EVERY),
      },
      { what: `all of them sent`, query: {}, matched: records },
    ]
    // One reading before, so that threads, connections and compiled code are there.
    await readStream(server, recordsPath(server, topic, { from: 'newest:10000' }))
    for (const { what, query, matched } of scans) {
      const watch = await watchMemory(server)
      const begin = performance.now()
      const { last } = await readStream(server, recordsPath(server, topic, { from: 'earliest', ...query }))
      const seconds = (performance.now() - begin) / 1000
      const rose = watch.stop()
      if (last.type !== 'ended' || last.read !== records || last.matched !== matched) {
        throw new Error(`The scan ended with ${JSON.stringify(last)} instead of ${matched} of ${records}.`)
      }
      const rate = Math.round(records / seconds).toLocaleString('en')
      log(
        `  ${what}: ${rate} records/s, ${watch.before.toFixed(0)} MB before, ${watch.highest.toFixed(0)} MB at most`,
      )
      findings.push({
        what: `memory of the server above its rest while a viewer scans ${records.toLocaleString('en')} records, ${what}`,
        ours: rose,
        reference: null,
        unit: 'MB',
        figure: rose,
        target: { atMost: TARGET_MB },
        rounds: 1,
      })
    }
    return findings
  } finally {
    await server.stop()
  }
}

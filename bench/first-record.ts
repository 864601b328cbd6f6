import type { BenchKafka } from './bench-kafka.ts'
import type { BenchOptions } from './bench-options.ts'
import { startBenchServer } from './bench-server.ts'
import type { Finding } from './finding.ts'
import { median } from './median.ts'
import { fillTopic } from './produce.ts'
import { firstRecordMs, recordsPath } from './record-stream.ts'

const TARGET_MS = 100
const RECORDS = 10_000
/** More rounds than a throughput needs: each takes milliseconds. */
const LOOKS = 25

/** benchFirstRecord opens the stream of a viewer that has just been used and waits for the first record, by HTTP. */
export async function benchFirstRecord(kafka: BenchKafka, { log }: BenchOptions): Promise<Finding[]> {
  const topic = await kafka.newTopic('first')
  await fillTopic(kafka, topic, RECORDS)
  const server = await startBenchServer(kafka)
  try {
    const path = recordsPath(server, topic, { from: 'newest:100', to: 'live' })
    const cold = await firstRecordMs(server, path)
    const times: number[] = []
    for (let look = 0; look < LOOKS; look++) times.push(await firstRecordMs(server, path))
    log(`first record: cold ${cold.toFixed(1)} ms, then ${times.map((ms) => ms.toFixed(1)).join(' ')}`)
    const warm = median(times)
    return [
      {
        what: 'first record of a warm viewer, from the request to the first line',
        ours: warm,
        reference: null,
        unit: 'ms',
        figure: warm,
        target: { atMost: TARGET_MS },
        rounds: LOOKS,
      },
    ]
  } finally {
    await server.stop()
  }
}

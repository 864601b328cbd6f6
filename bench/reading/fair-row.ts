import { setTimeout as wait } from 'node:timers/promises'
import { produceRecords } from '#lib/kafka/produce-records.ts'
import type { BenchKafka } from '../bench-kafka.ts'
import type { BenchOptions } from '../bench-options.ts'
import { startBenchServer } from '../bench-server.ts'
import { type Finding, plainFinding } from '../finding.ts'
import { quantile } from '../quantile.ts'
import { readStream, recordsPath } from '../record-stream.ts'
import { NEEDLE } from '../sample-value.ts'
import { Crowd } from './crowd.ts'
import { READING_PARTITIONS, type ReadingData } from './reading-data.ts'
import { stamped } from './stamped.ts'

const TIMES_RECORDS = 10
const RATE = 1_000
const SECONDS = 10
/** As many as one person may run at once. */
const SCANS = 2
const SETTLE_MS = 1_000
const P99_MS = 250

/** fairRow follows a topic live while the same user's heavy scans run: the live view may not starve. */
export async function fairRow(
  kafka: BenchKafka,
  { records, log }: BenchOptions,
  data: ReadingData,
): Promise<Finding[]> {
  const heavy = await data.topic(records * TIMES_RECORDS, 'lz4')
  const topic = await kafka.newTopic('fair', READING_PARTITIONS)
  const server = await startBenchServer(kafka)
  const crowd = new Crowd()
  let done = false
  try {
    await crowd.join(server, recordsPath(server, topic, { from: 'latest', to: 'live' }), 1)
    const write = () => produceRecords(kafka.target, { topic, records: stamped(RATE * SECONDS), rate: RATE })
    await write()
    await wait(SETTLE_MS)
    const idle = quantile(crowd.delays, 0.99)
    crowd.delays = []
    const path = recordsPath(server, heavy, { from: 'earliest', 'filter.text': NEEDLE })
    const scans = Array.from({ length: SCANS }, async () => {
      while (!done) await readStream(server, path)
    })
    try {
      await write()
    } finally {
      done = true
      await Promise.all(scans)
    }
    const beside = quantile(crowd.delays, 0.99)
    log(
      `fair: live delivery p99 ${idle.toFixed(0)} ms alone, ${beside.toFixed(0)} ms beside ${SCANS} heavy scans`,
    )
    return [
      plainFinding(`live delivery beside ${SCANS} heavy scans of the same user, p99`, beside, 'ms', {
        atMost: P99_MS,
      }),
    ]
  } finally {
    done = true
    crowd.close()
    await server.stop()
  }
}

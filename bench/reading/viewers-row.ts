import { setTimeout as wait } from 'node:timers/promises'
import { produceRecords } from '#lib/kafka/produce-records.ts'
import type { BenchKafka } from '../bench-kafka.ts'
import type { BenchOptions } from '../bench-options.ts'
import { startBenchServer } from '../bench-server.ts'
import { brokerSockets } from '../broker-sockets.ts'
import { type Finding, plainFinding } from '../finding.ts'
import { quantile } from '../quantile.ts'
import { recordsPath } from '../record-stream.ts'
import { watchMemory } from '../watch-memory.ts'
import { Crowd } from './crowd.ts'
import { READING_PARTITIONS } from './reading-data.ts'
import { stamped } from './stamped.ts'

const RATE = 100
const SECONDS = 20
const SETTLE_MS = 3_000
const MEMORY_MB = 300
const P99_MS = 250

/** viewersRow lets one viewer, then a thousand, follow one topic at 100 records/s: one reader must serve them all. */
export async function viewersRow(kafka: BenchKafka, { viewers, log }: BenchOptions): Promise<Finding[]> {
  const topic = await kafka.newTopic('viewers', READING_PARTITIONS)
  const server = await startBenchServer(kafka)
  const port = Number(kafka.login.bootstrapServer.split(':').at(-1))
  const crowd = new Crowd()
  try {
    const path = recordsPath(server, topic, { from: 'latest', to: 'live' })
    const write = () => produceRecords(kafka.target, { topic, records: stamped(RATE * SECONDS), rate: RATE })
    await crowd.join(server, path, 1)
    await write()
    await wait(SETTLE_MS)
    const [alone, socketsAlone] = [await server.memory(), await brokerSockets(server.pid, port)]
    await crowd.join(server, path, viewers - 1)
    const begun = crowd.taken()
    crowd.delays = []
    const watch = await watchMemory(server)
    await write()
    await wait(SETTLE_MS)
    watch.stop()
    const sockets = await brokerSockets(server.pid, port)
    const lost = crowd
      .taken()
      .map(({ taken, skipped }, index) => RATE * SECONDS - taken - skipped + (begun[index]?.taken ?? 0))
    const skipped = crowd.taken().reduce((total, viewer) => total + viewer.skipped, 0)
    log(
      `viewers: ${viewers}, ${crowd.delays.length} deliveries, p50 ${quantile(crowd.delays, 0.5).toFixed(0)} ms, ${skipped} skipped; ${socketsAlone} sockets to the broker for one, ${sockets} for all`,
    )
    const what = `${viewers.toLocaleString('en')} viewers of one topic at ${RATE} records/s`
    return [
      plainFinding(`${what}: server memory above one viewer's`, watch.highest - alone, 'MB', {
        atMost: MEMORY_MB,
      }),
      plainFinding(`${what}: delivery, p99`, quantile(crowd.delays, 0.99), 'ms', { atMost: P99_MS }),
      plainFinding(`${what}: sockets to the broker more than for one`, sockets - socketsAlone, 'sockets', {
        atMost: 0,
      }),
      plainFinding(
        `${what}: records neither delivered nor said to be skipped`,
        sum(lost.map(Math.abs)),
        'records',
        {
          atMost: 0,
        },
      ),
    ]
  } finally {
    crowd.close()
    await server.stop()
  }
}

function sum(figures: readonly number[]): number {
  return figures.reduce((total, figure) => total + figure, 0)
}

import type { BenchKafka } from '../bench-kafka.ts'
import type { BenchOptions } from '../bench-options.ts'
import { type BenchServer, startBenchServer } from '../bench-server.ts'
import type { Finding } from '../finding.ts'
import { median } from '../median.ts'
import { quantile } from '../quantile.ts'
import { readStream, recordsPath } from '../record-stream.ts'
import { NEEDLE } from '../sample-value.ts'
import type { ReadingData } from './reading-data.ts'

const TIMES_RECORDS = 10
const TIMES_IDLE = 3
const REQUESTS = 300
const P99 = 0.99

/** restRow asks for the list of profiles again and again, on an idle server and while a viewer scans a long topic. */
export async function restRow(
  kafka: BenchKafka,
  { records, rounds, log }: BenchOptions,
  data: ReadingData,
): Promise<Finding[]> {
  const topic = await data.topic(records * TIMES_RECORDS, 'none')
  const server = await startBenchServer(kafka)
  try {
    await requests(server)
    const [idle, busy] = [[] as number[], [] as number[]]
    for (let round = 1; round <= rounds; round++) {
      idle.push(await requests(server))
      busy.push(await whileScanning(server, topic))
      log(
        `  rest, round ${round}: p99 ${idle.at(-1)?.toFixed(1)} ms idle, ${busy.at(-1)?.toFixed(1)} ms beside a scan`,
      )
    }
    const [reference, ours] = [median(idle), median(busy)]
    return [
      {
        what: 'a rest request while a scan runs, p99, against the idle server',
        ours,
        reference,
        unit: 'ms',
        figure: ours / reference,
        target: { atMost: TIMES_IDLE },
        rounds,
      },
    ]
  } finally {
    await server.stop()
  }
}

/** Scans without end until the requests are answered. */
async function whileScanning(server: BenchServer, topic: string): Promise<number> {
  const until = { done: false }
  const scanning = (async () => {
    while (!until.done)
      await readStream(server, recordsPath(server, topic, { from: 'earliest', 'filter.text': NEEDLE }))
  })()
  try {
    return await requests(server)
  } finally {
    until.done = true
    await scanning
  }
}

async function requests(server: BenchServer): Promise<number> {
  const times: number[] = []
  for (let request = 0; request < REQUESTS; request++) {
    const began = performance.now()
    await (await server.get(`/api/teams/${server.team}/profiles`)).arrayBuffer()
    times.push(performance.now() - began)
  }
  return quantile(times, P99)
}

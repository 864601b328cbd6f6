import type { BenchKafka } from '../bench-kafka.ts'
import type { BenchOptions } from '../bench-options.ts'
import { startBenchServer } from '../bench-server.ts'
import { type Finding, plainFinding } from '../finding.ts'
import { LiveTab } from '../live-tab.ts'
import { median } from '../median.ts'
import { firstRecordMs, recordsPath } from '../record-stream.ts'
import type { ReadingData } from './reading-data.ts'

const AT_THE_SERVER_MS = 50
const ON_THE_SCREEN_MS = 150
/** More rounds than a throughput needs: each takes milliseconds. */
const LOOKS = 25
/** A look is at a few records, none of them on the page of the look before. */
const FEW = 10
const STEP = 100

/** firstRow waits for the first record of a range: as bytes from the server, and as a row in a real browser. */
export async function firstRow(
  kafka: BenchKafka,
  { records, log }: BenchOptions,
  data: ReadingData,
): Promise<Finding[]> {
  const topic = await data.topic(records, 'none')
  const server = await startBenchServer(kafka)
  let tab: LiveTab | null = null
  try {
    const path = recordsPath(server, topic, { from: 'newest:100', to: 'live' })
    await firstRecordMs(server, path)
    const served: number[] = []
    for (let look = 0; look < LOOKS; look++) served.push(await firstRecordMs(server, path))
    tab = await LiveTab.open(server, topic)
    const shown: number[] = []
    for (let look = 0; look <= LOOKS; look++) {
      const from = (look + 1) * STEP
      const range = { from: `offset:${from}`, to: `offset:${from + FEW}` }
      const query = new URLSearchParams({ topic, partitions: '0', ...range })
      const milliseconds = await tab.show(`?${query}`, String(from))
      if (look > 0) shown.push(milliseconds)
    }
    log(`first record: served ${list(served)}; shown ${list(shown)}`)
    return [
      plainFinding(
        'first record, warm, at the server',
        median(served),
        'ms',
        { atMost: AT_THE_SERVER_MS },
        LOOKS,
      ),
      plainFinding(
        'first record, warm, on the screen',
        median(shown),
        'ms',
        { atMost: ON_THE_SCREEN_MS },
        LOOKS,
      ),
    ]
  } finally {
    await tab?.close()
    await server.stop()
  }
}

function list(times: readonly number[]): string {
  return times.map((ms) => ms.toFixed(0)).join(' ')
}

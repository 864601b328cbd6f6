import { setTimeout as wait } from 'node:timers/promises'
import { type ProduceProgressSource, produceRecords } from '#lib/kafka/produce-records.ts'
import type { BenchKafka } from './bench-kafka.ts'
import type { BenchOptions } from './bench-options.ts'
import { type BenchServer, startBenchServer } from './bench-server.ts'
import type { Finding } from './finding.ts'
import { LiveTab } from './live-tab.ts'
import { samples } from './produce.ts'
import { recordsPath } from './record-stream.ts'
import { type SoakSample, samplesTable, soakFindings } from './soak-sample.ts'
import { StreamViewer } from './stream-viewer.ts'

const SAMPLE_EVERY_MS = 30_000
/** What was produced at the end is on the page within a second; a machine with other work may take longer. */
const ARRIVAL_DEADLINE_MS = 30_000
const LOOK_AGAIN_MS = 250
/** A producer that does not keep its pace is stopped this long after it should have been done. */
const LATE_MS = 60_000

interface Watched {
  readonly tab: LiveTab
  readonly viewer: StreamViewer
  readonly server: BenchServer
}

/** benchSoak leaves a tab open on a topic that is written to at a steady rate, and watches what that costs. */
export async function benchSoak(kafka: BenchKafka, options: BenchOptions): Promise<Finding[]> {
  const { rate, minutes, log } = options
  const topic = await kafka.newTopic('soak')
  const server = await startBenchServer(kafka)
  let tab: LiveTab | null = null
  let viewer: StreamViewer | null = null
  try {
    tab = await LiveTab.open(server, topic)
    viewer = await StreamViewer.open(server, recordsPath(server, topic, { from: 'latest', to: 'live' }))
    const what = `${rate.toLocaleString('en')} records/s for ${minutes} min`
    log(`soak: ${what}`)
    const taken = await soak({ tab, viewer, server }, kafka, topic, options)
    log(samplesTable(taken))
    return soakFindings(what, taken)
  } finally {
    viewer?.close()
    await tab?.close()
    await server.stop()
  }
}

/** Produces, and takes a sample at the beginning, every 30 s, and when all that was produced has arrived. */
async function soak(
  watched: Watched,
  kafka: BenchKafka,
  topic: string,
  { rate, minutes, log }: BenchOptions,
): Promise<SoakSample[]> {
  const begin = performance.now()
  const taken: SoakSample[] = []
  let source: ProduceProgressSource | null = null
  const look = async (): Promise<void> => {
    const sample = await sampleOf(watched, source?.snapshot().acknowledged ?? 0, begin)
    taken.push(sample)
    log(
      `  ${Math.round(sample.second)} s: ${sample.produced} produced, ${sample.taken} on the page, heap ${sample.heap.toFixed(1)} MB`,
    )
  }
  await look()
  const stop = new AbortController()
  const late = AbortSignal.timeout(minutes * 60_000 + LATE_MS)
  const producing = produceRecords(kafka.target, {
    topic,
    records: samples(Math.round(rate * minutes * 60)),
    rate,
    signal: AbortSignal.any([stop.signal, late]),
    onStart: (progress) => {
      source = progress
    },
  })
  try {
    while (await goesOn(producing, SAMPLE_EVERY_MS)) await look()
    const { acknowledged, seconds, error } = await producing
    if (error !== null) throw error
    log(`  produced at ${Math.round(acknowledged / seconds).toLocaleString('en')} records/s`)
    await arrival(watched, acknowledged)
    await look()
    return taken
  } finally {
    stop.abort()
    await producing.catch(() => undefined)
  }
}

/** Waits until the work is over, or for so long; tells whether it goes on. Throws what the work throws. */
async function goesOn(work: Promise<unknown>, milliseconds: number): Promise<boolean> {
  const timer = new AbortController()
  try {
    return await Promise.race([
      work.then(() => false),
      wait(milliseconds, true, { signal: timer.signal, ref: false }),
    ])
  } finally {
    timer.abort()
  }
}

/** Waits until page and stream account for everything, or for half a minute: what is missing then is missing. */
async function arrival({ tab, viewer }: Watched, produced: number): Promise<void> {
  const giveUpAt = performance.now() + ARRIVAL_DEADLINE_MS
  while (performance.now() < giveUpAt) {
    const counts = [await tab.counts(), viewer.counts()]
    if (counts.every(({ taken, skipped }) => taken + skipped >= produced)) return
    await wait(LOOK_AGAIN_MS)
  }
}

async function sampleOf(
  { tab, viewer, server }: Watched,
  produced: number,
  begin: number,
): Promise<SoakSample> {
  const stream = viewer.counts()
  return {
    second: (performance.now() - begin) / 1000,
    produced,
    streamTaken: stream.taken,
    streamSkipped: stream.skipped,
    server: await server.memory(),
    ...(await tab.weigh()),
  }
}

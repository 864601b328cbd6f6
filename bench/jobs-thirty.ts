import { setTimeout as delay } from 'node:timers/promises'
import type { BenchKafka } from './bench-kafka.ts'
import type { BenchOptions } from './bench-options.ts'
import { type BenchServer, startBenchServer } from './bench-server.ts'
import { type Finding, plainFinding } from './finding.ts'
import { quantile } from './quantile.ts'

const JOBS = 30
/** Each of the thirty writes so much of what the one alone writes. */
const SHARE = 0.1
const VALUE = 'x'.repeat(200)
const PROBE_EVERY_MS = 50
const LOOK_EVERY_MS = 250
const DEADLINE_MS = 120_000
const P99_MS = 200
/** The slowest of equals gets at least half of what the fastest gets. */
const FAIR = 0.5

interface Job {
  readonly id: string
  readonly state: string
  readonly startedAt: string
  readonly endedAt: string | null
  readonly result: {
    readonly done: number
    readonly failed: number
    readonly recordsPerSecond: number
  } | null
}

async function startJob(server: BenchServer, topic: string, count: number): Promise<string> {
  const spec = { kind: 'produce', topic, count, value: { type: 'template', template: VALUE } }
  const body = { kind: 'produce', profile: server.profile, spec }
  const answer = await server.post(`/api/teams/${server.team}/jobs`, body)
  return ((await answer.json()) as Job).id
}

async function ended(server: BenchServer, ids: readonly string[]): Promise<Job[]> {
  const signal = AbortSignal.timeout(DEADLINE_MS)
  for (;;) {
    const answer = await server.get(`/api/teams/${server.team}/jobs?limit=${JOBS + 5}`, signal)
    const { items } = (await answer.json()) as { items: Job[] }
    const mine = items.filter(({ id }) => ids.includes(id))
    if (mine.length === ids.length && mine.every(({ endedAt }) => endedAt !== null)) return mine
    await delay(LOOK_EVERY_MS, undefined, { signal })
  }
}

/** Asks for the list of jobs and for the server's health, over and over, and gives how long each answer took. */
async function probe(server: BenchServer, signal: AbortSignal): Promise<number[]> {
  const times: number[] = []
  const paths = ['/api/health', `/api/teams/${server.team}/jobs?limit=50`]
  for (let turn = 0; !signal.aborted; turn++) {
    const began = performance.now()
    await (await server.get(paths[turn % paths.length] ?? '')).arrayBuffer()
    times.push(performance.now() - began)
    await delay(PROBE_EVERY_MS)
  }
  return times
}

/** The records of all, by the time from the first that began to the last that ended. */
function rateOf(jobs: readonly Job[]): number {
  const began = Math.min(...jobs.map(({ startedAt }) => Date.parse(startedAt)))
  const over = Math.max(...jobs.map(({ endedAt }) => Date.parse(endedAt ?? '')))
  const failed = jobs.filter(({ state }) => state !== 'succeeded')
  if (failed.length > 0) throw new Error(`${failed.length} jobs did not succeed.`)
  return jobs.reduce((sum, { result }) => sum + (result?.done ?? 0), 0) / ((over - began) / 1000)
}

/** benchJobsThirty writes with one job, then with thirty at once, and asks the server for answers meanwhile. */
export async function benchJobsThirty(kafka: BenchKafka, { records, log }: BenchOptions): Promise<Finding[]> {
  const server = await startBenchServer(kafka)
  try {
    const topic = await kafka.newTopic('thirty')
    const warm = await startJob(server, topic, Math.round(records * SHARE))
    await ended(server, [warm])
    const one = rateOf(await ended(server, [await startJob(server, topic, records)]))
    log(`one job: ${Math.round(one)} records/s, ${Math.round(await server.memory())} MB`)
    const stop = new AbortController()
    const probing = probe(server, stop.signal)
    const ids: string[] = []
    const share = Math.round(records * SHARE)
    for (let count = 0; count < JOBS; count++) ids.push(await startJob(server, topic, share))
    await delay(1_000)
    const memory = await server.memory()
    const jobs = await ended(server, ids)
    stop.abort()
    const times = await probing
    const all = rateOf(jobs)
    const rates = jobs.map(({ result }) => result?.recordsPerSecond ?? 0)
    const fair = Math.min(...rates) / Math.max(...rates)
    log(`thirty: ${Math.round(all)} records/s, ${Math.round(memory)} MB, ${times.length} answers`)
    return [
      {
        what: `${JOBS} produce jobs at once against one, 200 B a record: all records by the time of all`,
        ours: all,
        reference: one,
        unit: 'records/s',
        figure: all / one,
        target: { atLeast: 1 },
        rounds: 1,
      },
      plainFinding(
        `the server’s answers meanwhile (health, list of jobs), p99`,
        quantile(times, 0.99),
        'ms',
        {
          atMost: P99_MS,
        },
      ),
      plainFinding('the slowest of the thirty by the fastest', fair, '×', { atLeast: FAIR }),
    ]
  } finally {
    await server.stop()
  }
}

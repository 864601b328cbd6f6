import { mkdir, writeFile } from 'node:fs/promises'
import { parseArgs } from 'node:util'
import { type BenchKafka, startBenchKafka } from './bench-kafka.ts'
import type { BenchOptions } from './bench-options.ts'
import { type Finding, findingsTable, isMet } from './finding.ts'
import { benchFirstRecord } from './first-record.ts'
import { benchHistogram } from './histogram.ts'
import { benchJobs, jobRows } from './jobs.ts'
import { benchMemory } from './memory.ts'
import { benchParse } from './parse.ts'
import { benchProduce } from './produce.ts'
import { benchProduceJava } from './produce-java.ts'
import { benchRead } from './read.ts'
import { readingBenches } from './reading.ts'
import { benchSignIn } from './sign-in.ts'
import { benchSoak } from './soak.ts'
import { benchVault } from './vault.ts'

type Bench = (kafka: BenchKafka, options: BenchOptions) => Promise<Finding[]>

const benches: Readonly<Record<string, Bench>> = {
  read: benchRead,
  ...readingBenches,
  'first-record': benchFirstRecord,
  histogram: benchHistogram,
  produce: async (kafka, options) => [
    ...(await benchProduceJava(kafka, options)),
    ...(await benchProduce(kafka, options)),
  ],
  jobs: benchJobs,
  ...jobRows,
  memory: benchMemory,
  parse: benchParse,
  soak: benchSoak,
  vault: benchVault,
  'sign-in': benchSignIn,
}

const log = (line: string): void => console.error(line)

/** What is measured unless the command line says otherwise; `quick` is for a look, not for figures to keep. */
const sizes = {
  usual: { records: '1000000', rounds: '5', minutes: '10', rate: '1000', viewers: '1000' },
  quick: { records: '200000', rounds: '3', minutes: '0.5', rate: '1000', viewers: '100' },
}

function readArguments(): { names: string[]; options: BenchOptions } {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: {
      quick: { type: 'boolean', default: false },
      records: { type: 'string' },
      rounds: { type: 'string' },
      /** The same, as one says it of a trial that is repeated. */
      runs: { type: 'string' },
      minutes: { type: 'string' },
      rate: { type: 'string' },
      viewers: { type: 'string' },
    },
  })
  const { quick, runs, ...given } = values
  const unknown = positionals.filter((name) => !(name in benches))
  const chosen = { ...sizes[quick ? 'quick' : 'usual'], ...(runs && { rounds: runs }), ...given }
  const numbers = [chosen.records, chosen.rounds, chosen.minutes, chosen.rate, chosen.viewers].map(Number)
  if (positionals.length === 0 || unknown.length > 0 || numbers.some((n) => !(n > 0))) {
    throw new Error(
      `npm run bench -- ${Object.keys(benches).join('|')} [--quick] [--records N] [--rounds N] [--minutes N] [--rate N] [--viewers N]`,
    )
  }
  const [records = 0, rounds = 0, minutes = 0, rate = 0, viewers = 0] = numbers
  return { names: positionals, options: { records, rounds, minutes, rate, viewers, log } }
}

async function measure(names: readonly string[], options: BenchOptions): Promise<Finding[]> {
  const findings: Finding[] = []
  for (const name of names) {
    // A broker for each, so that one measurement's data is not another's cache.
    const kafka = await startBenchKafka(log)
    try {
      findings.push(...((await benches[name]?.(kafka, options)) ?? []))
    } finally {
      await kafka.stop()
    }
  }
  return findings
}

try {
  const { names, options } = readArguments()
  const findings = await measure(names, options)
  await mkdir('bench/out', { recursive: true })
  await writeFile(`bench/out/${names.join('-')}.json`, `${JSON.stringify(findings, null, 2)}\n`)
  console.log(findingsTable(findings))
  if (!findings.every(isMet)) process.exitCode = 1
} catch (error) {
  log(error instanceof Error ? error.message : 'The measurement failed.')
  process.exitCode = 2
}

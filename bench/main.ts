import { mkdir, writeFile } from 'node:fs/promises'
import { parseArgs } from 'node:util'
import { type BenchKafka, startBenchKafka } from './bench-kafka.ts'
import type { BenchOptions } from './bench-options.ts'
import { type Finding, findingsTable, isMet } from './finding.ts'
import { benchFirstRecord } from './first-record.ts'
import { benchMemory } from './memory.ts'
import { benchParse } from './parse.ts'
import { benchProduce } from './produce.ts'
import { benchRead } from './read.ts'

type Bench = (kafka: BenchKafka, options: BenchOptions) => Promise<Finding[]>

const benches: Readonly<Record<string, Bench>> = {
  read: benchRead,
  'first-record': benchFirstRecord,
  produce: benchProduce,
  memory: benchMemory,
  parse: benchParse,
}

const log = (line: string): void => console.error(line)

function readArguments(): { names: string[]; options: BenchOptions } {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: {
      records: { type: 'string', default: '1000000' },
      rounds: { type: 'string', default: '5' },
      minutes: { type: 'string', default: '10' },
    },
  })
  const unknown = positionals.filter((name) => !(name in benches))
  const numbers = [values.records, values.rounds, values.minutes].map(Number)
  if (positionals.length === 0 || unknown.length > 0 || numbers.some((n) => !(n > 0))) {
    throw new Error(
      `npm run bench -- ${Object.keys(benches).join('|')} [--records N] [--rounds N] [--minutes N]`,
    )
  }
  const [records = 0, rounds = 0, minutes = 0] = numbers
  return { names: positionals, options: { records, rounds, minutes, log } }
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

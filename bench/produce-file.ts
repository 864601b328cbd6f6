import { spawn } from 'node:child_process'
import { openAsBlob } from 'node:fs'
import { mkdtemp, open, rm, stat } from 'node:fs/promises'
import os from 'node:os'
import path from 'node:path'
import { text } from 'node:stream/consumers'
import type { BenchKafka } from './bench-kafka.ts'
import type { BenchOptions } from './bench-options.ts'
import { type BenchServer, residentMegabytes, startBenchServer } from './bench-server.ts'
import { type Finding, plainFinding } from './finding.ts'
import { sampleValue } from './sample-value.ts'
import { watchMemory } from './watch-memory.ts'

/** What a file may cost above a small one, whatever it holds: the batches on their way, and what is not collected yet. */
const TARGET_MB = 150
/** A million and a half of the usual records are 300 MB. */
const TIMES_RECORDS = 1.5
/** Long enough that everything is there which every run needs. */
const SMALL_RECORDS = 20_000
const SAMPLE_EVERY_MS = 100
const LINES_A_WRITE = 10_000

const launcher = path.resolve(import.meta.dirname, '../bin/keystream.js')

/** benchProduceFile writes a file of JSON lines by the command line and through the server, and weighs both. */
export async function benchProduceFile(kafka: BenchKafka, options: BenchOptions): Promise<Finding[]> {
  const { log } = options
  const records = Math.round(options.records * TIMES_RECORDS)
  const folder = await mkdtemp(path.join(os.tmpdir(), 'keystream-bench-file-'))
  try {
    const [small, large] = [path.join(folder, 'small.ndjson'), path.join(folder, 'large.ndjson')]
    await writeLines(small, SMALL_RECORDS)
    await writeLines(large, records)
    const size = `${Math.round((await stat(large)).size / 1e6)} MB, ${records.toLocaleString('en')} lines`
    log(`produce-file: ${size}`)
    const findings: Finding[] = []
    const rest = await produceByCommand(kafka, { file: small, records: SMALL_RECORDS, topic: 'file-small' })
    const whole = await produceByCommand(kafka, { file: large, records, topic: 'file-command' })
    log(
      `  keystream produce: ${rest.toFixed(0)} MB for a small file, ${whole.toFixed(0)} MB at most for this`,
    )
    findings.push(
      plainFinding(
        `memory of \`keystream produce --file\` above what a small file takes, a file of ${size}`,
        whole - rest,
        'MB',
        { atMost: TARGET_MB },
      ),
    )
    const server = await startBenchServer(kafka)
    try {
      await importFile(kafka, server, { file: small, records: SMALL_RECORDS, topic: 'file-warm' })
      const watch = await watchMemory(server)
      await importFile(kafka, server, { file: large, records, topic: 'file-server' })
      const rose = watch.stop()
      log(`  server: ${watch.before.toFixed(0)} MB before, ${watch.highest.toFixed(0)} MB at most`)
      findings.push(
        plainFinding(`memory of the server above its rest, the same file sent to it`, rose, 'MB', {
          atMost: TARGET_MB,
        }),
      )
    } finally {
      await server.stop()
    }
    return findings
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}

async function writeLines(file: string, records: number): Promise<void> {
  const handle = await open(file, 'w')
  try {
    for (let from = 0; from < records; from += LINES_A_WRITE) {
      let lines = ''
      for (let at = from; at < Math.min(records, from + LINES_A_WRITE); at++) lines += `${sampleValue(at)}\n`
      await handle.write(lines)
    }
  } finally {
    await handle.close()
  }
}

interface Load {
  readonly file: string
  readonly records: number
  readonly topic: string
}

/** Gives the most memory that the command took, in MB. Throws unless every line was acknowledged. */
async function produceByCommand(kafka: BenchKafka, { file, records, topic }: Load): Promise<number> {
  const name = await kafka.newTopic(topic)
  const args = ['produce', '--json', '--topic', name, '--file', file, '-c', '-']
  const child = spawn(process.execPath, [launcher, ...args], { stdio: ['pipe', 'pipe', 'inherit'] })
  let highest = 0
  const timer = setInterval(() => {
    residentMegabytes(child.pid ?? -1).then(
      (megabytes) => {
        if (megabytes > highest) highest = megabytes
      },
      () => undefined, // it has ended
    )
  }, SAMPLE_EVERY_MS)
  try {
    child.stdin.end(kafka.paste)
    const { acknowledged } = JSON.parse(await text(child.stdout)) as { acknowledged: number }
    if (acknowledged !== records) throw new Error(`Of ${records} lines ${acknowledged} were acknowledged.`)
    return highest
  } finally {
    clearInterval(timer)
  }
}

async function importFile(
  kafka: BenchKafka,
  server: BenchServer,
  { file, records, topic }: Load,
): Promise<void> {
  const name = await kafka.newTopic(topic)
  const { address, team, profile, cookie } = server
  const target = `${address}/api/teams/${team}/profiles/${profile}/topics/${name}/records/import?format=ndjson`
  const answer = await fetch(target, {
    method: 'POST',
    headers: { 'content-type': 'application/x-ndjson', origin: address, cookie },
    // Read from the disk as it is sent.
    body: await openAsBlob(file),
  })
  if (!answer.ok) throw new Error(`The import answered ${answer.status}: ${await answer.text()}`)
  const { acknowledged } = (await answer.json()) as { acknowledged: number }
  if (acknowledged !== records) throw new Error(`Of ${records} lines ${acknowledged} were acknowledged.`)
}

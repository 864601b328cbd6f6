import { spawn } from 'node:child_process'
import { mkdir } from 'node:fs/promises'
import path from 'node:path'
import { z } from 'zod'
import { runCommand } from '#sandbox/run-command.ts'
import type { ReferenceLogin } from './reference-client.ts'

const source = path.join(import.meta.dirname, 'go-reference')
const program = path.resolve(import.meta.dirname, '..', '.cache', 'go-reference', 'reference')
/** A first build fetches two modules and compiles them, on a busy machine for minutes. */
const BUILD_TIMEOUT_MS = 10 * 60_000
const VERSION_TIMEOUT_MS = 20_000
/** A little longer than the deadline that the program sets itself. */
const RUN_TIMEOUT_MS = 6 * 60_000

const OutcomeSchema = z.object({
  records: z.number(),
  hits: z.number(),
  seconds: z.number(),
  cpuSeconds: z.number(),
})
/** GoOutcome is what the reference found and what it cost: wall and CPU seconds, of all its threads. */
export type GoOutcome = z.infer<typeof OutcomeSchema>

export interface GoJob {
  readonly login: ReferenceLogin
  readonly topic: string
  /** It ends when it has read so many. */
  readonly records: number
  /** What `scan` looks for in the bytes. */
  readonly text?: string
  /** The body of the JavaScript function that `predicate` asks about each record. */
  readonly code?: string
}

/** buildGoReference compiles bench/go-reference into the cache. Throws with what to install when there is no Go. */
export async function buildGoReference(log: (line: string) => void): Promise<void> {
  try {
    await runCommand('go', ['version'], { timeoutMs: VERSION_TIMEOUT_MS })
  } catch (cause) {
    throw new Error('The reference is written in Go: install Go 1.26 or later (https://go.dev/dl).', {
      cause,
    })
  }
  log('building the reference in Go')
  await mkdir(path.dirname(program), { recursive: true })
  await runCommand('go', ['build', '-o', program, '.'], { directory: source, timeoutMs: BUILD_TIMEOUT_MS })
}

/** runGoReference runs the built program once, in a process of its own. The password goes in by its standard input. */
export function runGoReference(way: 'scan' | 'predicate', { login, ...job }: GoJob): Promise<GoOutcome> {
  return new Promise((resolve, reject) => {
    const child = spawn(program, [way], { timeout: RUN_TIMEOUT_MS, stdio: ['pipe', 'pipe', 'pipe'] })
    let printed = ''
    let complaint = ''
    child.stdout.on('data', (chunk: Buffer) => (printed += chunk.toString()))
    child.stderr.on('data', (chunk: Buffer) => (complaint += chunk.toString()))
    child.once('error', reject)
    child.once('close', (code) => {
      if (code === 0) resolve(OutcomeSchema.parse(JSON.parse(printed)))
      else reject(new Error(`The reference ended with ${code}: ${complaint.trim()}`))
    })
    child.stdin.end(JSON.stringify({ ...login, ...job }))
  })
}

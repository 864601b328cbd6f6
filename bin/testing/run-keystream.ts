import { type ChildProcessWithoutNullStreams, spawn } from 'node:child_process'
import { once } from 'node:events'
import { text } from 'node:stream/consumers'
import { fileURLToPath } from 'node:url'

const launcher = fileURLToPath(new URL('../keystream.js', import.meta.url))

export interface Ended {
  readonly code: number | null
  readonly stdout: string
  readonly stderr: string
}

/** spawnKeystream starts the real command with pipes for a terminal. */
export function spawnKeystream(args: readonly string[]): ChildProcessWithoutNullStreams {
  const child = spawn(process.execPath, [launcher, ...args], { stdio: 'pipe' })
  // A command that refuses its options never reads its input.
  child.stdin.on('error', () => undefined)
  return child
}

/** runKeystream runs the command to its end with `input` on standard input. */
export async function runKeystream(args: readonly string[], input = ''): Promise<Ended> {
  const child = spawnKeystream(args)
  child.stdin.end(input)
  const ended = once(child, 'close') as Promise<[number | null]>
  const [stdout, stderr, [code]] = await Promise.all([text(child.stdout), text(child.stderr), ended])
  return { code, stdout, stderr }
}

/** jsonLines reads one JSON object a line. */
export function jsonLines(stdout: string): Record<string, unknown>[] {
  return stdout
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line) as Record<string, unknown>)
}

import { spawn } from 'node:child_process'
import { text } from 'node:stream/consumers'
import { projectFolder } from './project.ts'

/** Longer than any command of these tests takes, shorter than a test may. */
const DEADLINE_MS = 60_000

export interface Ended {
  readonly code: number | null
  readonly stdout: string
  readonly stderr: string
}

/** keystream runs the command line as a pipe does: `input` on standard input, no terminal; `more` joins its environment. */
export async function keystream(
  args: readonly string[],
  input = '',
  more: Readonly<Record<string, string>> = {},
): Promise<Ended> {
  const child = spawn(process.execPath, ['--conditions=react-server', 'bin/keystream.ts', ...args], {
    cwd: projectFolder,
    env: { PATH: process.env['PATH'], HOME: process.env['HOME'], NODE_ENV: 'production', ...more },
    signal: AbortSignal.timeout(DEADLINE_MS),
  })
  // A command that refuses its arguments never reads its input.
  child.stdin.on('error', () => {})
  child.stdin.end(input)
  const { promise, resolve, reject } = Promise.withResolvers<number | null>()
  child.once('error', reject).once('close', resolve)
  const [stdout, stderr, code] = await Promise.all([text(child.stdout), text(child.stderr), promise])
  return { code, stdout, stderr }
}

/** jsonLines reads standard output as one JSON object a line. */
export function jsonLines(stdout: string): Record<string, unknown>[] {
  return stdout
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line) as Record<string, unknown>)
}

import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { fileURLToPath } from 'node:url'
import { type ExitCode, exitCode } from '../exit-code.ts'

/** Options of a command of the host, as the command line read them: texts, and flags that are set. */
export type HostOptions = Readonly<Record<string, string | boolean | undefined>>

const main = fileURLToPath(new URL('../../lib/server/host/main.ts', import.meta.url))

/**
 * hostCommand runs a command that opens the server's own database (`owner-create`, `audit-verify`, …) in a child, with
 * this process's terminal and environment (KEYSTREAM_…): the command line itself has no part of the server in it.
 * Gives the child's exit code; an interruption is passed on.
 */
export async function hostCommand(
  name: string,
  options: HostOptions,
  signal: AbortSignal,
): Promise<ExitCode> {
  const args = ['--conditions=react-server', '--no-warnings', main, name, ...argumentsOf(options)]
  const child = spawn(process.execPath, args, { stdio: 'inherit' })
  const stop = (): void => {
    child.kill('SIGTERM')
  }
  signal.addEventListener('abort', stop, { once: true })
  const [code] = (await once(child, 'exit')) as [number | null]
  signal.removeEventListener('abort', stop)
  if (signal.aborted) return exitCode.interrupted
  return Object.values(exitCode).find((known) => known === code) ?? exitCode.failed
}

function argumentsOf(options: HostOptions): string[] {
  return Object.entries(options).flatMap(([name, value]) => {
    if (value === undefined || value === false) return []
    const flag = `--${name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)}`
    return [value === true ? flag : `${flag}=${value}`]
  })
}

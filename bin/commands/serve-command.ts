import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { access } from 'node:fs/promises'
import path from 'node:path'
import { fileURLToPath } from 'node:url'
import { serverFlags } from '#lib/shared/server-flags.ts'
import type { ExitCode } from '../exit-code.ts'
import { exitCode } from '../exit-code.ts'
import type { Screen } from '../screen.ts'
import { UsageError } from '../usage-error.ts'

export interface ServeOptions {
  readonly port: number
  readonly host: string
}

const root = fileURLToPath(new URL('../../', import.meta.url))

/** serveCommand starts the built server with this process's environment (KEYSTREAM_…), until a signal ends both. */
export async function serveCommand(
  { port, host }: ServeOptions,
  screen: Screen,
  signal: AbortSignal,
): Promise<ExitCode> {
  const server = path.join(root, '.next', 'standalone', 'server.js')
  const built = await access(server).then(
    () => true,
    () => false,
  )
  if (!built) {
    throw new UsageError({
      code: 'not_built',
      message: 'The server is not built yet.',
      advice: 'Build it once:',
      command: 'npm run build',
    })
  }
  const child = spawn(process.execPath, [...serverFlags, server], {
    cwd: path.dirname(server),
    stdio: 'inherit',
    env: { ...process.env, NODE_ENV: 'production', PORT: String(port), HOSTNAME: host },
  })
  // The server ends its streams and jobs itself; the terminal's Ctrl-C reaches it too, a second signal is harmless.
  const stop = (): void => {
    child.kill('SIGTERM')
  }
  signal.addEventListener('abort', stop, { once: true })
  screen.note(`Keystream listens on http://${host.includes(':') ? `[${host}]` : host}:${port}`)
  const [code] = (await once(child, 'exit')) as [number | null]
  signal.removeEventListener('abort', stop)
  if (signal.aborted) return exitCode.interrupted
  return code === 0 ? exitCode.good : exitCode.failed
}

import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { open } from 'node:fs/promises'
import type { Writable } from 'node:stream'

/** How long a polite end may take before the process is killed. */
const STOP_DEADLINE_MS = 15_000
/** Not standard input, which Node destroys before it tells of an exit: the watchdog must get its word. */
const LIFELINE = 3

/**
 * A shell that becomes the program, with a watchdog beside it that reads from a pipe held by us. A word on the pipe
 * means an orderly end; the pipe's end without one means that we are dead, and then the program must die too and
 * take its throwaway folder with it.
 */
const supervisor = `
folder=$1; shift
( if ! read -r word <&${LIFELINE}; then kill -9 $$; [ -z "$folder" ] || rm -rf -- "$folder"; fi ) >/dev/null 2>&1 &
exec ${LIFELINE}<&-
exec "$@"
`

export interface SupervisedOptions {
  readonly program: string
  readonly args: readonly string[]
  readonly directory: string
  /** What it prints is appended to this file. */
  readonly logFile: string
  /** The environment besides our own; no secrets. */
  readonly environment?: Readonly<Record<string, string>>
  /** A folder that nobody needs once this process is dead; null for one that is to be kept. */
  readonly throwaway: string | null
}

/** SupervisedProcess is a child that never outlives us, not even when we are killed. */
export class SupervisedProcess {
  readonly #child: ChildProcess
  readonly #exit: Promise<void>
  #running = true

  private constructor(child: ChildProcess) {
    this.#child = child
    const lifeline = child.stdio[LIFELINE] as Writable
    lifeline.on('error', () => undefined)
    this.#exit = new Promise((resolve) => {
      child.once('exit', () => {
        this.#running = false
        lifeline.end('ended\n')
        resolve()
      })
    })
  }

  /** start spawns the program; it has not done anything yet when this returns. */
  static async start(options: SupervisedOptions): Promise<SupervisedProcess> {
    const log = await open(options.logFile, 'a', 0o600)
    try {
      const { program, args, throwaway } = options
      const child = spawn('sh', ['-c', supervisor, 'supervisor', throwaway ?? '', program, ...args], {
        cwd: options.directory,
        env: { ...process.env, ...options.environment },
        stdio: ['ignore', log.fd, log.fd, 'pipe'],
        // Its own session: an interrupt typed at the terminal is ours to handle, in order.
        detached: true,
      })
      const supervised = new SupervisedProcess(child)
      await once(child, 'spawn')
      return supervised
    } finally {
      await log.close()
    }
  }

  get running(): boolean {
    return this.#running
  }

  get pid(): number | null {
    return this.#running ? (this.#child.pid ?? null) : null
  }

  signal(signal: NodeJS.Signals): void {
    if (this.#running) this.#child.kill(signal)
  }

  /** kill ends it at once, as a crash would. */
  async kill(): Promise<void> {
    this.signal('SIGKILL')
    await this.#exit
  }

  /** shutDown lets it end by itself, and kills it when that takes too long. */
  async shutDown(): Promise<void> {
    this.signal('SIGTERM')
    const timer = setTimeout(() => this.signal('SIGKILL'), STOP_DEADLINE_MS)
    await this.#exit
    clearTimeout(timer)
  }
}

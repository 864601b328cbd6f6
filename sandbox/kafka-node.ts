import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { open, readFile } from 'node:fs/promises'
import net from 'node:net'
import path from 'node:path'
import type { Writable } from 'node:stream'
import { setTimeout as pause } from 'node:timers/promises'
import { LOOPBACK } from './server-properties.ts'

/** Between two attempts to connect to a starting broker. */
const LOOK_AGAIN_MS = 20
/** A start takes one second; a loaded machine with three JVMs and no class archive took twenty. */
const START_DEADLINE_MS = 90_000
/** How long a polite end may take before the broker is killed. */
const STOP_DEADLINE_MS = 15_000
/** As much of a failed broker's log as tells why. */
const LOG_TAIL_LINES = 15

/**
 * A shell that becomes the JVM, with a watchdog beside it that reads from a pipe held by us. A word on the pipe
 * means an orderly end; the pipe's end without one means that we are dead, and then the broker must die too and
 * take its throwaway folder with it.
 */
const WATCHDOG_PIPE = 3
const supervisor = `
folder=$1; shift
( if ! read -r word <&3; then kill -9 $$; [ -z "$folder" ] || rm -rf -- "$folder"; fi ) >/dev/null 2>&1 &
exec 3<&-
exec "$@"
`

export interface NodeOptions {
  readonly nodeId: number
  readonly directory: string
  /** The node is ready when these ports accept. */
  readonly ports: readonly number[]
  readonly java: readonly string[]
  /** A folder that nobody needs once the parent is dead; null for one that is to be kept. */
  readonly throwaway: string | null
}

function accepts(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = net.connect({ host: LOOPBACK, port })
    const answer = (yes: boolean) => {
      socket.destroy()
      resolve(yes)
    }
    socket.once('connect', () => answer(true))
    socket.once('error', () => answer(false))
  })
}

/** KafkaNode is one broker process. It can be killed, paused and started again on the same data. */
export class KafkaNode {
  readonly nodeId: number
  readonly #options: NodeOptions
  #child: ChildProcess | null = null

  constructor(options: NodeOptions) {
    this.nodeId = options.nodeId
    this.#options = options
  }

  get running(): boolean {
    return this.#child !== null
  }

  get pid(): number | null {
    return this.#child?.pid ?? null
  }

  /** start spawns the process and returns when its ports accept. Throws with the end of its log when they don't. */
  async start(): Promise<void> {
    if (this.#child !== null) return
    const { directory, java, throwaway, ports } = this.#options
    const log = await open(path.join(directory, 'log'), 'a')
    const args = ['-c', supervisor, 'sandbox-kafka', throwaway ?? '', 'java', ...java]
    const child = spawn('sh', args, {
      cwd: directory,
      // The pipe is not standard input, which Node destroys before it tells of an exit: the watchdog must get its word.
      stdio: ['ignore', log.fd, log.fd, 'pipe'],
      // Its own session: an interrupt typed at the terminal is ours to handle, in order.
      detached: true,
    })
    this.#child = child
    const lifeline = child.stdio[WATCHDOG_PIPE] as Writable
    lifeline.on('error', () => undefined)
    child.once('exit', () => {
      this.#child = null
      lifeline.end('ended\n')
    })
    await once(child, 'spawn')
    await log.close()
    await this.#waitUntilReady(ports)
  }

  async #waitUntilReady(ports: readonly number[]): Promise<void> {
    const giveUpAt = Date.now() + START_DEADLINE_MS
    for (const port of ports) {
      while (!(await accepts(port))) {
        if (this.#child === null)
          throw new Error(`Kafka node ${this.nodeId} ended at its start.\n${await this.#logTail()}`)
        if (Date.now() > giveUpAt) {
          await this.kill()
          throw new Error(`Kafka node ${this.nodeId} was not ready in time.\n${await this.#logTail()}`)
        }
        await pause(LOOK_AGAIN_MS)
      }
    }
  }

  async #logTail(): Promise<string> {
    const log = await readFile(path.join(this.#options.directory, 'log'), 'utf8')
    return log.trim().split('\n').slice(-LOG_TAIL_LINES).join('\n')
  }

  #signal(signal: NodeJS.Signals): void {
    this.#child?.kill(signal)
  }

  /** kill ends the process at once, as a crash would. */
  async kill(): Promise<void> {
    const child = this.#child
    if (child === null) return
    const exit = once(child, 'exit')
    child.kill('SIGKILL')
    await exit
  }

  /** shutDown lets the broker flush and close its files, for data that is kept; kills it when that takes too long. */
  async shutDown(): Promise<void> {
    const child = this.#child
    if (child === null) return
    const exit = once(child, 'exit')
    child.kill('SIGTERM')
    const timer = setTimeout(() => child.kill('SIGKILL'), STOP_DEADLINE_MS)
    await exit
    clearTimeout(timer)
  }

  /** pause freezes the process: its sockets stay open and nothing answers. */
  pause(): void {
    this.#signal('SIGSTOP')
  }

  resume(): void {
    this.#signal('SIGCONT')
  }
}

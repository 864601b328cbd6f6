import path from 'node:path'
import { logTail } from './log-tail.ts'
import { SupervisedProcess } from './supervised-process.ts'
import { waitForPort } from './wait-for-port.ts'

/** A start takes one second; a loaded machine with three JVMs and no class archive took twenty. */
const START_DEADLINE_MS = 90_000

export interface NodeOptions {
  readonly nodeId: number
  readonly directory: string
  /** The node is ready when these ports accept. */
  readonly ports: readonly number[]
  /** Arguments of `java`. */
  readonly java: readonly string[]
  /** A folder that nobody needs once the parent is dead; null for one that is to be kept. */
  readonly throwaway: string | null
}

/** KafkaNode is one broker process. It can be killed, paused and started again on the same data. */
export class KafkaNode {
  readonly nodeId: number
  readonly #options: NodeOptions
  #process: SupervisedProcess | null = null

  constructor(options: NodeOptions) {
    this.nodeId = options.nodeId
    this.#options = options
  }

  get pid(): number | null {
    return this.#process?.pid ?? null
  }

  /** start spawns the process and returns when its ports accept. Throws with the end of its log when they don't. */
  async start(): Promise<void> {
    if (this.#process?.running === true) return
    const { directory, java, throwaway, ports } = this.#options
    const logFile = path.join(directory, 'log')
    const node = await SupervisedProcess.start({ program: 'java', args: java, directory, logFile, throwaway })
    this.#process = node
    const deadline = Date.now() + START_DEADLINE_MS
    for (const port of ports) {
      const outcome = await waitForPort(port, { isAlive: () => node.running, deadline })
      if (outcome === 'ready') continue
      await node.kill()
      const what = outcome === 'dead' ? 'ended at its start' : 'was not ready in time'
      throw new Error(`Kafka node ${this.nodeId} ${what}.\n${await logTail(logFile)}`)
    }
  }

  /** kill ends the process at once, as a crash would. */
  async kill(): Promise<void> {
    await this.#process?.kill()
  }

  /** shutDown lets the broker flush and close its files, for data that is kept. */
  async shutDown(): Promise<void> {
    await this.#process?.shutDown()
  }

  /** pause freezes the process: its sockets stay open and nothing answers. */
  pause(): void {
    this.#process?.signal('SIGSTOP')
  }

  resume(): void {
    this.#process?.signal('SIGCONT')
  }
}

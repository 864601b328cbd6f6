import { availableParallelism } from 'node:os'
import { type MessagePort, Worker } from 'node:worker_threads'
import { LiveFeed } from './live-feed.ts'
import type { TailMessage } from './tail-message.ts'

/** Decoding takes a core each; more threads than this gain nothing for one server. */
const MAX_WORKERS = Math.min(4, Math.max(2, availableParallelism()))

export interface ReaderThread {
  readonly worker: Worker
  /** The ports of the readings it does. */
  readonly ports: Set<MessagePort>
  readonly feed: LiveFeed
}

export interface ReaderThreadData {
  /** Stands back behind everything else on this machine. */
  readonly yields: boolean
}

/**
 * ReaderThreads is a few threads of one kind. Readings of the same target share a thread, and so a warm link, while
 * there is no idle thread that is needed more.
 */
export class ReaderThreads {
  readonly #data: ReaderThreadData
  readonly #threads: ReaderThread[] = []
  readonly #homes = new Map<string, ReaderThread>()

  constructor(data: ReaderThreadData) {
    this.#data = data
  }

  has(thread: ReaderThread): boolean {
    return this.#threads.includes(thread)
  }

  /** count gives how many threads one reading may use now: the target's own, and those that nobody else uses. */
  count(key: string): number {
    const home = this.#homes.get(key)
    const busy = this.#threads.filter((thread) => thread !== home && thread.ports.size > 0).length
    return Math.max(1, MAX_WORKERS - busy)
  }

  /** home gives the target's own thread. */
  home(key: string): ReaderThread {
    const home = this.#homes.get(key)
    if (home && this.has(home)) return home
    const idlest = this.#threads.toSorted((a, b) => a.ports.size - b.ports.size)[0]
    const thread =
      idlest && (idlest.ports.size === 0 || this.#threads.length >= MAX_WORKERS) ? idlest : this.#start()
    this.#homes.set(key, thread)
    return thread
  }

  /** beside gives an idle thread that is not the target's own, or its own when there is none. */
  beside(key: string): ReaderThread {
    const home = this.home(key)
    const idle = this.#threads.find((thread) => thread !== home && thread.ports.size === 0)
    return idle ?? (this.#threads.length < MAX_WORKERS ? this.#start() : home)
  }

  /** close ends all threads at once; whoever still reads sees its port close. */
  async close(): Promise<void> {
    const closing = this.#threads.splice(0).map(({ worker }) => {
      // The promise of an idle thread alone does not keep the process alive, and would never be settled.
      worker.ref()
      return worker.terminate()
    })
    await Promise.all(closing)
    this.#homes.clear()
  }

  #start(): ReaderThread {
    const worker = new Worker(new URL('./reader-worker.ts', import.meta.url), { workerData: this.#data })
    const feed = new LiveFeed((message) => worker.postMessage(message))
    worker.on('message', (message: TailMessage) => feed.take(message))
    const thread: ReaderThread = { worker, ports: new Set(), feed }
    worker.unref()
    const gone = (): void => {
      const index = this.#threads.indexOf(thread)
      if (index >= 0) this.#threads.splice(index, 1)
      for (const port of thread.ports) port.close()
      for (const [key, home] of this.#homes) if (home === thread) this.#homes.delete(key)
    }
    worker.once('error', gone)
    worker.once('exit', gone)
    this.#threads.push(thread)
    return thread
  }
}

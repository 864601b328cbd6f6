import { availableParallelism } from 'node:os'
import { MessageChannel, type MessagePort, Worker } from 'node:worker_threads'
import { FeedReading } from './feed-reading.ts'
import { LiveFeed } from './live-feed.ts'
import type { PoolMessage } from './reader-message.ts'
import type { ReadingTask } from './reading-task.ts'
import type { TailMessage } from './tail-message.ts'
import type { TargetMessage } from './target-message.ts'

/** Decoding takes a core each; more threads than this gain nothing for one server. */
const MAX_WORKERS = Math.min(4, Math.max(2, availableParallelism()))

interface Member {
  readonly worker: Worker
  /** The ports of the readings it does. */
  readonly ports: Set<MessagePort>
  readonly feed: LiveFeed
}

export interface PooledReading {
  readonly port: MessagePort
  /** What comes once the reading has joined others. */
  readonly reading: FeedReading
}

/**
 * ReaderPool spreads readings over a few worker threads. Readings of the same target share a thread, and so a warm
 * link, while there is no idle thread that is needed more.
 */
export class ReaderPool {
  readonly #members: Member[] = []
  readonly #homes = new Map<string, Member>()

  #readings = 0

  /**
   * read begins a reading and gives the port over which it talks. A port that closes without a word lost its thread.
   * `apart` takes an idle thread that is not the target's own, if there is one.
   */
  read(target: TargetMessage, options: ReadingTask, { apart = false } = {}): PooledReading {
    const reading = new FeedReading(++this.#readings)
    const home = this.#memberFor(target.key)
    const member = apart ? (this.#idleBeside(home) ?? home) : home
    const { port1, port2 } = new MessageChannel()
    member.ports.add(port1)
    member.worker.ref()
    member.feed.add(reading)
    port1.once('close', () => {
      member.ports.delete(port1)
      member.feed.remove(reading)
      // An idle pool must not keep a command from ending; a thread that is being closed must, until it is gone.
      if (member.ports.size === 0 && this.#members.includes(member)) member.worker.unref()
    })
    this.#post(member, { type: 'read', reading: reading.id, target, options, port: port2 }, [port2])
    return { port: port1, reading }
  }

  /** threads gives how many threads one reading may use now: the target's own, and those that nobody else uses. */
  threads(target: TargetMessage): number {
    const home = this.#homes.get(target.key)
    const busy = this.#members.filter((member) => member !== home && member.ports.size > 0).length
    return Math.max(1, MAX_WORKERS - busy)
  }

  warm(target: TargetMessage, keepMs: number): void {
    this.#post(this.#memberFor(target.key), { type: 'warm', target, keepMs })
  }

  /** close ends all threads at once; whoever still reads sees its port close. */
  async close(): Promise<void> {
    const closing = this.#members.splice(0).map(({ worker }) => {
      // The promise of an idle thread alone does not keep the process alive, and would never be settled.
      worker.ref()
      return worker.terminate()
    })
    await Promise.all(closing)
    this.#homes.clear()
  }

  #post(member: Member, message: PoolMessage, transfer: MessagePort[] = []): void {
    member.worker.postMessage(message, transfer)
  }

  #memberFor(key: string): Member {
    const home = this.#homes.get(key)
    if (home && this.#members.includes(home)) return home
    const idlest = this.#members.toSorted((a, b) => a.ports.size - b.ports.size)[0]
    const member =
      idlest && (idlest.ports.size === 0 || this.#members.length >= MAX_WORKERS) ? idlest : this.#start()
    this.#homes.set(key, member)
    return member
  }

  #idleBeside(home: Member): Member | undefined {
    const idle = this.#members.find((member) => member !== home && member.ports.size === 0)
    return idle ?? (this.#members.length < MAX_WORKERS ? this.#start() : undefined)
  }

  #start(): Member {
    const worker = new Worker(new URL('./reader-worker.ts', import.meta.url))
    const feed = new LiveFeed((message) => worker.postMessage(message))
    worker.on('message', (message: TailMessage) => feed.take(message))
    const member: Member = { worker, ports: new Set(), feed }
    worker.unref()
    const gone = (): void => {
      const index = this.#members.indexOf(member)
      if (index >= 0) this.#members.splice(index, 1)
      for (const port of member.ports) port.close()
      for (const [key, home] of this.#homes) if (home === member) this.#homes.delete(key)
    }
    worker.once('error', gone)
    worker.once('exit', gone)
    this.#members.push(member)
    return member
  }
}

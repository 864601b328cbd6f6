import { MessageChannel, type MessagePort } from 'node:worker_threads'
import { FeedReading } from './feed-reading.ts'
import type { PoolMessage } from './reader-message.ts'
import { type ReaderThread, ReaderThreads } from './reader-threads.ts'
import type { ReadingTask } from './reading-task.ts'
import type { TargetMessage } from './target-message.ts'

/**
 * How long somebody waits for a reading: `look` is for what is on a screen in a moment, live views too; `scan` for what
 * takes a while, the first share of it in the target's own thread and the others `apart`.
 */
export type ReadingPace = 'look' | 'scan' | 'scan-apart'

export interface PooledReading {
  readonly port: MessagePort
  /** What comes once the reading has joined others. */
  readonly reading: FeedReading
}

/**
 * ReaderPool spreads readings over a few worker threads. Long scans have threads of their own, which give way to all
 * others: who watches a topic live does not feel them.
 */
export class ReaderPool {
  readonly #looks = new ReaderThreads({ yields: false })
  readonly #scans = new ReaderThreads({ yields: true })
  #readings = 0

  /** read begins a reading and gives the port over which it talks. A port that closes without a word lost its thread. */
  read(target: TargetMessage, options: ReadingTask, pace: ReadingPace = 'look'): PooledReading {
    const reading = new FeedReading(++this.#readings)
    const threads = pace === 'look' ? this.#looks : this.#scans
    const thread = pace === 'scan-apart' ? threads.beside(target.key) : threads.home(target.key)
    const { port1, port2 } = new MessageChannel()
    thread.ports.add(port1)
    thread.worker.ref()
    thread.feed.add(reading)
    port1.once('close', () => {
      thread.ports.delete(port1)
      thread.feed.remove(reading)
      // An idle pool must not keep a command from ending; a thread that is being closed must, until it is gone.
      if (thread.ports.size === 0 && threads.has(thread)) thread.worker.unref()
    })
    this.#post(thread, { type: 'read', reading: reading.id, target, options, port: port2 }, [port2])
    return { port: port1, reading }
  }

  /** scanThreads gives how many threads one scan may use now. */
  scanThreads(target: TargetMessage): number {
    return this.#scans.count(target.key)
  }

  warm(target: TargetMessage, keepMs: number): void {
    this.#post(this.#looks.home(target.key), { type: 'warm', target, keepMs })
  }

  /** close ends all threads at once; whoever still reads sees its port close. */
  async close(): Promise<void> {
    await Promise.all([this.#looks.close(), this.#scans.close()])
  }

  #post(thread: ReaderThread, message: PoolMessage, transfer: MessagePort[] = []): void {
    thread.worker.postMessage(message, transfer)
  }
}

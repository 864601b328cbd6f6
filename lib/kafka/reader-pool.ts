import { availableParallelism } from 'node:os'
import { MessageChannel, type MessagePort, Worker } from 'node:worker_threads'
import type { ReadOptions } from './read-options.ts'
import type { PoolMessage } from './reader-message.ts'
import type { TargetMessage } from './target-message.ts'

/** Decoding takes a core each; more threads than this gain nothing for one server. */
const MAX_WORKERS = Math.min(4, Math.max(2, availableParallelism()))

interface Member {
  readonly worker: Worker
  /** The ports of the readings it does. */
  readonly ports: Set<MessagePort>
}

/**
 * ReaderPool spreads readings over a few worker threads. Readings of the same target share a thread, and so a warm
 * link, while there is no idle thread that is needed more.
 */
export class ReaderPool {
  readonly #members: Member[] = []
  readonly #homes = new Map<string, Member>()

  /** read begins a reading and gives the port over which it talks. A port that closes without a word lost its thread. */
  read(target: TargetMessage, options: Omit<ReadOptions, 'signal'>): MessagePort {
    const member = this.#memberFor(target.key)
    const { port1, port2 } = new MessageChannel()
    member.ports.add(port1)
    member.worker.ref()
    port1.once('close', () => {
      member.ports.delete(port1)
      // An idle pool must not keep a command from ending; a thread that is being closed must, until it is gone.
      if (member.ports.size === 0 && this.#members.includes(member)) member.worker.unref()
    })
    this.#post(member, { type: 'read', target, options, port: port2 }, [port2])
    return port1
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

  #start(): Member {
    const worker = new Worker(new URL('./reader-worker.ts', import.meta.url))
    const member: Member = { worker, ports: new Set() }
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

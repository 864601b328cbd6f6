import { EventEmitter } from 'node:events'
import { availableParallelism } from 'node:os'
import { Worker } from 'node:worker_threads'
import type { JobAnswer, JobMessage } from './job-message.ts'

/** A thread a job loads its modules thirty times and leaves the processors to nobody else; these keep them as busy. */
const MAX_THREADS = Math.max(2, availableParallelism())
/** Jobs buffer some tens of megabytes each; beyond this one is broken, and the thread ends instead of the server. */
const MAX_HEAP_MB = 1_024
/** Who starts one job after the other finds a thread that has loaded. */
const IDLE_MS = 10_000

/** JobSeat is a job's place in a thread. Its emitter gives `answer` for each JobAnswer, and `gone` when the thread ended. */
export interface JobSeat {
  readonly job: number
  readonly events: EventEmitter
  readonly tell: (message: JobMessage) => void
  /** Gives the place up. `stuck`: the job did not stop when told to; its thread takes no other and ends with its last. */
  readonly leave: (how: { readonly stuck: boolean }) => Promise<void>
}

interface Thread {
  readonly worker: Worker
  readonly seats: Map<number, EventEmitter>
  idle: NodeJS.Timeout | undefined
}

/** JobThreads spreads jobs over a few threads: a thread for each while there are few, the least busy one beyond that. */
export class JobThreads {
  /** Those that take jobs; one with a stuck job is left out, and ends with its last. */
  readonly #threads = new Set<Thread>()
  #jobs = 0

  take(): JobSeat {
    const thread = this.#threadForOne()
    const job = ++this.#jobs
    const events = new EventEmitter()
    thread.seats.set(job, events)
    thread.worker.ref()
    clearTimeout(thread.idle)
    return {
      job,
      events,
      tell: (message) => thread.worker.postMessage(message),
      leave: ({ stuck }) => this.#leave(thread, job, stuck),
    }
  }

  #threadForOne(): Thread {
    const least = [...this.#threads].toSorted((a, b) => a.seats.size - b.seats.size)[0]
    const enough = least && (least.seats.size === 0 || this.#threads.size >= MAX_THREADS)
    return enough ? least : this.#start()
  }

  async #leave(thread: Thread, job: number, stuck: boolean): Promise<void> {
    thread.seats.delete(job)
    if (stuck) this.#threads.delete(thread)
    if (thread.seats.size > 0) return
    if (!this.#threads.has(thread)) {
      await thread.worker.terminate()
      return
    }
    // A command that is done must not wait for it.
    thread.worker.unref()
    thread.idle = setTimeout(() => {
      this.#threads.delete(thread)
      void thread.worker.terminate()
    }, IDLE_MS).unref()
  }

  #start(): Thread {
    const worker = new Worker(new URL('./job-worker.ts', import.meta.url), {
      resourceLimits: { maxOldGenerationSizeMb: MAX_HEAP_MB },
    })
    const thread: Thread = { worker, seats: new Map(), idle: undefined }
    worker.on('message', (answer: JobAnswer) => thread.seats.get(answer.job)?.emit('answer', answer))
    const gone = (error?: unknown): void => {
      this.#threads.delete(thread)
      for (const events of thread.seats.values()) events.emit('gone', error)
    }
    worker.once('error', gone)
    worker.once('exit', () => gone())
    this.#threads.add(thread)
    return thread
  }
}

import { on } from 'node:events'
import { Worker } from 'node:worker_threads'
import type { JobAnswer, JobMessage } from './job-message.ts'
import type { JobUpdate, RunnableSpec } from './job-update.ts'
import { KafkaError } from './kafka-error.ts'
import type { KafkaTarget } from './kafka-target.ts'
import { packTarget } from './target-message.ts'

/** A cancelled job says its last words, commits and leaves its group within this time, or its thread is ended. */
const LAST_WORDS_MS = 900
/** A job that buffers more than this is broken; the thread ends instead of the server. */
const MAX_HEAP_MB = 1_024

/**
 * runJob does a job in a worker thread of its own and gives its updates as they come. An abort of the signal cancels
 * it; the last update still comes, unless the thread does not answer within a second. Throws a KafkaError when the
 * thread is lost. Leaving the loop ends the thread.
 */
export async function* runJob(
  target: KafkaTarget,
  spec: RunnableSpec,
  { signal }: { readonly signal: AbortSignal },
): AsyncGenerator<JobUpdate> {
  const worker = new Worker(new URL('./job-worker.ts', import.meta.url), {
    resourceLimits: { maxOldGenerationSizeMb: MAX_HEAP_MB },
  })
  const tell = (message: JobMessage): void => worker.postMessage(message)
  const gone = new AbortController()
  let lastWords: NodeJS.Timeout | undefined
  const cancel = (): void => {
    tell({ type: 'cancel' })
    lastWords = setTimeout(() => gone.abort(), LAST_WORDS_MS)
  }
  worker.once('error', (error) => gone.abort(error))
  worker.once('exit', () => gone.abort())
  try {
    const messages = on(worker, 'message', { signal: gone.signal }) as AsyncIterable<[JobAnswer]>
    tell({ type: 'run', target: packTarget(target), spec })
    signal.addEventListener('abort', cancel, { once: true })
    if (signal.aborted) cancel()
    for await (const [update] of messages) {
      yield update
      if (update.type === 'ended') return
    }
  } catch (error) {
    if (!gone.signal.aborted) throw error
    if (!signal.aborted) throw threadLost(error)
  } finally {
    clearTimeout(lastWords)
    signal.removeEventListener('abort', cancel)
    await worker.terminate()
  }
}

function threadLost(cause: unknown): KafkaError {
  return new KafkaError(
    {
      code: 'internal',
      message: 'The thread of the job ended unexpectedly.',
      advice: 'Start the job again.',
      retriable: true,
    },
    { cause },
  )
}

import { on } from 'node:events'
import type { JobAnswer } from './job-message.ts'
import { type JobResources, packResources } from './job-resources.ts'
import { JobThreads } from './job-threads.ts'
import type { JobUpdate, RunnableSpec } from './job-update.ts'
import { KafkaError } from './kafka-error.ts'
import type { KafkaTarget } from './kafka-target.ts'
import { packTarget } from './target-message.ts'

/** A cancelled job says its last words, commits and leaves its group within this time, or is left alone. */
const LAST_WORDS_MS = 900

const THREADS = Symbol.for('keystream.job-threads')

/** The threads are those of the process: Next bundles this file more than once. */
function threads(): JobThreads {
  const holder = globalThis as { [THREADS]?: JobThreads }
  const made = holder[THREADS] ?? new JobThreads()
  holder[THREADS] = made
  return made
}

/**
 * runJob does a job in a worker thread and gives its updates as they come. An abort of the signal cancels it; the last
 * update still comes, unless the thread does not answer within a second. Throws a KafkaError when the thread is lost.
 * Leaving the loop cancels the job.
 */
export async function* runJob(
  target: KafkaTarget,
  spec: RunnableSpec,
  { signal, resources = {} }: { readonly signal: AbortSignal; readonly resources?: JobResources },
): AsyncGenerator<JobUpdate> {
  const { job, events, tell, leave } = threads().take()
  const gone = new AbortController()
  let lastWords: NodeJS.Timeout | undefined
  let running = true
  const cancel = (): void => {
    tell({ type: 'cancel', job })
    lastWords = setTimeout(() => gone.abort(), LAST_WORDS_MS)
  }
  events.once('gone', (error: unknown) => gone.abort(error))
  try {
    const answers = on(events, 'answer', { signal: gone.signal }) as AsyncIterable<[JobAnswer]>
    tell({ type: 'run', job, target: packTarget(target), spec, resources: packResources(resources) })
    signal.addEventListener('abort', cancel, { once: true })
    if (signal.aborted) cancel()
    for await (const [answer] of answers) {
      running = answer.type === 'update' && answer.update.type !== 'ended'
      if (answer.type === 'lost') throw threadLost(undefined)
      yield answer.update
      if (!running) return
    }
  } catch (error) {
    if (!gone.signal.aborted) throw error
    if (!signal.aborted) throw threadLost(error)
  } finally {
    clearTimeout(lastWords)
    signal.removeEventListener('abort', cancel)
    if (running) tell({ type: 'cancel', job })
    await leave({ stuck: running && gone.signal.aborted })
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

import { on } from 'node:events'
import { KafkaError } from './kafka-error.ts'
import type { KafkaTarget } from './kafka-target.ts'
import type { ReadEvent } from './read-event.ts'
import type { ReadOptions } from './read-options.ts'
import type { ReaderMessage, WorkerMessage } from './reader-message.ts'
import { ReaderPool } from './reader-pool.ts'
import { packTarget } from './target-message.ts'

export type { ReadEvent, RecordsEvent } from './read-event.ts'
export type { ReadOptions } from './read-options.ts'

/** Long enough to look at a page and press a key; short enough that no idle socket stays. */
const KEEP_WARM_MS = 10_000
/** A cancelled reading says its last word within this time, or is left alone. */
const LAST_WORD_MS = 1_000

const POOL = Symbol.for('keystream.reader-pool')

/** The pool is one for the process: Next bundles this file more than once. */
function pool(): ReaderPool {
  const holder = globalThis as { [POOL]?: ReaderPool }
  const made = holder[POOL] ?? new ReaderPool()
  holder[POOL] = made
  return made
}

/**
 * readRecords reads a topic without a consumer group, in a worker thread. It gives `started`, then records as NDJSON
 * chunks with `progress` at least each second, and at last `ended`. Who does not take, stops the fetching; leaving the
 * loop, or aborting the signal (then the last event is `ended` with `cancelled`), frees the broker's sockets at once.
 * Throws a KafkaError. `read` = matched + rejected by the filter + skipped + undecodable.
 */
export async function* readRecords(target: KafkaTarget, options: ReadOptions): AsyncGenerator<ReadEvent> {
  const { signal, ...plain } = options
  const port = pool().read(packTarget(target), plain)
  const tell = (message: ReaderMessage): void => port.postMessage(message)
  const closed = new AbortController()
  let lastWord: NodeJS.Timeout | undefined
  const cancel = (): void => {
    tell({ type: 'cancel' })
    lastWord = setTimeout(() => closed.abort(), LAST_WORD_MS)
  }
  signal?.addEventListener('abort', cancel, { once: true })
  if (signal?.aborted) cancel()
  port.once('close', () => closed.abort())
  try {
    for await (const [message] of on(port, 'message', { signal: closed.signal }) as AsyncIterable<
      [WorkerMessage]
    >) {
      if (message.type === 'failed') throw revive(message.error)
      const { event } = message
      yield event
      if (event.type === 'records') tell({ type: 'taken', bytes: event.lines.byteLength })
      if (event.type === 'ended') return
    }
  } catch (error) {
    if (!closed.signal.aborted || error instanceof KafkaError) throw error
    if (!signal?.aborted) throw threadLost(error)
    yield { type: 'ended', reason: 'cancelled', read: 0, matched: 0, skipped: 0, undecodable: 0, seconds: 0 }
  } finally {
    clearTimeout(lastWord)
    signal?.removeEventListener('abort', cancel)
    tell({ type: 'cancel' })
    port.close()
  }
}

/** warmReader connects ahead, so that a reading which begins within seconds gives its first record at once. */
export function warmReader(target: KafkaTarget): void {
  pool().warm(packTarget(target), KEEP_WARM_MS)
}

/** closeReaders ends all reading threads of the process. */
export async function closeReaders(): Promise<void> {
  await pool().close()
}

function revive({
  code,
  message,
  retriable,
  advice,
  command,
  ...place
}: Extract<WorkerMessage, { type: 'failed' }>['error']): KafkaError {
  const failure = {
    code,
    message,
    retriable,
    ...(advice !== undefined && { advice }),
    ...(command !== undefined && { command }),
  }
  return new KafkaError(failure, place)
}

function threadLost(cause: unknown): KafkaError {
  return new KafkaError(
    {
      code: 'internal',
      message: 'The reading thread ended unexpectedly.',
      advice: 'Start the reading again.',
      retriable: true,
    },
    { cause },
  )
}

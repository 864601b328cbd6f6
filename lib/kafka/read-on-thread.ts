import { on } from 'node:events'
import type { FeedReading } from './feed-reading.ts'
import { KafkaError } from './kafka-error.ts'
import type { ReadEvent } from './read-event.ts'
import type { ReaderMessage, WorkerMessage } from './reader-message.ts'
import type { PooledReading } from './reader-pool.ts'
import { reviveError } from './revive-error.ts'
import type { TailCounts } from './tail-message.ts'

/** A cancelled reading says its last word within this time, or is left alone. */
const LAST_WORD_MS = 1_000

/**
 * readOnThread gives what a reading in a worker thread says over its port, up to `ended`. Who does not take, holds it
 * back; leaving the loop, or aborting the signal (then the last event is `ended` with `cancelled`), ends it. Throws a
 * KafkaError.
 */
export async function* readOnThread(
  { port, reading }: PooledReading,
  signal: AbortSignal | undefined,
): AsyncGenerator<ReadEvent> {
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
  let alone: TailCounts | null = null
  let unbind: (() => void) | undefined
  try {
    for await (const [message] of on(port, 'message', { signal: closed.signal }) as AsyncIterable<
      [WorkerMessage]
    >) {
      if (message.type === 'failed') throw reviveError(message.error)
      const { event } = message
      // Before it is told: who takes from `ready` does not come back here until it is over.
      if (event.type === 'joined') unbind = bind(reading, { signal, closed: closed.signal })
      yield event.type === 'joined' ? { ...event, ready: reading.ready(event.counts) } : event
      if (event.type === 'records') tell({ type: 'taken', bytes: event.lines.byteLength })
      if (event.type === 'ended') return
      if (event.type === 'joined') {
        alone = event.counts
        break
      }
    }
    // Outside of the loop: the queues of its iterator are 32 KiB, for each of a thousand viewers.
    if (alone) yield* reading.events(alone)
  } catch (error) {
    if (!closed.signal.aborted || error instanceof KafkaError) throw error
    if (!signal?.aborted) throw threadLost(error)
    yield { type: 'ended', reason: 'cancelled', read: 0, matched: 0, skipped: 0, undecodable: 0, seconds: 0 }
  } finally {
    clearTimeout(lastWord)
    unbind?.()
    signal?.removeEventListener('abort', cancel)
    tell({ type: 'cancel' })
    port.close()
  }
}

/** What is read for all goes on until the viewer leaves, the tail breaks, or its thread is lost. Gives what ends the watch. */
function bind(
  reading: FeedReading,
  { signal, closed }: { readonly signal: AbortSignal | undefined; readonly closed: AbortSignal },
): () => void {
  const cancel = (): void => reading.cancel()
  const lose = (): void => reading.lose(threadLost(undefined))
  signal?.addEventListener('abort', cancel, { once: true })
  closed.addEventListener('abort', lose, { once: true })
  if (signal?.aborted) cancel()
  if (closed.aborted) lose()
  return () => {
    signal?.removeEventListener('abort', cancel)
    closed.removeEventListener('abort', lose)
  }
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

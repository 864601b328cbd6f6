import { contextOf } from './error-context.ts'
import { cancelledError, type KafkaError, translateError } from './kafka-error.ts'
import type { LinkCache } from './link-cache.ts'
import type { EndReason, ReadEvent } from './read-event.ts'
import {
  CREDIT_BYTES,
  type ErrorMessage,
  type PoolMessage,
  type ReaderMessage,
  type WorkerMessage,
} from './reader-message.ts'
import { TopicScan } from './scan-topic.ts'
import { unpackTarget } from './target-message.ts'

/** Often enough for a page to look alive, at least each second by contract. */
const PROGRESS_EVERY_MS = 500

/** Stopped is the reason of our own aborts: how the reading ends, rather than fails. */
class Stopped extends Error {
  readonly reason: EndReason
  constructor(reason: EndReason) {
    super(reason)
    this.reason = reason
  }
}

/** serveReader does one reading inside the worker thread: events go out over the port, credit and cancel come in. */
export async function serveReader(
  links: LinkCache,
  message: Extract<PoolMessage, { type: 'read' }>,
): Promise<void> {
  const { port, options } = message
  const target = unpackTarget(message.target)
  const context = contextOf(target)
  const stop = new AbortController()
  const credit = new Credit(CREDIT_BYTES)
  const send = (event: ReadEvent): void => {
    const transfer = event.type === 'records' ? [event.lines.buffer] : []
    port.postMessage({ type: 'event', event } satisfies WorkerMessage, transfer)
  }
  stop.signal.addEventListener('abort', () => credit.close())
  port.on('message', (incoming: ReaderMessage) => {
    if (incoming.type === 'taken') credit.give(incoming.bytes)
    else stop.abort(new Stopped('cancelled'))
  })
  port.on('close', () => stop.abort(new Stopped('cancelled')))
  const deadline =
    options.deadlineMs === undefined
      ? null
      : setTimeout(() => stop.abort(new Stopped('deadline')), options.deadlineMs)
  let scan: TopicScan | null = null
  let progress: NodeJS.Timeout | null = null
  let release = (): void => undefined
  try {
    const borrowed = await abortable(links.borrow(message.target.key, target), stop.signal)
    release = borrowed.release
    scan = new TopicScan(borrowed.link, { ...options, context, signal: stop.signal })
    const running = scan
    for await (const event of running.events()) {
      if (event.type === 'records') await credit.take(event.lines.byteLength)
      // Nothing is sent after the end, and no progress before the start.
      stop.signal.throwIfAborted()
      send(event)
      if (event.type === 'started') progress = setInterval(() => send(running.progress()), PROGRESS_EVERY_MS)
      if (event.type === 'ended') return
    }
  } catch (error) {
    const reason: unknown = stop.signal.reason
    if (reason instanceof Stopped) send(scan?.ended(reason.reason) ?? notBegun(reason.reason))
    else
      port.postMessage({
        type: 'failed',
        error: errorMessage(translateError(error, context)),
      } satisfies WorkerMessage)
  } finally {
    clearTimeout(deadline ?? undefined)
    clearInterval(progress ?? undefined)
    release()
    if (stop.signal.aborted) links.cool(message.target.key)
    port.close()
  }
}

/** The link goes on connecting for others; what comes of it for us is given back. */
async function abortable<T extends { release: () => void }>(
  borrowing: Promise<T>,
  signal: AbortSignal,
): Promise<T> {
  const aborted = Promise.withResolvers<never>()
  const onAbort = (): void => aborted.reject(cancelledError())
  signal.addEventListener('abort', onAbort, { once: true })
  aborted.promise.catch(() => borrowing.then(({ release }) => release()).catch(() => undefined))
  if (signal.aborted) onAbort()
  return Promise.race([borrowing, aborted.promise])
}

function notBegun(reason: EndReason): ReadEvent {
  return { type: 'ended', reason, read: 0, matched: 0, skipped: 0, undecodable: 0, seconds: 0 }
}

function errorMessage(error: KafkaError): ErrorMessage {
  const { code, message, retriable, advice, command, broker, topic, partition, protocolCode } = error
  return {
    code,
    message,
    retriable,
    ...(advice !== undefined && { advice }),
    ...(command !== undefined && { command }),
    ...(broker !== undefined && { broker }),
    ...(topic !== undefined && { topic }),
    ...(partition !== undefined && { partition }),
    ...(protocolCode !== undefined && { protocolCode }),
  }
}

/** Credit holds back a sender whose receiver does not keep up. */
class Credit {
  #left: number
  #waiting: (() => void) | null = null
  #closed = false

  constructor(bytes: number) {
    this.#left = bytes
  }

  give(bytes: number): void {
    this.#left += bytes
    this.#wake()
  }

  close(): void {
    this.#closed = true
    this.#wake()
  }

  /** take waits until some credit is left, then may overdraw it once: a single line can be larger than all of it. */
  async take(bytes: number): Promise<void> {
    while (this.#left <= 0 && !this.#closed) {
      await new Promise<void>((resolve) => {
        this.#waiting = resolve
      })
    }
    this.#left -= bytes
  }

  #wake(): void {
    this.#waiting?.()
    this.#waiting = null
  }
}

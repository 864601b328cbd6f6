import { registryClientFor } from '#lib/registry/registry-cache.ts'
import { Credit } from './credit.ts'
import { contextOf } from './error-context.ts'
import { errorMessage } from './error-message.ts'
import { cancelledError, translateError } from './kafka-error.ts'
import type { LinkCache } from './link-cache.ts'
import type { EndReason, ReadEvent } from './read-event.ts'
import { CREDIT_BYTES, type PoolMessage, type ReaderMessage, type WorkerMessage } from './reader-message.ts'
import { TopicScan } from './scan-topic.ts'
import type { TailHub } from './tail-hub.ts'
import { unpackTarget } from './target-message.ts'

/** Often enough for a page to look alive, at least each second by contract. */
const PROGRESS_EVERY_MS = 500

/** What was planned is read within milliseconds, over the same connections. */
const PLAN_KEEPS_MS = 2_000

/** After its deadline a reading ends with what it is looking at; one that waits, for a broker or its reader, is ended. */
const HALT_MS = 1_000

/** Stopped is the reason of our own aborts: how the reading ends, rather than fails. */
class Stopped extends Error {
  readonly reason: EndReason
  constructor(reason: EndReason) {
    super(reason)
    this.reason = reason
  }
}

const isOverdue = ({ reason }: AbortSignal): boolean =>
  reason instanceof Stopped && reason.reason === 'deadline'

/** serveReader does one reading inside the worker thread: events go out over the port, credit and cancel come in. */
export async function serveReader(
  links: LinkCache,
  tails: TailHub,
  message: Extract<PoolMessage, { type: 'read' }>,
): Promise<void> {
  const { port } = message
  const { registry, ...options } = message.options
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
  let scan: TopicScan | null = null
  let deadline: NodeJS.Timeout | null = null
  const end = (): void => {
    scan?.halt('deadline')
    deadline = setTimeout(() => stop.abort(new Stopped('deadline')), scan ? HALT_MS : 0)
  }
  if (options.deadlineMs !== undefined) deadline = setTimeout(end, options.deadlineMs)
  let progress: NodeJS.Timeout | null = null
  let release = (): void => undefined
  let joined = false
  try {
    const borrowed = await abortable(links.borrow(message.target.key, target), stop.signal)
    release = borrowed.release
    const { reading, target: packed } = message
    const place = options.share
      ? tails.place({ reading, target, targetKey: packed.key, options, registry })
      : undefined
    scan = new TopicScan(borrowed.link, {
      ...options,
      context,
      lookup: registry ? registryClientFor(registry) : null,
      signal: stop.signal,
      ...(place && { place }),
    })
    const running = scan
    for await (const event of running.events()) {
      if (event.type === 'records') await credit.take(event.lines.byteLength)
      // Nothing is sent after the end, and no progress before the start. At the deadline what was found is told still.
      if (!isOverdue(stop.signal)) stop.signal.throwIfAborted()
      send(event)
      stop.signal.throwIfAborted()
      if (event.type === 'started') progress = setInterval(() => send(running.progress()), PROGRESS_EVERY_MS)
      if (event.type === 'ended') return
      if (event.type === 'joined') {
        // What follows comes by the tail; the port stays open to tell when the viewer leaves.
        clearInterval(progress ?? undefined)
        port.once('close', () => tails.leave(message.reading))
        joined = true
        // Its buffers would stay for as long as the port has listeners.
        scan = null
        return
      }
    }
  } catch (error) {
    tails.leave(message.reading)
    const reason: unknown = stop.signal.reason
    if (reason instanceof Stopped) {
      if (scan && isOverdue(stop.signal))
        for (const event of [...scan.leftover(), scan.progress()]) send(event)
      send(scan?.ended(reason.reason) ?? notBegun(reason.reason))
    } else
      port.postMessage({
        type: 'failed',
        error: errorMessage(translateError(error, context)),
      } satisfies WorkerMessage)
  } finally {
    clearTimeout(deadline ?? undefined)
    clearInterval(progress ?? undefined)
    if (options.planOnly) links.keep(message.target.key, PLAN_KEEPS_MS)
    release()
    if (stop.signal.aborted) links.cool(message.target.key)
    if (!joined) port.close()
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

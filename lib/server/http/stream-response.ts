import 'server-only'
import { logger, throwSite } from '#lib/server/base/logger.ts'
import { type ReadySource, readySourceOf, type StreamItem } from '#lib/server/base/ready-source.ts'
import { newCorrelationId } from './respond.ts'
import { ndjson, type StreamFormat, serverSentEvents } from './stream-format.ts'
import { registerStream } from './stream-registry.ts'
import { translateToApiError } from './translate-error.ts'

/** A chunk of this size carries as much as bare node:http does; one record a chunk carries a third. */
const CHUNK_BYTES = 64 * 1024
/** From here on a chunk goes as it is: adding one more piece would copy both, for every chunk of a long scan. */
const ENOUGH_BYTES = CHUNK_BYTES / 2

/** How long a closing stream waits for its client to take the last event. */
const CLOSE_DEADLINE_MS = 1_000

export interface StreamOptions {
  readonly request: Request
  /** An object becomes one event; bytes are ready NDJSON lines, each with its line end. */
  readonly events: AsyncIterable<StreamItem>
  /** Called once, when the stream ended for whatever reason. */
  readonly onClose?: () => void
}

/**
 * streamResponse sends events as NDJSON or, when the caller accepts `text/event-stream`, as server-sent events.
 * It takes the next event only when the client has room (pull), so a slow client holds back the source and nothing
 * piles up. The iterator is returned when the client leaves. A failure becomes the event `{type: 'failed', error}`.
 */
export function streamResponse(options: StreamOptions): Response {
  const format = acceptsEvents(options.request) ? serverSentEvents : ndjson
  const stream = new EventStream(options, format)
  return new Response(stream.body(), {
    headers: {
      'Content-Type': format.contentType,
      // no-transform: compression would hold events back until its buffer is full.
      'Cache-Control': 'no-store, no-transform',
      'X-Accel-Buffering': 'no',
      'X-Content-Type-Options': 'nosniff',
    },
  })
}

function acceptsEvents(request: Request): boolean {
  return (request.headers.get('accept') ?? '').includes('text/event-stream')
}

type Next = IteratorResult<StreamItem, unknown>
type Pending = Promise<Next>
const notYet = Symbol('not yet')

class EventStream {
  readonly #iterator: AsyncIterator<StreamItem, unknown>
  readonly #format: StreamFormat
  readonly #request: Request
  readonly #onClose: (() => void) | undefined
  readonly #unregister: () => void
  readonly #finished = Promise.withResolvers<undefined>()
  #controller: ReadableStreamDefaultController<Uint8Array> | null = null
  /** Wakes a waiting pull. A slot and not a promise to race with: each race would leave a reaction behind. */
  #wake: ((error: unknown) => void) | null = null
  #pending: Pending | null = null
  #source: ReadySource | null = null
  #started = false
  #interruption: { error: unknown } | null = null
  /** Set when the source has ended, with its error if it failed. */
  #ending: { error?: unknown } | null = null
  #closed = false

  constructor(options: StreamOptions, format: StreamFormat) {
    this.#iterator = options.events[Symbol.asyncIterator]()
    this.#format = format
    this.#request = options.request
    this.#onClose = options.onClose
    this.#unregister = registerStream(options.request, {
      finished: this.#finished.promise,
      close: (error) => this.#close(error),
    })
    options.request.signal.addEventListener('abort', this.#leave, { once: true })
    if (options.request.signal.aborted) this.#end()
  }

  body(): ReadableStream<Uint8Array> {
    return new ReadableStream<Uint8Array>(
      {
        start: (controller) => {
          this.#controller = controller
        },
        pull: (controller) =>
          this.#source ? this.#pullReady(this.#source, controller) : this.#pull(controller),
        cancel: () => this.#end(),
      },
      { highWaterMark: 1 },
    )
  }

  readonly #leave = () => {
    this.#end()
  }

  async #pull(controller: ReadableStreamDefaultController<Uint8Array>): Promise<void> {
    const chunk = await this.#nextChunk()
    if (this.#closed) return
    if (chunk.byteLength > 0) controller.enqueue(chunk)
    // A pull that gave nothing is not asked again.
    else if (this.#source) return this.#pullReady(this.#source, controller)
    if (this.#ending) {
      if ('error' in this.#ending) controller.enqueue(this.#failure(this.#ending.error))
      controller.close()
      this.#end()
    }
  }

  /** The same from a source: without a promise when there is something, with one when there is nothing. */
  #pullReady(
    source: ReadySource,
    controller: ReadableStreamDefaultController<Uint8Array>,
  ): Promise<void> | undefined {
    if (this.#closed) return
    const chunk = this.#interruption ? null : this.#takeReady(source)
    if (chunk) {
      controller.enqueue(chunk)
      return
    }
    if (source.over || this.#interruption) {
      this.#source = null
      return this.#pull(controller)
    }
    return new Promise<void>((resolve) => {
      this.#wake = () => resolve()
      source.whenReady(resolve)
    }).then(() => this.#pullReady(source, controller))
  }

  #takeReady(source: ReadySource): Uint8Array | null {
    const first = source.take()
    if (!first) return null
    const parts = [this.#format.encode(first)]
    let size = parts[0]?.byteLength ?? 0
    while (size < ENOUGH_BYTES) {
      const next = source.take()
      if (!next) break
      const encoded = this.#format.encode(next)
      parts.push(encoded)
      size += encoded.byteLength
    }
    return inOne(parts)
  }

  /** Waits for one event, then adds those that are ready, until the chunk is worth sending. Sets `#ending` when nothing follows. */
  async #nextChunk(): Promise<Uint8Array> {
    const parts: Uint8Array[] = []
    let size = 0
    try {
      while (size < ENOUGH_BYTES) {
        const next = await this.#take(parts.length > 0 || !this.#started)
        if (next === notYet) {
          // Headers leave with the first chunk: a blank before the first line is still the same JSON.
          if (parts.length === 0) parts.push(this.#format.opening)
          break
        }
        if (next.done) {
          this.#ending = {}
          break
        }
        this.#source = readySourceOf(next.value)
        if (this.#source) break
        const encoded = this.#format.encode(next.value)
        parts.push(encoded)
        size += encoded.byteLength
      }
    } catch (error) {
      // What was taken before the failure still goes out, ahead of it.
      this.#ending = { error }
    }
    this.#started = true
    return inOne(parts)
  }

  async #take(onlyIfReady: boolean): Promise<Next | typeof notYet> {
    if (this.#interruption) throw this.#interruption.error
    this.#pending ??= this.#iterator.next()
    const pending = this.#pending
    try {
      const next = await new Promise<Next | typeof notYet>((resolve, reject) => {
        this.#wake = reject
        pending.then(resolve, reject)
        if (onlyIfReady) setImmediate(resolve, notYet)
      })
      if (next !== notYet) this.#pending = null
      return next
    } finally {
      this.#wake = null
    }
  }

  #failure(error: unknown): Uint8Array {
    const correlationId = newCorrelationId()
    const translated = translateToApiError(error, correlationId)
    logger[translated.expected ? 'info' : 'error']('stream.failed', {
      correlationId,
      code: translated.error.code,
      errorName: error instanceof Error ? error.name : typeof error,
      at: throwSite(error),
    })
    return this.#format.encode({ type: 'failed', error: translated.error })
  }

  async #close(error: unknown): Promise<void> {
    this.#interrupt(error)
    // A client that reads nothing never pulls again and can't be told; its connection is cut.
    const timer = setTimeout(() => {
      this.#controller?.error(error)
      this.#end()
    }, CLOSE_DEADLINE_MS)
    await this.#finished.promise
    clearTimeout(timer)
  }

  #interrupt(error: unknown): void {
    this.#interruption ??= { error }
    this.#wake?.(error)
  }

  #end(): void {
    if (this.#closed) return
    this.#closed = true
    this.#request.signal.removeEventListener('abort', this.#leave)
    this.#interrupt(new DOMException('The stream has ended.', 'AbortError'))
    this.#unregister()
    this.#pending?.catch(() => undefined)
    // Not awaited: a source that waits for its broker must not keep the response open.
    void Promise.resolve(this.#iterator.return?.()).catch(() => undefined)
    this.#finished.resolve(undefined)
    this.#onClose?.()
  }
}

function inOne(parts: readonly Uint8Array[]): Uint8Array {
  return parts.length === 1 && parts[0] ? parts[0] : Buffer.concat(parts)
}

import type { ApiError } from '#lib/shared/error-code.ts'
import { KafkaRecordSchema, RecordEventSchema } from '#lib/shared/record.ts'
import { ApiFailure, apiErrorOf, isAbort, type RequestOptions, unreachable } from '../api.ts'
import { RECORD_BUFFER_LINES, type RecordBuffer } from '../record-buffer.ts'
import { LineSplitter } from './line-splitter.ts'
import type { StreamPhase } from './protocol.ts'
import type { ReadPositions } from './read-positions.ts'
import type { ReadingFacts } from './reading-facts.ts'
import { RecordHead, readOffset } from './record-head.ts'

/** A key and a hundred headers come whole with a cut value; more than this in one line is not ours. */
const MAX_LINE_BYTES = 24 * 1024 * 1024
/** The page's questions are answered between two slices of work; half a frame is not felt. */
const SLICE_MS = 8

export interface FollowOptions {
  path: string
  from: string
  /** When the stream goes on far behind the newest records, stop and answer `behind` with the positions moved. */
  skipsAhead: boolean
  request: (path: string, options: RequestOptions) => Promise<Response>
  buffer: RecordBuffer
  positions: ReadPositions
  facts: ReadingFacts
  signal: AbortSignal
  changed: () => void
  entered: (phase: StreamPhase) => void
  /** Resolves when the buffer may have room again. */
  released: () => Promise<void>
}

export type StreamOutcome = { type: 'ended' } | { type: 'behind' } | { type: 'broken'; error: ApiError }

/** followStream reads one record stream to its end into the buffer. A failure is an outcome; it does not throw. */
export async function followStream(options: FollowOptions): Promise<StreamOutcome> {
  const stop = new AbortController()
  const signal = AbortSignal.any([options.signal, stop.signal])
  try {
    const separator = options.path.includes('?') ? '&' : '?'
    const path = `${options.path}${separator}from=${encodeURIComponent(options.from)}`
    const response = await options.request(path, { accept: 'application/x-ndjson', signal })
    if (response.body === null) throw unreachable(undefined)
    return await readBody(response.body, options)
  } catch (caught) {
    const error = isAbort(caught) || caught instanceof ApiFailure ? caught : unreachable(caught)
    return { type: 'broken', error: apiErrorOf(error) }
  } finally {
    stop.abort()
  }
}

async function readBody(body: ReadableStream<Uint8Array>, options: FollowOptions): Promise<StreamOutcome> {
  const splitter = new LineSplitter(MAX_LINE_BYTES)
  const head = new RecordHead()
  const reader = body.getReader()
  let sliceBegan = performance.now()
  for (;;) {
    const { done, value } = await reader.read()
    // Every stream says how it ended; one that just stops was cut off.
    if (done) throw unreachable(undefined)
    for (const [bytes, from, to] of splitter.lines(value)) {
      if (head.scan(bytes, from, to) === 'event') {
        const outcome = takeEvent(bytes.subarray(from, to), options)
        if (outcome !== null) return outcome
      } else {
        const waiting = takeRecord(head, bytes, from, to, options)
        if (waiting !== null) await waiting
      }
    }
    options.changed()
    if (performance.now() - sliceBegan > SLICE_MS) {
      await nextTask()
      sliceBegan = performance.now()
    }
    options.signal.throwIfAborted()
  }
}

function takeEvent(line: Uint8Array, options: FollowOptions): StreamOutcome | null {
  const { facts, positions } = options
  const event = RecordEventSchema.parse(JSON.parse(new TextDecoder().decode(line)))
  switch (event.type) {
    case 'record':
      return null
    case 'started': {
      const gap = positions.started(event.partitions)
      facts.skip('were gone, or passed over, before the reading went on', Number(gap))
      if (options.skipsAhead) {
        const skipped = positions.skipAhead(RECORD_BUFFER_LINES)
        facts.skip('arrived while this page was not reading', Number(skipped))
        if (skipped > 0n && positions.followFrom() !== null) return { type: 'behind' }
      }
      options.entered('reading')
      return null
    }
    case 'failed':
      return { type: 'broken', error: event.error }
    case 'ended':
      facts.apply(event)
      if (event.reason !== 'cancelled') return { type: 'ended' }
      // The page did not cancel, so the server did: it is being stopped, and its successor will answer.
      return { type: 'broken', error: { code: 'interrupted', message: 'The server ended the stream.' } }
    default:
      facts.apply(event)
      return null
  }
}

/** takeRecord keeps one record's line; gives a promise when it must wait for room, which is seldom. */
function takeRecord(
  head: RecordHead,
  bytes: Uint8Array,
  from: number,
  to: number,
  options: FollowOptions,
): Promise<void> | null {
  const { buffer, positions, facts } = options
  const { partition, offset } = placeOf(head, bytes, from, to)
  if (!positions.isNew(partition, offset)) return null
  const answer = buffer.append(bytes, from, to)
  if (answer === 'held') return keepWhenReleased(bytes.slice(from, to), partition, offset, options)
  if (answer === 'too-large') facts.skip('are larger than this page can keep', 1)
  positions.took(partition, offset)
  return null
}

async function keepWhenReleased(
  line: Uint8Array,
  partition: number,
  offset: number | bigint,
  options: FollowOptions,
): Promise<void> {
  options.entered('held')
  for (;;) {
    await options.released()
    options.signal.throwIfAborted()
    if (options.buffer.append(line) === 'held') continue
    options.positions.took(partition, offset)
    options.entered('reading')
    return
  }
}

function placeOf(head: RecordHead, bytes: Uint8Array, from: number, to: number) {
  if (head.scan(bytes, from, to) === 'record') {
    return { partition: head.partition, offset: readOffset(bytes, head.offsetFrom, head.offsetTo) }
  }
  const record = KafkaRecordSchema.parse(JSON.parse(new TextDecoder().decode(bytes.subarray(from, to))))
  return { partition: record.partition, offset: BigInt(record.offset) }
}

/** A message to oneself is a task of its own, so that waiting messages of the page come first; a timer would take 4 ms. */
function nextTask(): Promise<void> {
  const { port1, port2 } = new MessageChannel()
  return new Promise((resolve) => {
    port1.onmessage = () => {
      port1.close()
      resolve()
    }
    port2.postMessage(null)
  })
}

import type { ApiError } from '#lib/shared/error-code.ts'
import { type KafkaRecord, KafkaRecordSchema } from '#lib/shared/record.ts'
import { apiErrorOf, type RequestOptions } from '../api.ts'
import { RecordBuffer } from '../record-buffer.ts'
import { parseRecordJson } from '../record-json.ts'
import { followStream, type StreamOutcome } from './follow-stream.ts'
import type { ReadRequest, RecordRow, RowWindow, SeenField, StreamPhase, StreamView } from './protocol.ts'
import { ReadPositions } from './read-positions.ts'
import { ReadingFacts } from './reading-facts.ts'
import { recordRow } from './record-row.ts'
import { mayPass, retryPause } from './retry-policy.ts'
import { seenFields } from './seen-fields.ts'

/** No screen shows more rows; it bounds the answer to one look. */
const MAX_ROWS = 200
/** So many of the newest records, and as many spread over all that are here, are asked for their fields. */
const ASKED_RECORDS = 100

export interface ReadingPorts {
  /** Opens the stream; `request` of the API client outside tests. */
  request: (path: string, options: RequestOptions) => Promise<Response>
  /** Resolves after so many milliseconds, or rejects when the signal aborts. */
  pause: (milliseconds: number, signal: AbortSignal) => Promise<void>
  /** Called when something changed that a look would show. */
  changed: () => void
  buffer?: RecordBuffer
}

/**
 * RecordReading is one reading of a topic as the worker keeps it: it follows the record stream into the buffer,
 * takes it up again when it breaks, and answers what the page wants to see.
 */
export class RecordReading {
  readonly #ports: ReadingPorts
  readonly #buffer: RecordBuffer
  #request: ReadRequest | null = null
  #positions = new ReadPositions()
  #facts = new ReadingFacts(this.#positions)
  #phase: StreamPhase = 'idle'
  #error: ApiError | null = null
  #retryInMs: number | null = null
  #origin = 0
  #abort: AbortController | null = null
  #released = Promise.withResolvers<void>()
  #rows = new Map<number, RecordRow>()
  #fields: readonly string[] = []

  constructor(ports: ReadingPorts) {
    this.#ports = ports
    this.#buffer = ports.buffer ?? new RecordBuffer()
  }

  get phase(): StreamPhase {
    return this.#phase
  }

  /** open forgets what was read before and stands ready; `resume` begins the reading. */
  open(request: ReadRequest): void {
    this.close()
    this.#request = request
    this.#enter('suspended')
  }

  /** suspend closes the connection; what was read, and how far, stays. */
  suspend(): void {
    this.#stop()
    if (this.#phase !== 'ended' && this.#phase !== 'failed' && this.#phase !== 'idle')
      this.#enter('suspended')
  }

  /** resume begins, goes on where suspend stopped, or tries again after a failure; a reading that ended stays so. */
  resume(): void {
    const waiting = this.#phase === 'failed' || this.#phase === 'reconnecting' || this.#phase === 'suspended'
    if (waiting && this.#request !== null) this.#run(this.#request)
  }

  /** goOn makes a reading ready to be resumed that was ended before the range's end. */
  goOn(): void {
    if (this.#phase === 'ended' && this.#facts.canGoOn) this.#enter('suspended')
  }

  close(): void {
    this.#stop()
    this.#request = null
    this.#buffer.clear()
    this.#origin = this.#buffer.end
    this.#rows.clear()
    this.#positions = new ReadPositions()
    this.#facts = new ReadingFacts(this.#positions)
    this.#error = null
    this.#enter('idle')
  }

  /** look gives the state and the rows of a window with the named fields, and holds what the page does not want to lose. */
  look(window: RowWindow, hold: number | null, fields: readonly string[] = []): StreamView {
    this.#buffer.hold(hold)
    this.#showFields(fields)
    if (this.#phase === 'held') {
      this.#released.resolve()
      this.#released = Promise.withResolvers()
    }
    const { first, end } = this.#buffer
    const count = Math.min(window.count, MAX_ROWS)
    const from = Math.max(first, window.at === 'end' ? end - count : Math.min(window.at, end))
    const rows: RecordRow[] = []
    for (let sequence = from; sequence < Math.min(from + count, end); sequence += 1) {
      const row = this.#row(sequence)
      if (row !== null) rows.push(row)
    }
    const facts = this.#facts.facts(end - this.#origin)
    return {
      ...facts,
      recordsPerSecond: this.#phase === 'held' ? 0 : facts.recordsPerSecond,
      phase: this.#phase,
      error: this.#error,
      retryInMs: this.#retryInMs,
      origin: this.#origin,
      first,
      end,
      rows,
    }
  }

  /** record gives a whole line as a record, null when it has left the buffer. */
  record(sequence: number): KafkaRecord | null {
    const line = this.#buffer.line(sequence)
    return line === null ? null : readRecordLine(line)
  }

  /** fields lists the fields of the records that are here, by a sample of them. */
  fields(): SeenField[] {
    const { first, end } = this.#buffer
    const step = Math.max(1, Math.floor((end - first) / ASKED_RECORDS))
    const asked = new Set<number>()
    for (let sequence = first; sequence < end; sequence += step) asked.add(sequence)
    for (let sequence = Math.max(first, end - ASKED_RECORDS); sequence < end; sequence += 1)
      asked.add(sequence)
    return seenFields([...asked].flatMap((sequence) => this.record(sequence) ?? []))
  }

  #showFields(fields: readonly string[]): void {
    if (fields.length === this.#fields.length && fields.every((name, at) => name === this.#fields[at])) return
    this.#fields = fields
    this.#rows.clear()
  }

  #row(sequence: number): RecordRow | null {
    const known = this.#rows.get(sequence)
    if (known !== undefined) return known
    const record = this.record(sequence)
    if (record === null) return null
    // A page asks for the same rows again and again while it scrolls slowly; two screens of them are enough.
    if (this.#rows.size > 2 * MAX_ROWS) this.#rows.clear()
    const row = recordRow(sequence, record, this.#fields)
    this.#rows.set(sequence, row)
    return row
  }

  #run(request: ReadRequest): void {
    this.#stop()
    const abort = new AbortController()
    this.#abort = abort
    this.#error = null
    void this.#keepReading(request, abort.signal).catch((caught: unknown) => {
      if (abort.signal.aborted) return
      this.#error = apiErrorOf(caught)
      this.#enter('failed')
    })
  }

  async #keepReading(request: ReadRequest, signal: AbortSignal): Promise<void> {
    let attempt = 0
    for (;;) {
      this.#enter(attempt > 0 ? 'reconnecting' : 'connecting')
      const readBefore = this.#buffer.end
      const outcome = await this.#readOnce(request, signal)
      signal.throwIfAborted()
      this.#facts.stopped()
      if (outcome.type === 'behind') continue
      if (outcome.type === 'ended') {
        this.#enter('ended')
        return
      }
      this.#error = outcome.error
      attempt = this.#buffer.end > readBefore ? 1 : attempt + 1
      const wait = mayPass(outcome.error) ? retryPause(attempt) : null
      if (wait === null) {
        this.#enter('failed')
        return
      }
      this.#retryInMs = wait
      this.#enter('reconnecting')
      await this.#ports.pause(wait, signal)
    }
  }

  #readOnce(request: ReadRequest, signal: AbortSignal): Promise<StreamOutcome> {
    const resumed = this.#positions.size > 0
    const place = request.maySkip ? this.#positions.followFrom() : this.#positions.resumeFrom()
    const from = resumed ? place : request.from
    this.#facts.opened()
    return followStream({
      path: request.path,
      // Too many partitions to name, or one that was away: a live reading goes on at the newest, another begins anew and drops doubles.
      from: from ?? (request.maySkip ? 'latest' : request.from),
      skipsAhead: resumed && request.maySkip,
      request: this.#ports.request,
      buffer: this.#buffer,
      positions: this.#positions,
      facts: this.#facts,
      signal,
      changed: this.#ports.changed,
      entered: (phase) => this.#enter(phase),
      released: () => this.#released.promise,
    })
  }

  #stop(): void {
    this.#abort?.abort()
    this.#abort = null
    this.#retryInMs = null
    this.#facts.stopped()
    this.#released.resolve()
    this.#released = Promise.withResolvers()
  }

  #enter(phase: StreamPhase): void {
    this.#phase = phase
    if (phase === 'reading') this.#error = null
    if (phase !== 'reconnecting') this.#retryInMs = null
    this.#ports.changed()
  }
}

/** readRecordLine gives null for a line that is no record: one bad line must not take the page with it. */
function readRecordLine(line: Uint8Array): KafkaRecord | null {
  try {
    return KafkaRecordSchema.parse(parseRecordJson(new TextDecoder().decode(line)))
  } catch {
    return null
  }
}

import type { KafkaRecord } from '#lib/shared/record.ts'
import {
  emptyView,
  type FromWorker,
  type ReadRequest,
  type RowWindow,
  type SeenField,
  type StreamView,
  type ToWorker,
} from './protocol.ts'

/** New rows ten times a second are more than anybody reads; a scroll is answered with the next frame. */
const LOOK_AGAIN_MS = 100

/** WorkerPort is what is used of a Worker. */
export interface WorkerPort {
  postMessage(message: ToWorker): void
  onmessage: ((event: MessageEvent<FromWorker>) => void) | null
  terminate(): void
}

export interface RecordStreamPorts {
  worker: WorkerPort
  /** requestAnimationFrame outside tests. */
  nextFrame: (run: () => void) => void
  /** setTimeout outside tests. */
  later: (run: () => void, milliseconds: number) => void
  now: () => number
}

/**
 * RecordStream is the page's end of a reading. It asks the worker for the rows on screen at most once a frame, and
 * only when there is something new or the window moved; React reads it as an external store.
 */
export class RecordStream {
  readonly #ports: RecordStreamPorts
  readonly #listeners = new Set<() => void>()
  readonly #waiting = new Map<number, (record: KafkaRecord | null) => void>()
  readonly #waitingForFields = new Map<number, (fields: SeenField[]) => void>()
  #view: StreamView = emptyView
  #window: RowWindow = { at: 'end', count: 50 }
  #hold: number | null = null
  #fields: readonly string[] = []
  #asked = false
  #framed = false
  /** Something changed since the last question. */
  #stale = false
  /** The window is another than the one last asked for. */
  #moved = false
  #lookedAt = Number.NEGATIVE_INFINITY
  #waits = false
  #nextId = 0

  constructor(ports: RecordStreamPorts) {
    this.#ports = ports
    ports.worker.onmessage = ({ data }) => this.#receive(data)
  }

  readonly subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener)
    return () => this.#listeners.delete(listener)
  }

  readonly getView = (): StreamView => this.#view

  open(request: ReadRequest): void {
    this.#send({ type: 'open', request })
  }

  suspend(): void {
    this.#send({ type: 'suspend' })
  }

  resume(): void {
    this.#send({ type: 'resume' })
  }

  goOn(): void {
    this.#send({ type: 'goOn' })
  }

  close(): void {
    this.#send({ type: 'close' })
  }

  /** look says which rows are on screen, and from which number on none may be dropped (null: any may). */
  look(window: RowWindow, hold: number | null): void {
    const same = window.at === this.#window.at && window.count === this.#window.count && hold === this.#hold
    if (same) return
    this.#window = window
    this.#hold = hold
    this.#moved = true
    this.#ask()
  }

  /** showFields says which fields the rows are to have, by their paths. */
  showFields(fields: readonly string[]): void {
    if (fields.join('\n') === this.#fields.join('\n')) return
    this.#fields = fields
    this.#moved = true
    this.#ask()
  }

  /** fields lists what fields the records have that are here; none when the page goes meanwhile. */
  fields(): Promise<SeenField[]> {
    const id = this.#nextId++
    return new Promise((resolve) => {
      this.#waitingForFields.set(id, resolve)
      this.#send({ type: 'fields', id })
    })
  }

  /** record gives a row's record as it stands in the buffer, null when it has left it. */
  record(sequence: number): Promise<KafkaRecord | null> {
    const id = this.#nextId++
    return new Promise((resolve) => {
      this.#waiting.set(id, resolve)
      this.#send({ type: 'record', id, sequence })
    })
  }

  dispose(): void {
    this.#ports.worker.onmessage = null
    this.#ports.worker.terminate()
    for (const resolve of this.#waiting.values()) resolve(null)
    this.#waiting.clear()
    for (const resolve of this.#waitingForFields.values()) resolve([])
    this.#waitingForFields.clear()
    this.#listeners.clear()
  }

  #receive(message: FromWorker): void {
    switch (message.type) {
      case 'changed':
        this.#changed()
        return
      case 'view':
        this.#asked = false
        this.#view = message.view
        for (const listener of this.#listeners) listener()
        if (this.#moved) this.#ask()
        else if (this.#stale) this.#changed()
        return
      case 'record':
        this.#waiting.get(message.id)?.(message.record)
        this.#waiting.delete(message.id)
        return
      case 'fields':
        this.#waitingForFields.get(message.id)?.(message.fields)
        this.#waitingForFields.delete(message.id)
        return
    }
  }

  /** The worker has more: it is asked for with the next frame, or a little later when it was asked just now. */
  #changed(): void {
    this.#stale = true
    if (this.#asked || this.#framed || this.#waits) return
    const wait = this.#lookedAt + LOOK_AGAIN_MS - this.#ports.now()
    if (wait <= 0) {
      this.#ask()
      return
    }
    this.#waits = true
    this.#ports.later(() => {
      this.#waits = false
      if (this.#stale && !this.#asked) this.#ask()
    }, wait)
  }

  #ask(): void {
    this.#stale = true
    if (this.#asked || this.#framed) return
    this.#framed = true
    this.#ports.nextFrame(() => {
      this.#framed = false
      this.#stale = false
      this.#asked = true
      this.#moved = false
      this.#lookedAt = this.#ports.now()
      this.#send({ type: 'look', window: this.#window, hold: this.#hold, fields: this.#fields })
    })
  }

  #send(message: ToWorker): void {
    this.#ports.worker.postMessage(message)
  }
}

/** openRecordStream starts the worker. Call `dispose` when the page goes. */
export function openRecordStream(): RecordStream {
  const worker = new Worker(new URL('./record-stream-worker.ts', import.meta.url), { type: 'module' })
  return new RecordStream({
    worker,
    nextFrame: (run) => requestAnimationFrame(run),
    later: (run, milliseconds) => setTimeout(run, milliseconds),
    now: () => performance.now(),
  })
}

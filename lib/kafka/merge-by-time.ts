import { LineBuffer } from './line-buffer.ts'
import type { ReadEvent } from './read-event.ts'
import type { ReadingTally } from './reading-tally.ts'
import { MAX_CHUNK_BYTES } from './record-lines.ts'

const NEW_LINE = 10
/** Stands before key and value in every line, so its first occurrence is the record's own. */
const TIMESTAMP = Buffer.from('"timestamp":')
const [MINUS, ZERO, NINE] = [0x2d, 0x30, 0x39]

export interface MergeByTime {
  /** One for each partition. */
  readonly readings: readonly AsyncIterable<ReadEvent>[]
  readonly tally: ReadingTally
  /** The most records to give. */
  readonly limit: number
  /** Ends all readings, which then say their last word. */
  readonly stop: () => void
}

/**
 * mergeByTime gives the records of several partitions in the order of their timestamps: always the earliest of those
 * that come next in their partition, whose own order is kept. Of each partition it holds one chunk, so it waits for
 * the slowest one. Ends with the sum of all.
 */
export async function* mergeByTime(options: MergeByTime): AsyncGenerator<ReadEvent> {
  const { tally, limit, stop } = options
  const queues = options.readings.map((reading, share) => new LineQueue(reading, share, tally))
  const out = new LineBuffer()
  let gathered = 0
  let given = 0
  const flush = function* (): Generator<ReadEvent> {
    if (gathered === 0) return
    yield { type: 'records', lines: out.takeBefore(out.length), count: gathered }
    gathered = 0
  }
  // All at once, so that they connect and fetch side by side.
  for (const events of await Promise.all(queues.map((queue) => queue.fill()))) yield* events
  let waiting = queues.filter(({ head }) => head !== null)
  while (waiting.length > 0 && given < limit) {
    const earliest = waiting.reduce((a, b) => (b.timestamp < a.timestamp ? b : a))
    if (earliest.head) out.appendBytes(earliest.head)
    gathered++
    given++
    if (out.length >= MAX_CHUNK_BYTES) yield* flush()
    if (earliest.step() || given === limit) continue
    yield* flush()
    yield* await earliest.fill()
    waiting = waiting.filter(({ head }) => head !== null)
  }
  yield* flush()
  const cut = given >= limit
  if (cut) stop()
  await Promise.all(queues.map((queue) => queue.drain()))
  yield tally.progress()
  yield tally.ended({ ...(cut && { reason: 'limit' }), discarded: tally.matched - given })
}

/** LineQueue is the lines of one partition, of which the next one is looked at. */
class LineQueue {
  readonly #events: AsyncIterator<ReadEvent>
  readonly #share: number
  readonly #tally: ReadingTally
  #lines: Buffer = Buffer.alloc(0)
  #end = 0
  /** The next line, with its line break; null when there is none (any more). */
  head: Buffer | null = null
  timestamp = 0

  constructor(reading: AsyncIterable<ReadEvent>, share: number, tally: ReadingTally) {
    this.#events = reading[Symbol.asyncIterator]()
    this.#share = share
    this.#tally = tally
  }

  /** step goes to the next line that is here already. */
  step(): boolean {
    const from = this.#end
    const lineBreak = this.#lines.indexOf(NEW_LINE, from)
    if (lineBreak < 0) {
      this.head = null
      return false
    }
    this.#end = lineBreak + 1
    this.head = this.#lines.subarray(from, this.#end)
    this.timestamp = timestampOf(this.head)
    return true
  }

  /** fill waits for more lines, or the end; gives what else the reading said meanwhile. */
  async fill(): Promise<ReadEvent[]> {
    const said: ReadEvent[] = []
    for (let next = await this.#events.next(); !next.done; next = await this.#events.next()) {
      const event = next.value
      if (event.type === 'records') {
        this.#lines = Buffer.from(event.lines.buffer, event.lines.byteOffset, event.lines.byteLength)
        this.#end = 0
        if (this.step()) break
      }
      if (event.type === 'progress' || event.type === 'ended') this.#tally.note(this.#share, event)
      if (event.type === 'progress') said.push(this.#tally.progress())
      if (event.type === 'skipped' || event.type === 'partition-error') said.push(event)
    }
    return said
  }

  /** drain takes what is left of the reading for its counts. */
  async drain(): Promise<void> {
    for (let next = await this.#events.next(); !next.done; next = await this.#events.next()) {
      const event = next.value
      if (event.type === 'progress' || event.type === 'ended') this.#tally.note(this.#share, event)
    }
  }
}

function timestampOf(line: Buffer): number {
  let at = line.indexOf(TIMESTAMP) + TIMESTAMP.length
  const negative = line[at] === MINUS
  if (negative) at++
  let value = 0
  for (let byte = line[at] ?? 0; byte >= ZERO && byte <= NINE; byte = line[++at] ?? 0)
    value = value * 10 + byte - ZERO
  return negative ? -value : value
}

import type { Connection } from './connection.ts'
import { protocolError } from './kafka-error.ts'
import { BatchHeader } from './record-batch.ts'
import { type FetchAnswer, type FetchedPartition, fetchRequest } from './requests/fetch.ts'
import type { Isolation } from './requests/list-offsets.ts'
import type { SourcePartition } from './source-partition.ts'

/** How long a broker may wait for new records: short, so that it notices soon when we are gone. */
const LONG_POLL_MS = 500
/** A bounded reading waits for nothing new; this only bounds what an empty rest of a log costs. */
const BOUNDED_POLL_MS = 100
/** Two answers per broker are in memory at most: one being looked at, one on its way. */
const FETCH_BYTES = 8 * 1024 * 1024
/** A screenful or more: who waits for the first record is not made to wait for megabytes behind it. */
const FIRST_FETCH_BYTES = 64 * 1024

export interface FetchedRecords {
  readonly type: 'records'
  readonly partition: SourcePartition
  /** Records before this offset were not asked for; a batch may begin with some. */
  readonly from: number
  /** The offset after the last whole batch. */
  readonly next: number
  readonly fetched: FetchedPartition
  /** Used again for later answers: valid until the next item is taken. */
  readonly buffer: Buffer
}

export interface FetchLaneOptions {
  readonly connection: Connection
  readonly topic: string
  readonly isolation: Isolation
  /** Takes the connection back when all is fetched; after any trouble it is destroyed instead. */
  readonly giveBackLane: (connection: Connection) => void
  /** Resolves when the items were dealt with. */
  readonly deliver: (items: readonly FetchedRecords[]) => Promise<void>
  /** Takes a partition that this broker does not serve (any more). */
  readonly giveBack: (partition: SourcePartition, trouble: LaneTrouble) => Promise<void>
}

/** LaneTrouble is what the broker answered for a partition, or what became of the connection. */
export type LaneTrouble = { readonly code: number } | { readonly error: unknown }

interface PendingFetch {
  readonly answer: Promise<FetchAnswer>
  readonly first: number
}

/** FetchLane fetches the partitions that one broker leads, over a connection of its own. */
export class FetchLane {
  readonly #options: FetchLaneOptions
  readonly #header = new BatchHeader()
  #partitions: SourcePartition[] = []
  #rotation = 0
  #begun = false
  #ended = false
  /** What nobody can mend by waiting; it ends the whole reading, also when no other partition is left here. */
  #fatal: { readonly error: unknown } | null = null

  constructor(options: FetchLaneOptions) {
    this.#options = options
  }

  /** add takes partitions over; false when the lane has just ended, so they need another one. */
  add(partitions: readonly SourcePartition[]): boolean {
    if (!this.#ended) this.#partitions.push(...partitions)
    return !this.#ended
  }

  close(): void {
    this.#options.connection.destroy()
  }

  /** run fetches until no partition is left; partitions of a lost connection are given back. Throws what is fatal. */
  async run(): Promise<void> {
    const { connection, deliver, giveBack, giveBackLane } = this.#options
    let lost: { error: unknown } | null = null
    try {
      for (let pending = this.#send(); pending; ) {
        const answer = await pending.answer
        const items = await this.#take(answer, pending.first)
        pending = this.#send()
        await deliver(items)
        connection.recycle(answer.buffer)
        pending ??= this.#send()
      }
    } catch (error) {
      lost = { error }
    }
    this.#ended = true
    if (lost) connection.destroy()
    else giveBackLane(connection)
    if (this.#fatal) throw this.#fatal.error
    const left = this.#partitions.filter(({ done }) => !done)
    if (lost) for (const partition of left) await giveBack(partition, lost)
  }

  #send(): PendingFetch | null {
    this.#partitions = this.#partitions.filter(({ done }) => !done)
    const count = this.#partitions.length
    if (count === 0) return null
    // Every partition is asked first in turn, since a full answer leaves the last ones out.
    this.#rotation = (this.#rotation + 1) % count
    const turned = [...this.#partitions.slice(this.#rotation), ...this.#partitions.slice(0, this.#rotation)]
    const urgent = turned.find(({ askFirst }) => askFirst)
    const ordered = urgent ? [urgent, ...turned.filter((partition) => partition !== urgent)] : turned
    const follows = ordered.every(({ end }) => end === null)
    const atMost = this.#begun ? FETCH_BYTES : FIRST_FETCH_BYTES
    this.#begun = true
    const answer = this.#options.connection.call(
      fetchRequest({
        positions: ordered.map(({ partition, position, maxBytes }) => ({
          topic: this.#options.topic,
          partition,
          offset: BigInt(position),
          maxBytes: Math.min(maxBytes, atMost),
        })),
        isolation: this.#options.isolation,
        maxWaitMs: follows ? LONG_POLL_MS : BOUNDED_POLL_MS,
        maxBytes: atMost,
      }),
    )
    // It is awaited a little later; until then it must not count as unhandled.
    answer.catch(() => undefined)
    return { answer, first: ordered[0]?.partition ?? -1 }
  }

  /** Moves the positions on by the batches' headers alone, so that the next fetch can leave at once. */
  async #take(answer: FetchAnswer, first: number): Promise<FetchedRecords[]> {
    const items: FetchedRecords[] = []
    if (answer.errorCode !== 0) throw protocolError(answer.errorCode)
    for (const fetched of answer.partitions) {
      const partition = this.#partitions.find((known) => known.partition === fetched.partition)
      if (!partition || partition.done) continue
      partition.askFirst = false
      if (fetched.errorCode !== 0) {
        this.#partitions = this.#partitions.filter((known) => known !== partition)
        await this.#giveBack(partition, fetched.errorCode)
        continue
      }
      partition.trouble = null
      const { isolation } = this.#options
      partition.high = Number(isolation === 'committed' ? fetched.lastStableOffset : fetched.highWatermark)
      const from = partition.position
      const next = this.#endOfBatches(answer.buffer, fetched)
      if (next >= 0) {
        partition.advance(next)
        items.push({ type: 'records', partition, from, next, fetched, buffer: answer.buffer })
      } else if (fetched.end > fetched.start) {
        partition.grow()
      } else {
        partition.nothingCame(fetched.partition === first)
      }
    }
    return items
  }

  async #giveBack(partition: SourcePartition, code: number): Promise<void> {
    try {
      await this.#options.giveBack(partition, { code })
    } catch (error) {
      this.#fatal = { error }
      throw error
    }
  }

  /** The offset after the last whole batch, or -1 when there is none. */
  #endOfBatches(buffer: Buffer, { start, end }: FetchedPartition): number {
    let next = -1
    for (let position = start; this.#header.read(buffer, position, end); position = this.#header.end) {
      next = this.#header.nextOffset
    }
    return next
  }
}

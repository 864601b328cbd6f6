import { setTimeout as delay } from 'node:timers/promises'
import type { ClusterLink } from './cluster-link.ts'
import type { ErrorContext } from './failure.ts'
import { type FetchedRecords, FetchLane, type LaneTrouble } from './fetch-lane.ts'
import { Handoff } from './handoff.ts'
import { KafkaError, protocolError, translateError } from './kafka-error.ts'
import { kafkaErrors } from './protocol-code.ts'
import { EARLIEST, type Isolation } from './requests/list-offsets.ts'
import type { TopicMetadata } from './requests/metadata.ts'
import type { SourcePartition } from './source-partition.ts'

/** A leader election after a broker's death takes up to its session time-out, 9 s by default. */
const GIVE_UP_AFTER_MS = 20_000
/** A topic just created or deleted is not known alike by all brokers for moments. */
const UNKNOWN_PATIENCE_MS = 3_000
/** Trouble shorter than this is a usual change of leader, not worth a line on the screen. */
const ANNOUNCE_AFTER_MS = 1_000
const FIRST_BACKOFF_MS = 50
const MAX_BACKOFF_MS = 5_000

export interface RecordSourceOptions {
  readonly topic: string
  readonly isolation: Isolation
  readonly context: ErrorContext
  readonly signal: AbortSignal
}

export type SourceItem =
  | FetchedRecords
  | {
      readonly type: 'expired'
      readonly partition: SourcePartition
      readonly from: number
      readonly to: number
    }
  | { readonly type: 'trouble'; readonly partition: SourcePartition; readonly error: KafkaError }

/**
 * RecordSource fetches partitions from their leaders until each has reached its end: one lane per leader, the next
 * fetch under way while the last one is looked at, and none beyond that: who does not take what `items` gives stops
 * the fetching. A partition in trouble waits apart while the others go on.
 */
export class RecordSource {
  readonly #link: ClusterLink
  readonly #options: RecordSourceOptions
  readonly #partitions = new Map<number, SourcePartition>()
  readonly #lanes = new Map<number, FetchLane>()
  readonly #waiting = new Set<SourcePartition>()
  readonly #out = new Handoff<SourceItem>()
  #wake = Promise.withResolvers<void>()

  constructor(link: ClusterLink, options: RecordSourceOptions) {
    this.#link = link
    this.#options = options
  }

  get partitions(): IterableIterator<SourcePartition> {
    return this.#partitions.values()
  }

  /** add begins to fetch a partition, also while items() runs. */
  add(partition: SourcePartition): void {
    this.#partitions.set(partition.partition, partition)
    if (partition.done) return
    this.#waiting.add(partition)
    this.#wake.resolve()
  }

  /** remove stops fetching a partition; what was fetched of it may still come. */
  remove(partition: number): void {
    const known = this.#partitions.get(partition)
    if (!known) return
    known.done = true
    this.#partitions.delete(partition)
    this.#waiting.delete(known)
    this.#wake.resolve()
  }

  /** items gives what was fetched, in the order of offsets within a partition; ends when every partition is done. */
  async *items(): AsyncGenerator<SourceItem> {
    const stop = new AbortController()
    const signal = AbortSignal.any([stop.signal, this.#options.signal])
    const supervising = this.#supervise(signal).then(
      () => this.#out.end(),
      (error: unknown) => this.#out.fail(error),
    )
    try {
      yield* this.#out.items()
    } finally {
      stop.abort()
      this.#out.end()
      for (const lane of this.#lanes.values()) lane.close()
      await supervising
    }
  }

  async #supervise(signal: AbortSignal): Promise<void> {
    signal.addEventListener('abort', () => this.#wake.resolve(), { once: true })
    while (!signal.aborted) {
      if (this.#waiting.size > 0) {
        await this.#backOff(signal)
        await this.#assign(signal)
        continue
      }
      if (this.#lanes.size === 0 && [...this.#partitions.values()].every(({ done }) => done)) return
      this.#wake = Promise.withResolvers()
      await this.#wake.promise
    }
    signal.throwIfAborted()
  }

  async #backOff(signal: AbortSignal): Promise<void> {
    const tries = Math.min(...[...this.#waiting].map(({ trouble }) => trouble?.tries ?? 0))
    if (tries === 0) return
    const pause = Math.min(MAX_BACKOFF_MS, FIRST_BACKOFF_MS * 2 ** (tries - 1)) * (0.8 + Math.random() * 0.4)
    await delay(pause, undefined, { signal }).catch(() => undefined)
  }

  /** Gives each waiting partition to the lane of its leader. */
  async #assign(signal: AbortSignal): Promise<void> {
    if (signal.aborted) return
    let topic: TopicMetadata | undefined
    try {
      const { topics } = await this.#link.metadata({ topics: [this.#options.topic] }, { signal })
      topic = topics[0]
    } catch (error) {
      signal.throwIfAborted()
      for (const partition of this.#waiting) await this.#stumbled(partition, { error })
      await this.#link.reconnect().catch((cause: unknown) => this.#failIfHopeless(cause))
      return
    }
    const unknown = topic?.errorCode || kafkaErrors.UNKNOWN_TOPIC_OR_PARTITION
    const byLeader = new Map<number, SourcePartition[]>()
    for (const partition of [...this.#waiting]) {
      const known = topic?.partitions.find((candidate) => candidate.partition === partition.partition)
      if (known && known.leader >= 0) {
        const led = byLeader.get(known.leader) ?? []
        byLeader.set(known.leader, [...led, partition])
      } else {
        const code = known ? known.errorCode || kafkaErrors.LEADER_NOT_AVAILABLE : unknown
        await this.#stumbled(partition, { code })
      }
    }
    for (const [leader, partitions] of byLeader) {
      for (const partition of partitions) this.#waiting.delete(partition)
      if (!this.#lanes.get(leader)?.add(partitions)) this.#openLane(leader, partitions)
    }
  }

  #openLane(leader: number, partitions: readonly SourcePartition[]): void {
    const { topic, isolation } = this.#options
    const lane = new FetchLane({
      connection: this.#link.lane(leader),
      topic,
      isolation,
      giveBackLane: (connection) => this.#link.giveBackLane(connection),
      deliver: (items) => this.#out.put(items),
      giveBack: (partition, trouble) => this.#takeBack(partition, trouble),
    })
    lane.add(partitions)
    this.#lanes.set(leader, lane)
    lane
      .run()
      .catch((error: unknown) => this.#out.fail(error))
      .finally(() => {
        if (this.#lanes.get(leader) === lane) this.#lanes.delete(leader)
        this.#wake.resolve()
      })
  }

  async #takeBack(partition: SourcePartition, trouble: LaneTrouble): Promise<void> {
    if (!this.#partitions.has(partition.partition) || this.#options.signal.aborted) return
    const expired = 'code' in trouble && trouble.code === kafkaErrors.OFFSET_OUT_OF_RANGE
    try {
      if (expired) await this.#skipExpired(partition)
      if (partition.done) return
      await this.#stumbled(partition, trouble)
    } catch (error) {
      if (error instanceof KafkaError) throw error
      await this.#stumbled(partition, { error })
    }
    this.#waiting.add(partition)
    this.#wake.resolve()
  }

  /** Retention deleted what was to be read next: says how much, and goes on where the log begins now. */
  async #skipExpired(partition: SourcePartition): Promise<void> {
    const query = { topic: this.#options.topic, partition: partition.partition, timestamp: EARLIEST }
    const [answer] = await this.#link.listOffsets([query], 'uncommitted')
    if (answer?.errorCode !== 0) return
    const from = partition.position
    const low = Number(answer.offset)
    const to = Math.min(low, partition.end ?? low)
    if (to > from) {
      partition.advance(to)
      await this.#out.put([{ type: 'expired', partition, from, to }])
    } else {
      // The log ends before our position: the topic was made anew, or cut by an unclean election.
      partition.position = low
    }
  }

  /** Counts a failure; tells when it lasts, and gives up when waiting won't mend it or a person waits for the end. */
  async #stumbled(partition: SourcePartition, trouble: LaneTrouble): Promise<void> {
    const failure = this.#errorOf(partition, trouble)
    const episode = partition.stumble()
    const lasting = performance.now() - episode.since
    const patience = failure.code === 'broker_topic_unknown' ? UNKNOWN_PATIENCE_MS : GIVE_UP_AFTER_MS
    const endless = partition.end === null && failure.code !== 'broker_topic_unknown'
    if (!failure.retriable || (lasting > patience && !endless)) throw failure
    const certain = 'code' in trouble && trouble.code === kafkaErrors.LEADER_NOT_AVAILABLE
    if (episode.announced || !(certain || lasting > ANNOUNCE_AFTER_MS)) return
    episode.announced = true
    await this.#out.put([{ type: 'trouble', partition, error: failure }])
  }

  #errorOf({ partition }: SourcePartition, trouble: LaneTrouble): KafkaError {
    const context = {
      ...this.#options.context,
      topic: this.#options.topic,
      partition,
      operation: 'read',
    } as const
    if ('error' in trouble) return translateError(trouble.error, context)
    // Its place in the log was looked up just now: the next fetch will succeed.
    const code =
      trouble.code === kafkaErrors.OFFSET_OUT_OF_RANGE ? kafkaErrors.OFFSET_NOT_AVAILABLE : trouble.code
    return protocolError(code, context)
  }

  /** Throws what no waiting mends: credentials, certificates, the egress policy. */
  #failIfHopeless(error: unknown): void {
    const failure = translateError(error, this.#options.context)
    if (!failure.retriable && failure.code !== 'cancelled') throw failure
  }
}

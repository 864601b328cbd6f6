import { setTimeout as delay } from 'node:timers/promises'
import type { ClusterLink } from './cluster-link.ts'
import type { Connection } from './connection.ts'
import type { ErrorContext } from './failure.ts'
import { deadlineError, type KafkaError, protocolError, translateError } from './kafka-error.ts'
import type { BatchOutcome, ProduceBatch } from './produce-batch.ts'
import type { ProducePartition } from './produce-partition.ts'
import { kafkaErrors } from './protocol-code.ts'
import { isRetriableCode } from './protocol-codes.ts'
import { produceRequest } from './requests/produce.ts'

/** As many requests as the broker remembers batches; more would only queue at it. */
const MAX_REQUESTS_PER_NODE = 5
/** The broker refuses a request above 100 MiB; around one is where larger ones stop being quicker. */
const MAX_REQUEST_BYTES = 1024 * 1024
/** How long a leader may wait for its replicas, as in Java's request.timeout.ms but shorter: we retry. */
const REPLICA_TIMEOUT_MS = 10_000
/** A topic just created is unknown to some brokers for moments; one deleted stays unknown. */
const UNKNOWN_TOPIC_PATIENCE_MS = 10_000
const FIRST_REFRESH_PAUSE_MS = 20
const MAX_REFRESH_PAUSE_MS = 1_000

/** Not written, and never will be as they are: too large, a timestamp or a record that the topic's rules refuse. */
const REFUSALS = new Set([10, 18, 32, 87])
/** Not errors of a topic or a right: the batches before this one are missing, or it is here already. */
const OUT_OF_ORDER = 45
/** In order it is accepted; what is refused so often lost its place at the broker, and waiting does not give it back. */
const MAX_OUT_OF_ORDER = 10
const DUPLICATE = 46

interface Node {
  readonly connection: Connection
  requests: number
}

interface Travelling {
  readonly partition: ProducePartition
  readonly batch: ProduceBatch
}

export interface SenderOptions {
  readonly link: ClusterLink
  readonly topic: string
  readonly partitions: readonly ProducePartition[]
  /** From the first sending of a batch to giving up, milliseconds. */
  readonly deliveryTimeoutMs: number
  readonly context: ErrorContext
  /** Called after anything changed: room in the buffers, an end, a failure. */
  readonly onChange: () => void
}

/**
 * ProduceSender moves batches to the leaders of their partitions: up to five requests in flight for a broker, each
 * with at most one batch of a partition. It finds leaders again, reconnects and waits as trouble asks for. What it
 * can't mend ends in `failure`, after which it sends nothing more.
 */
export class ProduceSender {
  readonly #options: SenderOptions
  readonly #nodes = new Map<number, Node>()
  #refreshing: Promise<void> | null = null
  #timer: NodeJS.Timeout | null = null
  #stopped = false
  #failure: KafkaError | null = null
  #lastTrouble: unknown = null
  #refreshPauseMs = FIRST_REFRESH_PAUSE_MS
  retries = 0

  constructor(options: SenderOptions) {
    this.#options = options
  }

  get failure(): KafkaError | null {
    return this.#failure
  }

  /** pump sends whatever may go now. */
  pump(): void {
    if (this.#stopped) return
    const now = performance.now()
    let wakeAt = Infinity
    const leaders = new Set<number>()
    for (const partition of this.#options.partitions) {
      if (partition.backlog === 0) continue
      if (this.#overdue(partition, now)) return
      if (partition.notBefore > now) wakeAt = Math.min(wakeAt, partition.notBefore)
      else if (partition.leader < 0) this.#refresh()
      else leaders.add(partition.leader)
    }
    for (const leader of leaders) this.#pumpNode(leader, now)
    this.#wakeAt(wakeAt, now)
  }

  /** stop sends nothing more; what is in flight may still be acknowledged. */
  stop(): void {
    this.#stopped = true
    if (this.#timer) clearTimeout(this.#timer)
  }

  #pumpNode(leader: number, now: number): void {
    for (;;) {
      const node = this.#node(leader)
      if (!node || node.requests >= MAX_REQUESTS_PER_NODE) return
      const load = this.#load(leader, now)
      if (load.length === 0) return
      void this.#send(leader, node, load)
    }
  }

  #load(leader: number, now: number): Travelling[] {
    const load: Travelling[] = []
    let bytes = 0
    for (const partition of this.#options.partitions) {
      if (partition.leader !== leader || bytes >= MAX_REQUEST_BYTES) continue
      const batch = partition.take(now)
      if (!batch) continue
      if (batch.attempts > 1) this.retries++
      bytes += batch.bytes.length
      load.push({ partition, batch })
    }
    return load
  }

  #node(leader: number): Node | null {
    const known = this.#nodes.get(leader)
    if (known && !known.connection.destroyed) return known
    if (this.#options.link.addressOf(leader) === null) {
      this.#refresh()
      return null
    }
    const node = { connection: this.#options.link.lane(leader), requests: 0 }
    this.#nodes.set(leader, node)
    return node
  }

  async #send(leader: number, node: Node, load: readonly Travelling[]): Promise<void> {
    node.requests++
    const batches = load.map(({ partition, batch }) => ({
      partition: partition.partition,
      batch: batch.bytes,
    }))
    try {
      const request = produceRequest({ topic: this.#options.topic, batches, timeoutMs: REPLICA_TIMEOUT_MS })
      const { partitions } = await node.connection.call(request, { timeoutMs: REPLICA_TIMEOUT_MS / 2 })
      const answers = new Map(partitions.map((answer) => [answer.partition, answer]))
      for (const { partition, batch } of load) {
        const answer = answers.get(partition.partition)
        const code = answer ? answer.errorCode : kafkaErrors.UNKNOWN_TOPIC_OR_PARTITION
        const { baseOffset = -1n, appendTime = -1n } = answer ?? {}
        this.#settle(
          partition,
          batch,
          this.#judge(partition, batch, code) ?? { kind: 'acknowledged', baseOffset, appendTime },
        )
      }
    } catch (error) {
      this.#lost(leader, node, load, error)
    } finally {
      node.requests--
      this.pump()
      this.#options.onChange()
    }
  }

  /** Null = written. */
  #judge(partition: ProducePartition, batch: ProduceBatch, code: number): BatchOutcome | null {
    if (code === kafkaErrors.NONE || code === DUPLICATE) return null
    if (REFUSALS.has(code)) return { kind: 'refused', code }
    const error = protocolError(code, {
      ...this.#options.context,
      topic: this.#options.topic,
      partition: partition.partition,
      operation: 'write',
    })
    const gone =
      code === kafkaErrors.UNKNOWN_TOPIC_OR_PARTITION &&
      performance.now() - batch.firstSentAt > UNKNOWN_TOPIC_PATIENCE_MS
    const misplaced = code === OUT_OF_ORDER && batch.attempts > MAX_OUT_OF_ORDER
    if (gone || misplaced || (!isRetriableCode(code) && code !== OUT_OF_ORDER)) this.#fail(error)
    else if (code !== OUT_OF_ORDER) this.#refresh()
    return { kind: 'retry', error }
  }

  #lost(leader: number, node: Node, load: readonly Travelling[], error: unknown): void {
    node.connection.destroy('lost')
    if (this.#nodes.get(leader) === node) this.#nodes.delete(leader)
    const known = translateError(error, { ...this.#options.context, nodeId: leader })
    if (known.code === 'broker_auth_failed' || known.code === 'blocked_by_policy') this.#fail(known)
    for (const { partition, batch } of load) this.#settle(partition, batch, { kind: 'retry', error })
    this.#refresh()
  }

  #settle(partition: ProducePartition, batch: ProduceBatch, outcome: BatchOutcome): void {
    if (outcome.kind === 'retry') this.#lastTrouble = outcome.error
    partition.settle(batch, outcome, performance.now())
  }

  #overdue(partition: ProducePartition, now: number): boolean {
    const { deliveryTimeoutMs, context, topic } = this.#options
    if (partition.stalledFor(now) < deliveryTimeoutMs) return false
    if (partition.leader < 0)
      this.#fail(
        protocolError(kafkaErrors.LEADER_NOT_AVAILABLE, {
          ...context,
          topic,
          partition: partition.partition,
        }),
      )
    else if (this.#lastTrouble !== null) this.#fail(translateError(this.#lastTrouble, context))
    else this.#fail(deadlineError('Writing a batch', deliveryTimeoutMs))
    return true
  }

  #fail(error: KafkaError): void {
    this.#failure ??= error
    this.stop()
    this.#options.onChange()
  }

  #wakeAt(at: number, now: number): void {
    if (this.#timer) clearTimeout(this.#timer)
    this.#timer = at === Infinity ? null : setTimeout(() => this.pump(), Math.max(1, at - now))
  }

  #refresh(): void {
    this.#refreshing ??= this.#findLeaders()
      .catch(() => undefined)
      .finally(() => {
        this.#refreshing = null
        this.pump()
      })
  }

  async #findLeaders(): Promise<void> {
    const { link, topic, partitions } = this.#options
    // Many batches fail at once, and a dead cluster fails at once: ask at a bearable pace.
    await delay(this.#refreshPauseMs)
    this.#refreshPauseMs = Math.min(MAX_REFRESH_PAUSE_MS, this.#refreshPauseMs * 2)
    if (this.#stopped) return
    const options = { topics: [topic] }
    const metadata = await link.metadata(options).catch(async () => {
      await link.reconnect()
      return await link.metadata(options)
    })
    const leaders = new Map(metadata.topics[0]?.partitions.map((known) => [known.partition, known.leader]))
    for (const partition of partitions) partition.leader = leaders.get(partition.partition) ?? -1
    if (partitions.every(({ leader }) => leader >= 0)) this.#refreshPauseMs = FIRST_REFRESH_PAUSE_MS
  }
}

import { connectAny } from './connect-any.ts'
import { Connection } from './connection.ts'
import type { CallOptions } from './connection-options.ts'
import type { KafkaAnswer, KafkaRequest, TopicPartition } from './kafka-request.ts'
import type { KafkaTarget } from './kafka-target.ts'
import { kafkaErrors } from './protocol-code.ts'
import {
  type Isolation,
  type ListedOffsets,
  listOffsetsRequest,
  newestTimeRequest,
  type OffsetAnswer,
  type OffsetQuery,
} from './requests/list-offsets.ts'
import {
  type Metadata,
  type MetadataOptions,
  metadataRequest,
  type NodeAddress,
  type TopicMetadata,
} from './requests/metadata.ts'
import { formatServerAddress } from './server-address.ts'

/** The most addresses of brokers that are remembered: far above real clusters, a bound against a lying one. */
const MAX_NODES = 10_000

/** A small cluster is warm as a whole; of a large one a topic's leaders are not known ahead. */
const MAX_WARM_LANES = 3

export interface LinkOptions {
  readonly signal?: AbortSignal | undefined
}

/**
 * ClusterLink is one user's way into one cluster: a bootstrap connection for questions that any broker answers, and
 * one connection per broker for those that only it can. It knows nothing that it was not told by Metadata.
 */
export class ClusterLink {
  readonly #target: KafkaTarget
  readonly #signal: AbortSignal | undefined
  readonly #addresses = new Map<number, NodeAddress>()
  readonly #nodes = new Map<number, Connection>()
  readonly #lanes = new Set<Connection>()
  readonly #idleLanes = new Map<number, Connection>()
  #bootstrap: Connection
  #closed = false

  private constructor(target: KafkaTarget, bootstrap: Connection, signal: AbortSignal | undefined) {
    this.#target = target
    this.#bootstrap = bootstrap
    this.#signal = signal
  }

  /** connect logs in at the first bootstrap server that answers. Throws what the first one failed with. */
  static async connect(target: KafkaTarget, { signal }: LinkOptions = {}): Promise<ClusterLink> {
    return new ClusterLink(target, await connectAny(target, target.bootstrapServers, { signal }), signal)
  }

  /** The connection that any-broker requests go over. */
  get bootstrap(): Connection {
    return this.#bootstrap
  }

  /** call asks any broker. */
  async call<Answer extends KafkaAnswer>(
    request: KafkaRequest<Answer>,
    options?: CallOptions,
  ): Promise<Answer> {
    return this.#bootstrap.call(request, options)
  }

  /** metadata also remembers where the brokers are. An error of a topic or a partition is data, not thrown. */
  async metadata(options: MetadataOptions, call?: CallOptions): Promise<Metadata> {
    const metadata = await this.call(metadataRequest(options), call)
    if (this.#addresses.size < MAX_NODES) {
      for (const node of metadata.brokers) this.#addresses.set(node.nodeId, node)
    }
    return metadata
  }

  /** The address that a broker advertised, for messages; null when Metadata named no such broker. */
  addressOf(nodeId: number): string | null {
    const node = this.#addresses.get(nodeId)
    return node ? formatServerAddress(node) : null
  }

  /** node gives the shared connection to a broker. Short requests only: a long poll blocks what comes after it. */
  node(nodeId: number): Connection {
    const known = this.#nodes.get(nodeId)
    if (known && !known.destroyed) return known
    // One log-in less: most bootstrap servers are brokers under their own advertised address.
    if (this.addressOf(nodeId) === formatServerAddress(this.#bootstrap.address)) return this.#bootstrap
    const connection = this.#open(nodeId)
    this.#nodes.set(nodeId, connection)
    return connection
  }

  /** lane gives a connection of its own to a broker; the caller destroys it or gives it back, or close() destroys it. */
  lane(nodeId: number): Connection {
    for (const old of this.#lanes) if (old.destroyed) this.#lanes.delete(old)
    const idle = this.#idleLanes.get(nodeId)
    this.#idleLanes.delete(nodeId)
    if (idle?.connected) return idle
    const connection = this.#open(nodeId)
    this.#lanes.add(connection)
    return connection
  }

  /** giveBackLane keeps a lane on which nothing is under way for whoever needs one next; one for each broker. */
  giveBackLane(lane: Connection): void {
    if (lane.nodeId === null || this.#closed || !lane.connected || this.#idleLanes.has(lane.nodeId))
      lane.destroy()
    else this.#idleLanes.set(lane.nodeId, lane)
  }

  /** warmUp finds the brokers and logs in ahead on a lane to each of the first few. */
  async warmUp(): Promise<void> {
    const { brokers } = await this.metadata({ topics: [] })
    await Promise.all(
      brokers.slice(0, MAX_WARM_LANES).map(async ({ nodeId }) => {
        if (this.#idleLanes.get(nodeId)?.connected) return
        const lane = this.lane(nodeId)
        await lane.connect()
        this.giveBackLane(lane)
      }),
    )
  }

  /**
   * listOffsets asks the leader of each partition, all leaders at once. Each partition gets an answer: one whose
   * leader is missing, or whose broker does not answer, carries an error code and offset -1.
   */
  async listOffsets(
    queries: readonly OffsetQuery[],
    isolation: Isolation = 'uncommitted',
    call?: CallOptions,
  ): Promise<OffsetAnswer[]> {
    const topics = [...new Set(queries.map(({ topic }) => topic))]
    const metadata = await this.metadata({ topics }, call)
    return this.listOffsetsWith(metadata, queries, isolation, call)
  }

  /** listOffsetsWith does the same with metadata at hand. */
  async listOffsetsWith(
    metadata: Metadata,
    queries: readonly OffsetQuery[],
    isolation: Isolation = 'uncommitted',
    call?: CallOptions,
  ): Promise<OffsetAnswer[]> {
    return this.#askLeaders(metadata, queries, (asked) => listOffsetsRequest(asked, isolation), call)
  }

  /** newestTimes asks for the timestamp of the youngest record of each partition, in the same way. */
  async newestTimes(
    metadata: Metadata,
    partitions: readonly TopicPartition[],
    call?: CallOptions,
  ): Promise<OffsetAnswer[]> {
    return this.#askLeaders(metadata, partitions, newestTimeRequest, call)
  }

  async #askLeaders<Query extends TopicPartition>(
    metadata: Metadata,
    queries: readonly Query[],
    request: (asked: readonly Query[]) => KafkaRequest<ListedOffsets>,
    call: CallOptions | undefined,
  ): Promise<OffsetAnswer[]> {
    const topics = new Map(metadata.topics.map((topic) => [topic.topic, topic]))
    const leaders = Map.groupBy(queries, (query) => leaderOf(topics.get(query.topic), query))
    const answers = await Promise.all(
      [...leaders].map(async ([leader, asked]) => {
        if (leader < 0)
          return asked.map((query) => noOffset(query, missingLeaderCode(topics.get(query.topic), query)))
        try {
          return (await this.node(leader).call(request(asked), call)).partitions
        } catch (error) {
          if (call?.signal?.aborted || this.#closed || leaders.size === 1) throw error
          return asked.map((query) => noOffset(query, kafkaErrors.LEADER_NOT_AVAILABLE, error))
        }
      }),
    )
    return answers.flat()
  }

  /** reconnect replaces a lost bootstrap connection by any broker known by now. */
  async reconnect(): Promise<void> {
    const known = [...this.#addresses.values()].map(formatServerAddress)
    const servers = [...new Set([...known, ...this.#target.bootstrapServers])]
    const bootstrap = await connectAny(this.#target, servers, { signal: this.#signal })
    if (this.#closed) {
      bootstrap.destroy()
      return
    }
    this.#bootstrap.destroy('replaced')
    this.#bootstrap = bootstrap
  }

  /** close ends every connection at once. */
  close(why = 'closed'): void {
    this.#closed = true
    for (const connection of [this.#bootstrap, ...this.#nodes.values(), ...this.#lanes])
      connection.destroy(why)
    this.#nodes.clear()
    this.#lanes.clear()
    this.#idleLanes.clear()
  }

  #open(nodeId: number): Connection {
    const address = this.#addresses.get(nodeId)
    if (!address) throw new RangeError(`Metadata named no broker ${nodeId}.`)
    const { host, port } = address
    const connection = new Connection(
      this.#target,
      { host, port },
      {
        nodeId,
        signal: this.#signal,
        versions: this.#bootstrap.versions,
      },
    )
    if (this.#closed) connection.destroy()
    return connection
  }
}

function leaderOf(topic: TopicMetadata | undefined, { partition }: TopicPartition): number {
  return topic?.partitions.find((known) => known.partition === partition)?.leader ?? -1
}

function missingLeaderCode(topic: TopicMetadata | undefined, { partition }: TopicPartition): number {
  const known = topic?.partitions.find((candidate) => candidate.partition === partition)
  if (known) return known.errorCode || kafkaErrors.LEADER_NOT_AVAILABLE
  return topic?.errorCode || kafkaErrors.UNKNOWN_TOPIC_OR_PARTITION
}

function noOffset({ topic, partition }: TopicPartition, errorCode: number, failure?: unknown): OffsetAnswer {
  return { topic, partition, errorCode, timestamp: -1n, offset: -1n, failure }
}

import { setTimeout as delay } from 'node:timers/promises'
import { strategies } from './assign-partitions.ts'
import type { ClusterLink } from './cluster-link.ts'
import type { Connection } from './connection.ts'
import { decodeAssignment, encodeSubscription } from './consumer-protocol.ts'
import type { ErrorContext } from './failure.ts'
import { findGroupCoordinator } from './group-coordinator.ts'
import { type PartitionCounts, partitionsChanged, shareOut } from './group-leader.ts'
import { protocolError, translateError } from './kafka-error.ts'
import { isRetriableCode } from './protocol-codes.ts'
import { heartbeatRequest, type MembershipId } from './requests/heartbeat.ts'
import { joinGroupRequest } from './requests/join-group.ts'
import { leaveGroupRequest } from './requests/leave-group.ts'
import { NO_GENERATION, offsetCommitRequest } from './requests/offset-commit.ts'
import { offsetFetchRequest } from './requests/offset-fetch.ts'
import { syncGroupRequest } from './requests/sync-group.ts'

/** A member that is silent for so long loses its partitions: above the broker's least (6 s), below Java's 45 s. */
const SESSION_TIMEOUT_MS = 15_000
/** How long the group waits for us, and we for the others, when it rebalances. */
const REBALANCE_TIMEOUT_MS = 15_000
/** A rebalance is noticed at a heartbeat, so this is how quickly partitions are given up. */
const HEARTBEAT_EVERY_MS = 1_000
const PAUSE_MS = 200
/** A group that can't be joined for so long won't be. */
const JOIN_PATIENCE_MS = 60_000
const LEAVE_TIMEOUT_MS = 400

const MEMBER_ID_REQUIRED = 79
const UNKNOWN_MEMBER = 25
const ILLEGAL_GENERATION = 22
const REBALANCING = 27
/** Our generation is over: join again. */
const OVER: ReadonlySet<number> = new Set([ILLEGAL_GENERATION, UNKNOWN_MEMBER, REBALANCING])

/** Assignment is what this member holds until `over` aborts. */
export interface Assignment {
  readonly partitions: readonly number[]
  readonly over: AbortSignal
}

export interface MembershipOptions {
  readonly groupId: string
  readonly topic: string
  readonly context: ErrorContext
  readonly signal: AbortSignal
  readonly lookForPartitionsMs?: number | undefined
}

/**
 * GroupMembership is one member of a classic consumer group: it joins, keeps its place by heartbeats, commits, and
 * leaves. It says when partitions must be given up, and never fetches.
 */
export class GroupMembership {
  readonly #link: ClusterLink
  readonly #options: MembershipOptions
  #connection: Connection | null = null
  #memberId = ''
  #generation = NO_GENERATION
  #over = new AbortController()

  constructor(link: ClusterLink, options: MembershipOptions) {
    this.#link = link
    this.#options = options
  }

  /** join waits until the group has shared out its partitions. Throws what no waiting mends. */
  async join(): Promise<Assignment> {
    const until = performance.now() + JOIN_PATIENCE_MS
    for (;;) {
      this.#options.signal.throwIfAborted()
      try {
        const outcome = await this.#tryJoin()
        if ('partitions' in outcome) return outcome
        if (
          !isRetriableCode(outcome.errorCode) &&
          !OVER.has(outcome.errorCode) &&
          outcome.errorCode !== MEMBER_ID_REQUIRED
        )
          throw this.#error(outcome.errorCode)
        if (outcome.errorCode === MEMBER_ID_REQUIRED) continue
        if (performance.now() > until) throw this.#error(outcome.errorCode)
      } catch (error) {
        this.#options.signal.throwIfAborted()
        const known = translateError(error, this.#options.context)
        if (!known.retriable || performance.now() > until) throw known
        await this.#link.reconnect().catch(() => undefined)
      }
      this.#forgetCoordinator()
      await delay(PAUSE_MS, undefined, { signal: this.#options.signal })
    }
  }

  /** committed gives the group's offsets of these partitions; absent = never committed. */
  async committed(partitions: readonly number[]): Promise<Map<number, bigint>> {
    const { groupId, topic, signal } = this.#options
    const wanted = partitions.map((partition) => ({ topic, partition }))
    const answer = await (await this.#coordinator()).call(offsetFetchRequest(groupId, wanted), { signal })
    const failed =
      answer.errorCode || (answer.partitions.find(({ errorCode }) => errorCode !== 0)?.errorCode ?? 0)
    if (failed) throw this.#error(failed)
    return new Map(
      answer.partitions
        .filter(({ offset }) => offset >= 0n)
        .map(({ partition, offset }) => [partition, offset]),
    )
  }

  /** commit stores the next offsets to read. Throws when they were not stored; `conflict` = our generation is over. */
  async commit(offsets: ReadonlyMap<number, bigint>): Promise<void> {
    const { groupId, topic } = this.#options
    const request = offsetCommitRequest({
      group: groupId,
      generation: this.#generation,
      memberId: this.#memberId,
      offsets: [...offsets].map(([partition, offset]) => ({ topic, partition, offset })),
    })
    const { partitions } = await (await this.#coordinator()).call(request)
    const failed = partitions.find(({ errorCode }) => errorCode !== 0)
    if (!failed) return
    if (OVER.has(failed.errorCode)) this.#over.abort()
    throw this.#error(failed.errorCode)
  }

  /** leave gives the place back, so that the others need not wait. Never throws. */
  async leave(): Promise<void> {
    this.#over.abort()
    const node = this.#connection?.nodeId ?? null
    if (this.#memberId === '' || node === null) return
    // Over another socket: a join that still waits would hold it back.
    await this.#link
      .node(node)
      .call(leaveGroupRequest(this.#options.groupId, this.#memberId), { timeoutMs: LEAVE_TIMEOUT_MS })
      .catch(() => undefined)
  }

  /** mistrust asks anew who the coordinator is before the next request. */
  mistrust(): void {
    this.#forgetCoordinator()
  }

  async #tryJoin(): Promise<Assignment | { readonly errorCode: number }> {
    const { groupId, topic, signal } = this.#options
    const connection = await this.#coordinator()
    const joined = await connection.call(
      joinGroupRequest({
        group: groupId,
        memberId: this.#memberId,
        sessionTimeoutMs: SESSION_TIMEOUT_MS,
        rebalanceTimeoutMs: REBALANCE_TIMEOUT_MS,
        protocols: strategies.map((name) => ({ name, metadata: encodeSubscription([topic]) })),
      }),
      { signal },
    )
    if (joined.errorCode === UNKNOWN_MEMBER) this.#memberId = ''
    else if (joined.memberId !== '') this.#memberId = joined.memberId
    if (joined.errorCode !== 0) return { errorCode: joined.errorCode }
    this.#generation = joined.generation
    const leads = joined.leader === joined.memberId
    const shared = leads ? await shareOut(this.#link, joined, signal) : null
    const synced = await connection.call(syncGroupRequest(this.#membership(), shared?.shares ?? []), {
      signal,
      timeoutMs: REBALANCE_TIMEOUT_MS,
    })
    if (synced.errorCode !== 0) return { errorCode: synced.errorCode }
    const mine = decodeAssignment(synced.assignment).find((item) => item.topic === topic)
    this.#over = new AbortController()
    void this.#beat(this.#over)
    if (shared) void this.#lead(shared.counts, this.#over)
    return { partitions: mine?.partitions ?? [], over: this.#over.signal }
  }

  /** A leader that joins anew makes every member join: then added partitions are shared out too. */
  async #lead(counts: PartitionCounts, over: AbortController): Promise<void> {
    const signal = AbortSignal.any([over.signal, this.#options.signal])
    const everyMs = this.#options.lookForPartitionsMs
    if (await partitionsChanged(this.#link, counts, { signal, everyMs })) over.abort()
  }

  /** Keeps the place until the coordinator says that it is over, or is silent for a whole session. */
  async #beat(over: AbortController): Promise<void> {
    const signal = AbortSignal.any([over.signal, this.#options.signal])
    let heardAt = performance.now()
    const isOver = () => signal.aborted
    while (!isOver()) {
      await delay(HEARTBEAT_EVERY_MS, undefined, { signal }).catch(() => undefined)
      if (isOver()) return
      const answer = await this.#heartbeat(signal)
      if (isOver()) return
      if (answer === 'well') heardAt = performance.now()
      if (answer === 'over' || performance.now() - heardAt > SESSION_TIMEOUT_MS) over.abort()
    }
  }

  async #heartbeat(signal: AbortSignal): Promise<'well' | 'over' | 'trouble'> {
    const timeoutMs = SESSION_TIMEOUT_MS / 3
    try {
      const connection = await this.#coordinator()
      const { errorCode } = await connection.call(heartbeatRequest(this.#membership()), { signal, timeoutMs })
      if (errorCode === 0) return 'well'
      if (OVER.has(errorCode) || !isRetriableCode(errorCode)) return 'over'
      this.#forgetCoordinator()
    } catch {
      if (signal.aborted) return 'trouble'
      this.#forgetCoordinator()
      await this.#link.reconnect().catch(() => undefined)
    }
    return 'trouble'
  }

  async #coordinator(): Promise<Connection> {
    const known = this.#connection
    if (known && !known.destroyed) return known
    const { groupId, signal, context } = this.#options
    const node = await findGroupCoordinator(this.#link, groupId, { signal, context })
    this.#connection = this.#link.lane(node)
    return this.#connection
  }

  #forgetCoordinator(): void {
    this.#connection?.destroy('replaced')
    this.#connection = null
  }

  #membership(): MembershipId {
    return { group: this.#options.groupId, generation: this.#generation, memberId: this.#memberId }
  }

  #error(code: number) {
    const { context, groupId, topic } = this.#options
    return protocolError(code, { ...context, groupId, topic, operation: 'group' })
  }
}

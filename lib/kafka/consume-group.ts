import { BatchScanner } from './batch-scanner.ts'
import { ClusterLink } from './cluster-link.ts'
import type { ConsumeEvent, ConsumeGroupOptions, ConsumeStop } from './consume-event.ts'
import { countRecords } from './count-records.ts'
import { contextOf } from './error-context.ts'
import type { ErrorContext } from './failure.ts'
import { GroupCommitter } from './group-committer.ts'
import { GroupMembership } from './group-membership.ts'
import { GroupTally } from './group-tally.ts'
import { Handoff } from './handoff.ts'
import { cancelledError, KafkaError, translateError } from './kafka-error.ts'
import type { KafkaTarget } from './kafka-target.ts'
import { orAborted } from './or-aborted.ts'
import { RecordLines } from './record-lines.ts'
import { RecordSource, type SourceItem } from './record-source.ts'
import { SourcePartition } from './source-partition.ts'
import { startPositions } from './start-positions.ts'
import { waitForTopic } from './wait-for-topic.ts'

const TICK_MS = 250
/** The last commit and the leaving at a cancel. */
const GOODBYE_MS = 700

/**
 * GroupConsumption reads a topic as a member of a consumer group: membership keeps the place, our own reader fetches.
 * Records are committed after they were handed over, once a second and at the end, so a crash repeats at most a
 * second of them and loses none. `tally` may be looked at whenever it suits.
 */
export class GroupConsumption {
  readonly tally = new GroupTally()
  readonly #target: KafkaTarget
  readonly #options: ConsumeGroupOptions
  readonly #context: ErrorContext
  readonly #out = new Handoff<ConsumeEvent>()
  #activeAt = performance.now()
  #joined = false

  constructor(target: KafkaTarget, options: ConsumeGroupOptions) {
    this.#target = target
    this.#options = options
    this.#context = {
      ...contextOf(target),
      topic: options.topic,
      groupId: options.groupId,
      operation: 'read',
    }
  }

  /** events runs the consumption to its end. A failure is thrown as a KafkaError; leaving the loop leaves the group. */
  async *events(): AsyncGenerator<ConsumeEvent> {
    const stop = new AbortController()
    const signal = this.#options.signal ? AbortSignal.any([stop.signal, this.#options.signal]) : stop.signal
    const running = this.#run(signal).then(
      (reason) => this.#out.put([{ type: 'ended', reason }]).then(() => this.#out.end()),
      (error: unknown) => this.#out.fail(error),
    )
    try {
      for await (const event of this.#out.items()) {
        yield event
        if (event.type === 'ended') return
      }
    } finally {
      stop.abort()
      await running
    }
  }

  async #run(signal: AbortSignal): Promise<ConsumeStop> {
    const connecting = ClusterLink.connect(this.#target)
    let link: ClusterLink | null = null
    try {
      link = await orAborted(connecting, signal)
      await waitForTopic(link, this.#options.topic, { signal, context: this.#context })
      return await this.#consume(link, signal)
    } catch (error) {
      if (signal.aborted) return 'cancelled'
      throw translateError(error, this.#context)
    } finally {
      connecting.then((late) => late.close()).catch(() => undefined)
    }
  }

  async #consume(link: ClusterLink, signal: AbortSignal): Promise<ConsumeStop> {
    // Not bound to the signal: after a cancel it still commits and leaves.
    const alive = new AbortController()
    const membership = new GroupMembership(link, {
      ...this.#options,
      context: this.#context,
      signal: alive.signal,
    })
    const committer = new GroupCommitter(membership, this.tally, this.#context)
    const giveUp = () => {
      if (!this.#joined) alive.abort()
    }
    signal.addEventListener('abort', giveUp, { once: true })
    try {
      for (;;) {
        signal.throwIfAborted()
        const stop = await this.#holdOneAssignment(link, { membership, committer }, signal)
        if (stop) return stop
        await this.#out.put([
          { type: 'note', message: 'The group rebalances: partitions are shared out anew.' },
        ])
      }
    } finally {
      signal.removeEventListener('abort', giveUp)
      await Promise.race([
        sayGoodbye(membership, committer),
        new Promise((resolve) => setTimeout(resolve, GOODBYE_MS)),
      ])
      alive.abort()
    }
  }

  /** Null when the assignment is over and the group must be joined again. */
  async #holdOneAssignment(
    link: ClusterLink,
    { membership, committer }: { membership: GroupMembership; committer: GroupCommitter },
    signal: AbortSignal,
  ): Promise<ConsumeStop | null> {
    const { topic, from } = this.#options
    this.#joined = false
    const assignment = await orAborted(membership.join(), signal)
    this.#joined = true
    this.#activeAt = performance.now()
    const { partitions, over } = assignment
    const positions = await startPositions(link, {
      topic,
      partitions,
      from,
      committed: await membership.committed(partitions),
    })
    this.tally.assign(positions)
    const names =
      partitions.length > 0
        ? `partitions ${partitions.join(', ')}`
        : 'no partition, since others hold them all'
    await this.#out.put([{ type: 'note', message: `Joined the group with ${names}.` }])
    const ended = new AbortController()
    const source = new RecordSource(link, {
      topic,
      isolation: 'committed',
      context: this.#context,
      signal: AbortSignal.any([signal, over, ended.signal]),
    })
    for (const { partition, offset } of positions)
      source.add(new SourcePartition(partition, Number(offset), null))
    const watching = this.#watch(source, committer, ended, AbortSignal.any([signal, over]))
    try {
      if (partitions.length === 0)
        await orAborted(new Promise<never>(() => undefined), AbortSignal.any([signal, over, ended.signal]))
      for await (const item of source.items()) if (await this.#take(item)) return 'limit'
    } catch (error) {
      if (signal.aborted) return 'cancelled'
      if (ended.signal.aborted) return this.#reasonOf(ended.signal.reason)
      if (!over.aborted) throw error
    } finally {
      watching.stop()
    }
    if (signal.aborted) return 'cancelled'
    if (ended.signal.aborted) return this.#reasonOf(ended.signal.reason)
    // Accepted until the others have joined again; refused, somebody else reads them once more.
    await committer.commit().catch(() => undefined)
    return null
  }

  #reasonOf(reason: unknown): ConsumeStop {
    if (reason instanceof KafkaError) throw reason
    return 'idle'
  }

  /** Hands one fetch over, then counts it as consumed. True when the limit is reached. */
  async #take(item: SourceItem): Promise<boolean> {
    const { partition } = item.partition
    if (item.type === 'expired') {
      this.tally.move(partition, item.to)
      const message = `${item.to - item.from} records of partition ${partition} expired before they were read.`
      await this.#out.put([{ type: 'warning', message }])
      return false
    }
    if (item.type === 'trouble') {
      const { message, advice } = item.error
      await this.#out.put([{ type: 'warning', message, ...(advice === undefined ? {} : { advice }) }])
      return false
    }
    const left = (this.#options.limit ?? Number.POSITIVE_INFINITY) - this.tally.consumed
    const counted = countRecords(item, left)
    if (counted.count > 0) {
      this.#activeAt = performance.now()
      await this.#handOver(item, left)
      // Who left in the middle did not get the rest: it is not consumed, and the next member gets all of it.
      if (this.#out.ended) throw cancelledError()
    }
    this.tally.count(partition, counted, item.fetched.end - item.fetched.start, item.partition.high)
    return this.tally.consumed >= (this.#options.limit ?? Number.POSITIVE_INFINITY)
  }

  async #handOver(item: Extract<SourceItem, { type: 'records' }>, limit: number): Promise<void> {
    const { maxValueBytes } = this.#options
    if (maxValueBytes === undefined) return
    const lines = new RecordLines(maxValueBytes)
    const scanner = new BatchScanner({ filter: null, lines, isolation: 'committed', limit })
    for (const found of scanner.scan(item)) {
      if ('lines' in found) await this.#out.put([{ type: 'records', ...found }])
      else
        await this.#out.put([
          { type: 'warning', message: `${found.count} records can’t be read: ${found.reason}.` },
        ])
    }
    const rest = lines.flush()
    if (rest) await this.#out.put([{ type: 'records', ...rest }])
  }

  /** Commits, notices idleness, and keeps the lag up to date, while an assignment is held. */
  #watch(
    source: RecordSource,
    committer: GroupCommitter,
    ended: AbortController,
    signal: AbortSignal,
  ): { stop: () => void } {
    const timer = setInterval(() => {
      if (signal.aborted) return
      for (const { partition, high } of source.partitions) this.tally.see(partition, high)
      const now = performance.now()
      const { idleMs } = this.#options
      if (idleMs !== undefined && now - this.#activeAt >= idleMs) return ended.abort(new Error('idle'))
      committer.tick().catch((error: unknown) => {
        if (!signal.aborted) ended.abort(error)
      })
    }, TICK_MS)
    return { stop: () => clearInterval(timer) }
  }
}

async function sayGoodbye(membership: GroupMembership, committer: GroupCommitter): Promise<void> {
  await committer.commit().catch(() => undefined)
  await membership.leave()
}

import { assignedPositions } from './assigned-positions.ts'
import { ClusterLink } from './cluster-link.ts'
import { ConsumeBudget } from './consume-budget.ts'
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
import { linesOfFetch } from './lines-of-fetch.ts'
import { orAborted } from './or-aborted.ts'
import { RecordSource, type SourceItem } from './record-source.ts'
import { SourcePartition } from './source-partition.ts'
import { waitForTopic } from './wait-for-topic.ts'
import { watchConsumption } from './watch-consumption.ts'

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
  readonly #budget: ConsumeBudget
  #joined = false
  /** How many partitions there were at the start. */
  #addedFrom = Number.POSITIVE_INFINITY

  constructor(target: KafkaTarget, options: ConsumeGroupOptions) {
    this.#target = target
    this.#options = options
    this.#budget = options.budget ?? new ConsumeBudget({ limit: options.limit })
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
      const { topic } = this.#options
      const known = await waitForTopic(link, topic, { signal, context: this.#context })
      this.#addedFrom = known.partitions.length
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
    const { sink } = this.#options
    const committer = new GroupCommitter(membership, this.tally, this.#context, this.#options)
    const giveUp = () => {
      if (!this.#joined) alive.abort()
    }
    signal.addEventListener('abort', giveUp, { once: true })
    try {
      for (;;) {
        signal.throwIfAborted()
        const stop = await this.#holdOneAssignment(link, { membership, committer }, signal)
        // With all the time it needs: the good-bye below has none.
        if (stop && stop !== 'cancelled' && sink) await orAborted(sink.settle(), signal)
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
    this.#budget.touch()
    const { partitions, over } = assignment
    const positions = await assignedPositions(link, membership, {
      ...{ topic, partitions, from, signal },
      ...{ addedFrom: this.#addedFrom, begun: this.#budget.begun, context: this.#context },
    })
    this.tally.assign(positions)
    this.#options.onAssigned?.(partitions)
    const names =
      partitions.length > 0
        ? `partitions ${partitions.join(', ')}`
        : 'no partition, since others hold them all'
    await this.#out.put([{ type: 'note', message: `Joined the group with ${names}.` }])
    const ended = new AbortController()
    const left = AbortSignal.any([signal, over, ended.signal])
    const { tally } = this
    const source = new RecordSource(link, {
      ...{ topic, isolation: 'committed', context: this.#context, signal: left },
    })
    for (const { partition, offset } of positions)
      source.add(new SourcePartition(partition, Number(offset), null))
    const { idleMs } = this.#options
    const watching = watchConsumption({
      ...{ source, committer, tally, budget: this.#budget, idleMs, ended },
      signal: AbortSignal.any([signal, over]),
    })
    try {
      if (partitions.length === 0) await orAborted(new Promise<never>(() => undefined), left)
      for await (const item of source.items()) if (await this.#take(item, left)) return 'limit'
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
    tally.assign([])
    return null
  }

  #reasonOf(reason: unknown): ConsumeStop {
    if (reason instanceof KafkaError) throw reason
    return 'idle'
  }

  /** Hands one fetch over, then counts it as consumed. True when the limit is reached; `over` breaks off. */
  async #take(item: SourceItem, over: AbortSignal): Promise<boolean> {
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
    const budget = this.#budget
    for (let rest = item, bytes = item.fetched.end - item.fetched.start; ; bytes = 0) {
      // At a pace it is taken in parts, so that what is counted is what was taken.
      const most = await budget.allow(over)
      if (most <= 0) return budget.left <= 0
      const counted = countRecords(rest, most)
      budget.left -= counted.count
      if (counted.count > 0) {
        this.#options.inspect?.(rest, counted)
        await this.#handOver(rest, counted.count, counted.next)
        budget.touch()
        // Who left in the middle did not get the rest: it is not consumed, and the next member gets all of it.
        if (this.#out.ended) throw cancelledError()
      }
      this.tally.count(partition, counted, bytes, item.partition.high)
      if (budget.left <= 0 || counted.next >= item.next) return budget.left <= 0
      rest = { ...rest, from: counted.next }
    }
  }

  async #handOver(
    item: Extract<SourceItem, { type: 'records' }>,
    limit: number,
    until: number,
  ): Promise<void> {
    const { maxValueBytes, sink } = this.#options
    if (sink) {
      // A receiver that takes its time is not an idle topic.
      this.#budget.activeAt = Number.POSITIVE_INFINITY
      await sink.take(item, until)
    } else if (maxValueBytes !== undefined) {
      for (const event of linesOfFetch(item, { maxValueBytes, limit })) await this.#out.put([event])
    }
  }
}

async function sayGoodbye(membership: GroupMembership, committer: GroupCommitter): Promise<void> {
  await committer.commit().catch(() => undefined)
  await membership.leave()
}

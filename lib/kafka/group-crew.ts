import { setTimeout as delay } from 'node:timers/promises'
import type { ConsumeMember } from '#lib/shared/consume-report.ts'
import { ConsumeBudget } from './consume-budget.ts'
import type { ConsumeEvent, ConsumeGroupOptions, ConsumeStop } from './consume-event.ts'
import { GroupConsumption } from './consume-group.ts'
import { Handoff } from './handoff.ts'
import type { KafkaTarget } from './kafka-target.ts'
import type { PartitionCounts } from './produce-tally.ts'

export interface GroupCrewOptions extends Omit<ConsumeGroupOptions, 'budget'> {
  readonly members?: number | undefined
  /** Each member joins so many milliseconds after the one before it. */
  readonly joinDelayMs?: number | undefined
  /** Ends so many milliseconds after the first member has joined. */
  readonly durationMs?: number | undefined
  /** Records a second that all members together take. */
  readonly rate?: number | undefined
}

export type CrewStop = ConsumeStop | 'duration'
export type CrewEvent =
  | Exclude<ConsumeEvent, { type: 'ended' }>
  | { readonly type: 'ended'; readonly reason: CrewStop }

interface Member {
  state: ConsumeMember['state']
  readonly consumption: GroupConsumption
}

/** GroupCrew consumes as one or several members of a group: what they take counts together, and they end together. */
export class GroupCrew {
  readonly #options: GroupCrewOptions
  readonly #members: readonly Member[]
  readonly #stop = new AbortController()
  readonly #out = new Handoff<CrewEvent>()
  #reason: CrewStop | null = null
  #timer: NodeJS.Timeout | undefined
  #assignments = 0

  constructor(target: KafkaTarget, options: GroupCrewOptions) {
    this.#options = options
    const budget = new ConsumeBudget(options)
    const signal = options.signal ? AbortSignal.any([options.signal, this.#stop.signal]) : this.#stop.signal
    this.#members = Array.from({ length: options.members ?? 1 }, () => {
      const member: Member = {
        state: 'waiting',
        consumption: new GroupConsumption(target, {
          ...{ ...options, budget, signal },
          onAssigned: (partitions) => {
            member.state = 'member'
            this.#joined()
            options.onAssigned?.(partitions)
          },
        }),
      }
      return member
    })
  }

  get consumed(): number {
    return this.#members.reduce((sum, { consumption }) => sum + consumption.tally.consumed, 0)
  }

  get bytes(): number {
    return this.#members.reduce((sum, { consumption }) => sum + consumption.tally.bytes, 0)
  }

  /** How often partitions were shared out anew, after each member's first time. */
  get rebalances(): number {
    return Math.max(0, this.#assignments - this.#members.length)
  }

  lag(): number {
    return this.#members.reduce((sum, { consumption }) => sum + consumption.tally.lag(), 0)
  }

  members(): ConsumeMember[] {
    return this.#members.map(({ state, consumption: { tally } }, index) => ({
      ...{ member: index + 1, state, consumed: tally.consumed, lag: tally.lag() },
      partitions: state === 'member' ? tally.holds() : [],
    }))
  }

  /** partitions adds up what the members took of each partition. */
  partitions(): PartitionCounts {
    const all = new Map<number, PartitionCounts[number]>()
    for (const { consumption } of this.#members)
      for (const counts of consumption.tally.partitions()) {
        const known = all.get(counts.partition)
        all.set(counts.partition, known ? added(known, counts) : counts)
      }
    return [...all.values()].sort((a, b) => a.partition - b.partition)
  }

  /** events runs it to its end. A failure of one member ends all; leaving the loop leaves the group. */
  async *events(): AsyncGenerator<CrewEvent> {
    const working = Promise.all(this.#members.map((member, index) => this.#work(member, index))).then(
      () =>
        this.#out.put([{ type: 'ended', reason: this.#reason ?? 'cancelled' }]).then(() => this.#out.end()),
      (error: unknown) => this.#out.fail(error),
    )
    try {
      for await (const event of this.#out.items()) {
        yield event
        if (event.type === 'ended') return
      }
    } finally {
      clearTimeout(this.#timer)
      this.#stop.abort()
      await working
    }
  }

  async #work(member: Member, index: number): Promise<void> {
    const { joinDelayMs = 0, signal } = this.#options
    const stop = signal ? AbortSignal.any([signal, this.#stop.signal]) : this.#stop.signal
    const wait = index * joinDelayMs
    if (wait > 0) await delay(wait, undefined, { signal: stop }).catch(() => undefined)
    if (stop.aborted) return
    member.state = 'joining'
    try {
      for await (const event of member.consumption.events()) {
        if (event.type === 'ended') this.#end(event.reason)
        else await this.#out.put([this.#signed(event, index)])
      }
    } catch (error) {
      this.#stop.abort()
      throw error
    } finally {
      member.state = 'left'
    }
  }

  /** The first who ends by itself ends the others; one that was told to stop has no reason of its own. */
  #end(reason: CrewStop): void {
    if (reason === 'cancelled') return
    this.#reason ??= reason
    this.#stop.abort()
  }

  #joined(): void {
    this.#assignments++
    const { durationMs } = this.#options
    if (durationMs !== undefined) this.#timer ??= setTimeout(() => this.#end('duration'), durationMs)
  }

  #signed<Event extends CrewEvent>(event: Event, index: number): Event {
    if (this.#members.length === 1 || event.type !== 'note') return event
    return { ...event, message: `Member ${index + 1}: ${event.message}` }
  }
}

function added(a: PartitionCounts[number], b: PartitionCounts[number]): PartitionCounts[number] {
  const least = [a.firstOffset, b.firstOffset].filter((offset) => offset !== null).map(Number)
  const most = [a.lastOffset, b.lastOffset].filter((offset) => offset !== null).map(Number)
  const lag = a.lag === undefined && b.lag === undefined ? undefined : (a.lag ?? 0) + (b.lag ?? 0)
  return {
    partition: a.partition,
    records: a.records + b.records,
    firstOffset: least.length > 0 ? String(Math.min(...least)) : null,
    lastOffset: most.length > 0 ? String(Math.max(...most)) : null,
    ...(lag === undefined ? {} : { lag }),
  }
}

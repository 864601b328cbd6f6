import { randomBytes } from 'node:crypto'
import { setTimeout as delay } from 'node:timers/promises'
import type { RoundTripReport } from '#lib/shared/round-trip-report.ts'
import type { RoundTripSpec } from '#lib/shared/round-trip-spec.ts'
import { ClusterLink } from './cluster-link.ts'
import { GroupConsumption } from './consume-group.ts'
import { ensureTopic } from './ensure-topic.ts'
import { contextOf } from './error-context.ts'
import type { ErrorContext } from './failure.ts'
import type { FetchedRecords } from './fetch-lane.ts'
import { inspectGroupIfUp } from './inspect-group.ts'
import type { JobUpdate } from './job-update.ts'
import { type KafkaError, translateError } from './kafka-error.ts'
import type { KafkaTarget } from './kafka-target.ts'
import { orAborted } from './or-aborted.ts'
import type { OutgoingRecord } from './outgoing-record.ts'
import { partitionEnds } from './partition-ends.ts'
import { type ProduceProgressSource, produceRecords } from './produce-records.ts'
import { readMarks } from './read-marks.ts'
import { recheckRoundTrip } from './recheck-round-trip.ts'
import { RoundTripLedger } from './round-trip-ledger.ts'
import { RoundTripRecords } from './round-trip-record.ts'
import { waitForTopic } from './wait-for-topic.ts'

const LOOK_MS = 20
/** Where the partitions end before anything is sent: a broker that is away may come back, or the run can't begin. */
const START_PATIENCE_MS = 30_000
/** The second look reads what the run wrote and what others wrote meanwhile. */
const RECHECK_MS = 120_000

type Said = Extract<JobUpdate, { type: 'note' | 'warning' }>

type Spec = RoundTripSpec & { readonly topic: string; readonly groupId: string }

export interface RoundTripOutcome {
  readonly report: RoundTripReport
  /** What ended it early; null also when the report is not a good one. */
  readonly error: KafkaError | null
  readonly stopReason: 'count' | 'duration' | 'cancelled' | 'error'
  readonly topicCreated: boolean
}

/**
 * RoundTrip joins a group at the ends of a topic, writes numbered records, receives them in the group, and compares.
 * What brokers do meanwhile is waited out; what is missing at the end is looked for without the group before it is
 * called lost.
 */
export class RoundTrip {
  readonly runId = randomBytes(8).toString('hex')
  readonly ledger: RoundTripLedger
  readonly consumption: GroupConsumption
  readonly #target: KafkaTarget
  readonly #spec: Spec
  readonly #signal: AbortSignal
  readonly #say: (said: Said) => void
  readonly #records: RoundTripRecords
  readonly #context: ErrorContext
  /** Ends of the partitions at the start. */
  readonly #starts = new Map<number, bigint>()
  /** The offset after the last acknowledged one: a new leader may not tell it as its end at once. */
  readonly #acknowledgedTo = new Map<number, number>()
  readonly #leave = new AbortController()
  /** Aborts when the group can't go on: what nobody will receive need not be written. */
  readonly #giveUp = new AbortController()
  readonly #joined = Promise.withResolvers<void>()
  #producing: ProduceProgressSource | null = null
  #retries = 0
  #topicCreated = false

  constructor(
    target: KafkaTarget,
    spec: Spec,
    { signal, say }: { readonly signal: AbortSignal; readonly say: (said: Said) => void },
  ) {
    this.#target = target
    this.#spec = spec
    this.#signal = signal
    this.#say = say
    this.#context = { ...contextOf(target), topic: spec.topic, groupId: spec.groupId, operation: 'read' }
    this.#records = new RoundTripRecords({ ...spec, runId: this.runId })
    this.ledger = new RoundTripLedger(spec)
    this.consumption = new GroupConsumption(target, {
      ...{ topic: spec.topic, groupId: spec.groupId, from: { offsets: this.#starts } },
      signal: AbortSignal.any([signal, this.#leave.signal]),
      onAssigned: () => this.#joined.resolve(),
      sink: { take: (item) => this.#take(item), settle: () => Promise.resolve() },
    })
  }

  get bytes(): number {
    return this.#producing?.snapshot().bytes ?? 0
  }

  /** run does it all. It never throws: what went wrong is in the outcome, beside what is known. */
  async run(): Promise<RoundTripOutcome> {
    const linking = ClusterLink.connect(this.#target)
    let error: KafkaError | null = null
    let late = false
    let looked: ReadonlySet<number> | null = null
    try {
      const link = await orAborted(linking, this.#signal)
      const signal = this.#signal
      // Nothing is created or written for a group that can't be joined.
      const seen = await inspectGroupIfUp(this.#target, { groupId: this.#spec.groupId, signal })
      if (seen !== null) this.#say({ type: 'note', message: seen })
      await this.#prepare(link)
      const receiving = this.#receive()
      receiving.catch(() => this.#giveUp.abort())
      try {
        await Promise.race([orAborted(this.#joined.promise, this.#signal), receiving])
        await this.#produce()
        late = await Promise.race([this.#awaitOutstanding(link), receiving.then(() => true)])
      } catch (thrown) {
        error = translateError(thrown, this.#context)
      }
      this.#leave.abort()
      await receiving.catch((thrown: unknown) => {
        error ??= translateError(thrown, this.#context)
      })
      if (!this.#signal.aborted && (late || this.ledger.outstanding > 0)) looked = await this.#recheck(link)
    } catch (thrown) {
      error ??= translateError(thrown, this.#context)
    } finally {
      this.#leave.abort()
      linking.then((link) => link.close()).catch(() => undefined)
    }
    const report = this.ledger.report({
      ...{ runId: this.runId, retries: this.#retries, rechecked: looked !== null },
      looked: (partition) => looked?.has(partition) ?? false,
    })
    const cancelled = this.#signal.aborted
    return {
      report,
      error: cancelled ? null : error,
      stopReason: cancelled ? 'cancelled' : error ? 'error' : late ? 'duration' : 'count',
      topicCreated: this.#topicCreated,
    }
  }

  async #prepare(link: ClusterLink): Promise<void> {
    const { topic, createTopic } = this.#spec
    const signal = this.#signal
    if (createTopic) {
      this.#topicCreated = await ensureTopic(this.#target, { topic, ...createTopic, signal })
      if (this.#topicCreated) this.#say({ type: 'note', message: `Created the topic “${topic}”.` })
    }
    const { partitions } = await waitForTopic(link, topic, { signal, context: this.#context })
    const ends = await partitionEnds(link, {
      ...{ topic, partitions: partitions.map(({ partition }) => partition), isolation: 'committed', signal },
      until: performance.now() + START_PATIENCE_MS,
    })
    for (const { partition } of partitions) this.#starts.set(partition, BigInt(ends.get(partition) ?? 0))
  }

  /** Receives until told to leave; resolves early only when the group's work ended by itself, throws when it failed. */
  async #receive(): Promise<void> {
    for await (const event of this.consumption.events())
      if (event.type === 'note' || event.type === 'warning') this.#say(event)
  }

  async #produce(): Promise<void> {
    const { topic, compression, rate } = this.#spec
    const signal = AbortSignal.any([this.#signal, this.#giveUp.signal])
    const outcome = await produceRecords(this.#target, {
      ...{ topic, compression, rate, signal, records: this.#make() },
      onStart: (progress) => {
        this.#producing = progress
      },
      onAcknowledged: (partition, indices, baseOffset) => {
        const now = performance.now()
        for (const sequence of indices) this.ledger.acknowledge(sequence, partition, now)
        const to = Math.max(baseOffset + indices.length, this.#acknowledgedTo.get(partition) ?? 0)
        this.#acknowledgedTo.set(partition, to)
      },
    })
    this.#retries = outcome.retries
    for (const { index, message } of outcome.refused)
      this.#say({ type: 'warning', message: `Record ${index} was refused: ${message}` })
    if (outcome.error)
      this.#say({ type: 'warning', message: `Not all was written: ${outcome.error.message}` })
    else if (outcome.stopReason === 'count')
      this.#say({ type: 'note', message: `${outcome.acknowledged} records acknowledged.` })
  }

  #take(item: FetchedRecords): Promise<void> {
    const now = performance.now()
    const { partition } = item.partition
    const options = { records: this.#records, isolation: 'committed' } as const
    this.ledger.unreadable += readMarks(item, options, (offset, mark) =>
      this.ledger.receive({ partition, offset }, mark, now),
    )
    return Promise.resolve()
  }

  *#make(): Generator<OutgoingRecord> {
    for (let sequence = 0; sequence < this.#spec.count; sequence++) {
      this.ledger.send(performance.now())
      yield this.#records.make(sequence, Date.now())
    }
  }

  /** True when time ran out before the group had received the topic up to its end of now. */
  async #awaitOutstanding(link: ClusterLink): Promise<boolean> {
    const signal = this.#signal
    const until = performance.now() + this.#spec.timeoutSeconds * 1000
    const ends = await this.#ends(link, { isolation: 'committed', until })
    const received = () => {
      for (const [partition, end] of ends)
        if (this.consumption.tally.position(partition) >= end) ends.delete(partition)
      return ends.size === 0
    }
    while (this.ledger.outstanding > 0 || !received()) {
      if (performance.now() > until) return true
      await delay(LOOK_MS, undefined, { signal })
    }
    return false
  }

  /** Up to where there must be records: what the leader says, and what was acknowledged. */
  async #ends(
    link: ClusterLink,
    options: Pick<Parameters<typeof partitionEnds>[1], 'isolation' | 'until'>,
  ): Promise<Map<number, number>> {
    const { topic } = this.#spec
    const partitions = [...this.#starts.keys()]
    const ends = await partitionEnds(link, { ...options, topic, partitions, signal: this.#signal })
    for (const [partition, to] of this.#acknowledgedTo)
      if (to > (ends.get(partition) ?? 0)) ends.set(partition, to)
    return ends
  }

  async #recheck(link: ClusterLink): Promise<ReadonlySet<number>> {
    const { topic } = this.#spec
    this.#say({
      type: 'note',
      message: `The group did not receive everything in time (${this.ledger.outstanding} acknowledged records are outstanding): reading the topic once more, without the group.`,
    })
    const signal = AbortSignal.any([this.#signal, AbortSignal.timeout(RECHECK_MS)])
    const ends = await this.#ends(link, {
      isolation: 'uncommitted',
      until: performance.now() + START_PATIENCE_MS,
    })
    const from = (partition: number) => Number(this.#starts.get(partition))
    const ranges = new Map([...ends].map(([partition, to]) => [partition, { from: from(partition), to }]))
    const { ledger } = this
    return recheckRoundTrip(link, {
      ...{ topic, ranges, records: this.#records, ledger, context: this.#context, signal },
    })
  }
}

import type { Histogram } from '#lib/shared/histogram.ts'
import { type BucketGrid, bucketGrid } from './bucket-grid.ts'
import type { ClusterLink } from './cluster-link.ts'
import { UnsupportedVersionError } from './connection-error.ts'
import type { ErrorContext } from './failure.ts'
import { protocolError, translateError } from './kafka-error.ts'
import type { KafkaTarget } from './kafka-target.ts'
import { OffsetCurve } from './offset-curve.ts'
import { kafkaErrors } from './protocol-code.ts'
import { EARLIEST, LATEST, type OffsetAnswer } from './requests/list-offsets.ts'
import type { Metadata } from './requests/metadata.ts'
import { withLink } from './shared-links.ts'

/** What a topic of a thousand partitions may cost its brokers: it gets fewer buckets, then. */
const MAX_LOOK_UPS = 20_000
const FEWEST_BUCKETS = 8
/** A broker answers one request of a connection at a time; a few more under way hide the distance to it. */
const IN_FLIGHT = 8

export interface HistogramOptions {
  readonly topic: string
  /** The window in milliseconds since 1970; absent = from the oldest record to the youngest. `to` is exclusive. */
  readonly from?: number | undefined
  readonly to?: number | undefined
  readonly buckets: number
  readonly signal?: AbortSignal | undefined
}

/**
 * topicHistogram counts a topic's records over time without reading one: by the offsets at the buckets' edges. All
 * partitions of a broker are asked at once; a partition whose leader does not answer says so under `failed`. Throws a
 * KafkaError, `broker_topic_unknown` and `broker_topic_denied` among them.
 */
export function topicHistogram(target: KafkaTarget, options: HistogramOptions): Promise<Histogram> {
  return withLink(target, options.signal, async (link, call) => {
    const metadata = await link.metadata({ topics: [options.topic] }, call)
    const known = metadata.topics[0]
    const code = known?.errorCode ?? kafkaErrors.UNKNOWN_TOPIC_OR_PARTITION
    if (!known || (code !== kafkaErrors.NONE && code !== kafkaErrors.LEADER_NOT_AVAILABLE)) {
      throw protocolError(code, { ...call.context, topic: options.topic, operation: 'describe' })
    }
    return new HistogramCount(link, metadata, options, call).count()
  })
}

class HistogramCount {
  readonly #link: ClusterLink
  readonly #metadata: Metadata
  readonly #options: HistogramOptions
  readonly #call: { readonly signal: AbortSignal; readonly context: ErrorContext }
  readonly #failed = new Map<number, OffsetAnswer>()

  constructor(
    link: ClusterLink,
    metadata: Metadata,
    options: HistogramOptions,
    call: { readonly signal: AbortSignal; readonly context: ErrorContext },
  ) {
    this.#link = link
    this.#metadata = metadata
    this.#options = options
    this.#call = call
  }

  async count(): Promise<Histogram> {
    const all = (this.#metadata.topics[0]?.partitions ?? [])
      .map(({ partition }) => partition)
      .sort((a, b) => a - b)
    const [lows, highs, oldest, youngest] = await Promise.all([
      this.#ask(all.map((partition) => ({ partition, timestamp: EARLIEST }))),
      this.#ask(all.map((partition) => ({ partition, timestamp: LATEST }))),
      this.#options.from === undefined
        ? this.#ask(all.map((partition) => ({ partition, timestamp: 0n })))
        : [],
      this.#options.to === undefined ? this.#youngest(all) : [],
    ])
    const grid = this.#grid(all.length, oldest, youngest)
    const [low, high] = [byPartition(lows), byPartition(highs)]
    const curves = all.map((partition) => {
      const bounds = { low: low.get(partition)?.offset ?? 0n, high: high.get(partition)?.offset ?? 0n }
      return new OffsetCurve(partition, bounds, grid)
    })
    await this.#refine(curves)
    const drawn = curves.filter(({ partition }) => !this.#failed.has(partition))
    return {
      ...grid,
      partitions: drawn.map((curve) => {
        const { first, counts } = curve.counts()
        const { partition } = curve
        return { partition, low: String(curve.low), high: String(curve.high), first: String(first), counts }
      }),
      failed: [...this.#failed.values()].map((answer) => this.#failureOf(answer)),
    }
  }

  /** Asks in rounds: each knows from the last one where something lies. */
  async #refine(curves: readonly OffsetCurve[]): Promise<void> {
    for (;;) {
      const going = curves.filter(({ partition }) => !this.#failed.has(partition))
      const wanted = going.map((curve) => ({ curve, edges: curve.wanted() }))
      const requests = Math.max(0, ...wanted.map(({ edges }) => edges.length))
      if (requests === 0) return
      let next = 0
      const worker = async (): Promise<void> => {
        while (next < requests) {
          const turn = next++
          // A request may name a partition once: this one holds the n-th edge of each.
          const asked = wanted.flatMap(({ curve, edges }) => {
            const edge = edges[turn]
            return edge === undefined ? [] : [{ curve, edge }]
          })
          const answers = byPartition(
            await this.#ask(
              asked.map(({ curve, edge }) => ({
                partition: curve.partition,
                timestamp: BigInt(curve.timeAt(edge)),
              })),
            ),
          )
          for (const { curve, edge } of asked) {
            const answer = answers.get(curve.partition)
            if (answer) curve.learn(edge, answer)
          }
        }
      }
      await Promise.all(Array.from({ length: Math.min(IN_FLIGHT, requests) }, worker))
    }
  }

  #grid(partitions: number, oldest: readonly OffsetAnswer[], youngest: readonly OffsetAnswer[]): BucketGrid {
    const affordable = Math.max(FEWEST_BUCKETS, Math.floor(MAX_LOOK_UPS / Math.max(1, partitions)))
    const times = (answers: readonly OffsetAnswer[]): number[] =>
      answers.map(({ timestamp }) => Number(timestamp)).filter((time) => time >= 0)
    const to = this.#options.to ?? Math.max(-1, ...times(youngest)) + 1
    const first = Math.min(...times(oldest))
    // An empty topic has no time of its own.
    const end = to > 0 ? to : Date.now()
    const from = this.#options.from ?? (Number.isFinite(first) ? Math.min(first, end) : end)
    return bucketGrid(from, end, Math.min(this.#options.buckets, affordable))
  }

  /** Only good answers; others are kept as the partition's failure. */
  async #ask(
    queries: readonly { readonly partition: number; readonly timestamp: bigint }[],
  ): Promise<OffsetAnswer[]> {
    const { topic } = this.#options
    const named = queries.map((query) => ({ topic, ...query }))
    return this.#sift(await this.#link.listOffsetsWith(this.#metadata, named, 'uncommitted', this.#call))
  }

  async #youngest(partitions: readonly number[]): Promise<OffsetAnswer[]> {
    const { topic } = this.#options
    const named = partitions.map((partition) => ({ topic, partition }))
    try {
      return this.#sift(await this.#link.newestTimes(this.#metadata, named, this.#call))
    } catch (error) {
      // Before Kafka 3.0 nobody knows: then it is now.
      if (!(error instanceof UnsupportedVersionError)) throw error
      return named.map((place) => ({ ...place, errorCode: 0, timestamp: BigInt(Date.now()), offset: -1n }))
    }
  }

  #sift(answers: readonly OffsetAnswer[]): OffsetAnswer[] {
    return answers.filter((answer) => {
      if (answer.errorCode === kafkaErrors.NONE) return true
      this.#failed.set(answer.partition, answer)
      return false
    })
  }

  #failureOf(answer: OffsetAnswer): Histogram['failed'][number] {
    const { partition } = answer
    const place = {
      ...this.#call.context,
      topic: this.#options.topic,
      partition,
      operation: 'describe',
    } as const
    const { code, message } = answer.failure
      ? translateError(answer.failure, place)
      : protocolError(answer.errorCode, place)
    return { partition, code, message }
  }
}

function byPartition(answers: readonly OffsetAnswer[]): Map<number, OffsetAnswer> {
  return new Map(answers.map((answer) => [answer.partition, answer]))
}

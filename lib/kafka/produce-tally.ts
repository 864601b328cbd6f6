import type { z } from 'zod'
import type { JobProgressSchema } from '#lib/shared/job.ts'
import { LatencyHistogram, type LatencyQuantiles } from './latency-histogram.ts'
import type { ProduceBatch } from './produce-batch.ts'

/** The most refused records that are kept by name; of more only the number is told. */
export const MAX_NAMED_REFUSALS = 20

export interface RefusedRecord {
  /** The record's number in the source, from 0. */
  readonly index: number
  readonly partition: number
  readonly code: string
  readonly message: string
}

/** Where a record was written. */
export interface WrittenRecord {
  readonly partition: number
  readonly offset: bigint
  /** Milliseconds, of the broker's clock when the topic stamps on append; null = as sent. */
  readonly appendTime: number | null
}

interface PartitionTally {
  records: number
  first: bigint | null
  last: bigint | null
}

export type PartitionCounts = z.infer<typeof JobProgressSchema>['partitions']

/** ProduceTally counts what was acknowledged and what was refused. */
export class ProduceTally {
  acknowledged = 0
  refusedRecords = 0
  bytes = 0
  readonly refused: RefusedRecord[] = []
  readonly #latency = new LatencyHistogram()
  readonly #partitions = new Map<number, PartitionTally>()
  readonly #written: (WrittenRecord | undefined)[] | null

  /** With `keepPositions` it remembers where each record went: for few records only. */
  constructor(keepPositions: boolean) {
    this.#written = keepPositions ? [] : null
  }

  /** Where each record was written, by its number; undefined for one that was not. */
  get written(): readonly (WrittenRecord | undefined)[] {
    return this.#written ?? []
  }

  acknowledge(partition: number, batch: ProduceBatch, now: number): void {
    this.acknowledged += batch.count
    this.bytes += batch.bytes.length
    this.#latency.add(now - batch.firstSentAt)
    const tally = this.#tallyOf(partition)
    tally.records += batch.count
    if (batch.outcome?.kind !== 'acknowledged') return
    const { baseOffset, appendTime } = batch.outcome
    // "Written before" comes without the offset when the broker has forgotten it.
    if (baseOffset < 0n) return
    tally.first ??= baseOffset
    tally.last = baseOffset + BigInt(batch.count - 1)
    if (!this.#written) return
    for (const [delta, index] of batch.indices.entries())
      this.#written[index] = {
        partition,
        offset: baseOffset + BigInt(delta),
        appendTime: appendTime < 0n ? null : Number(appendTime),
      }
  }

  refuse(partition: number, indices: readonly number[], reason: { code: string; message: string }): void {
    this.refusedRecords += indices.length
    for (const index of indices) {
      if (this.refused.length >= MAX_NAMED_REFUSALS) return
      this.refused.push({ index, partition, ...reason })
    }
  }

  latency(): LatencyQuantiles | null {
    return this.#latency.quantiles()
  }

  partitions(): PartitionCounts {
    return [...this.#partitions]
      .sort(([a], [b]) => a - b)
      .map(([partition, { records, first, last }]) => ({
        partition,
        records,
        firstOffset: first?.toString() ?? null,
        lastOffset: last?.toString() ?? null,
      }))
  }

  #tallyOf(partition: number): PartitionTally {
    const known = this.#partitions.get(partition)
    if (known) return known
    const tally = { records: 0, first: null, last: null }
    this.#partitions.set(partition, tally)
    return tally
  }
}

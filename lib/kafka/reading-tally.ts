import type { PartitionRange } from '#lib/shared/record.ts'
import { type FilterFailures, sumFailures } from './filter-failures.ts'
import { goOnAfter } from './go-on-after.ts'
import type { EndReason, ReadEvent } from './read-event.ts'

type Progress = Extract<ReadEvent, { type: 'progress' }>
type Ended = Extract<ReadEvent, { type: 'ended' }>

/** The one that says most about why the whole did not come to its end. */
const reasons: readonly EndReason[] = ['cancelled', 'deadline', 'budget', 'limit', 'reached-end']

/** ReadingTally adds up what several readings of one topic say, each about its own partitions. */
export class ReadingTally {
  readonly #shares: Progress[]
  readonly #ends: (Ended | null)[]
  readonly #began = performance.now()
  readonly #skippedBefore: number

  /** `skippedBefore` counts what was known to be missing before any of them began. */
  constructor(shares: readonly (readonly PartitionRange[])[], skippedBefore: number) {
    this.#shares = shares.map((ranges) => ({
      type: 'progress',
      read: 0,
      matched: 0,
      bytes: 0,
      skipped: 0,
      undecodable: 0,
      recordsPerSecond: 0,
      positions: ranges.map(({ partition, from, high }) => ({ partition, position: from, high })),
    }))
    this.#ends = shares.map(() => null)
    this.#skippedBefore = skippedBefore
  }

  /** note takes the latest word of one of them. */
  note(share: number, event: Progress | Ended): void {
    if (event.type === 'progress') {
      this.#shares[share] = event
      return
    }
    this.#ends[share] = event
    const { read, matched, skipped, undecodable } = event
    const failures = sumFailures([event])
    const before = this.#shares[share]
    if (before)
      this.#shares[share] = {
        ...before,
        read,
        matched,
        skipped,
        undecodable,
        ...failures,
        recordsPerSecond: 0,
      }
  }

  get matched(): number {
    return this.#sum('matched')
  }

  /** progress is that of all together. */
  progress(): Progress {
    return {
      type: 'progress',
      ...this.#counts(0),
      bytes: this.#sum('bytes'),
      recordsPerSecond: this.#sum('recordsPerSecond'),
      positions: this.#shares.flatMap(({ positions }) => positions).sort((a, b) => a.partition - b.partition),
    }
  }

  /** ended is the last word of all. Of what matched, `discarded` were found and not given: they count as not read. */
  ended({ reason, discarded = 0 }: { reason?: EndReason; discarded?: number } = {}): Ended {
    const said = this.#ends.map((end) => end?.reason)
    const why = reason ?? reasons.find((each) => said.includes(each)) ?? 'reached-end'
    return {
      type: 'ended',
      reason: why,
      ...goOnAfter(why, this.progress().positions),
      ...this.#counts(discarded),
      seconds: Math.round(performance.now() - this.#began) / 1000,
    }
  }

  #counts(discarded: number): Pick<Ended, 'read' | 'matched' | 'skipped' | 'undecodable'> & FilterFailures {
    return {
      read: this.#sum('read') + this.#skippedBefore - discarded,
      matched: this.matched - discarded,
      skipped: this.#sum('skipped') + this.#skippedBefore,
      undecodable: this.#sum('undecodable'),
      ...sumFailures(this.#shares),
    }
  }

  #sum(field: 'read' | 'matched' | 'bytes' | 'skipped' | 'undecodable' | 'recordsPerSecond'): number {
    return this.#shares.reduce((total, share) => total + share[field], 0)
  }
}

import type { CommitPolicy } from '#lib/shared/consume-spec.ts'
import type { BatchSink } from './batch-sink.ts'
import type { ErrorContext } from './failure.ts'
import type { GroupMembership } from './group-membership.ts'
import type { GroupTally } from './group-tally.ts'
import { translateError } from './kafka-error.ts'

/** Between repeating a second of work after a crash and asking the coordinator all the time. */
const COMMIT_EVERY_MS = 1_000
/** A coordinator that takes no commit for so long is not coming back by itself. */
const PATIENCE_MS = 30_000

/** GroupCommitter stores how far a member has come: the offset after the last record that was handed over. */
export class GroupCommitter {
  readonly #membership: GroupMembership
  readonly #tally: GroupTally
  readonly #context: ErrorContext
  readonly #sink: BatchSink | undefined
  readonly #policy: CommitPolicy
  #triedAt = 0
  #busy = false
  #failingSince: number | null = null

  constructor(
    membership: GroupMembership,
    tally: GroupTally,
    context: ErrorContext,
    { sink, commit }: { readonly sink?: BatchSink | undefined; readonly commit?: CommitPolicy | undefined },
  ) {
    this.#membership = membership
    this.#tally = tally
    this.#context = context
    this.#sink = sink
    this.#policy = commit ?? 'each-second'
  }

  /** commit stores what is new. Throws when the coordinator did not take it. */
  async commit(): Promise<void> {
    const offsets = this.#tally.uncommitted()
    if (offsets.size === 0 || this.#policy === 'never') return
    // What is handed over after this look may be delivered too, but is not committed by it.
    await this.#sink?.settle()
    await this.#membership.commit(offsets)
    this.#tally.committed(offsets)
  }

  /** tick commits when it is time to. Throws a KafkaError only for what no waiting mends. */
  async tick(): Promise<void> {
    const now = performance.now()
    if (this.#policy !== 'each-second' || this.#busy || now - this.#triedAt < COMMIT_EVERY_MS) return
    this.#triedAt = now
    this.#busy = true
    try {
      await this.commit()
      this.#failingSince = null
    } catch (error) {
      const known = translateError(error, this.#context)
      this.#failingSince ??= now
      // `conflict` = our generation is over, which the membership has noticed too.
      if (known.code === 'conflict') return
      if (!known.retriable || now - this.#failingSince > PATIENCE_MS) throw known
    } finally {
      this.#busy = false
    }
  }
}

/** DeliveredRecord is one record on its way to a sink. Its bytes are valid only while `add` runs. */
export interface DeliveredRecord {
  readonly partition: number
  readonly offset: number
  /** Milliseconds since 1970. */
  readonly timestamp: number
  readonly timestampType: 'create' | 'append'
  readonly key: Buffer | null
  readonly value: Buffer | null
  readonly headers: readonly (readonly [name: string, value: Buffer | null])[]
}

/** The most refused records that the journal names; of more only the number is told. */
const MAX_NAMED = 20

/** SinkTally counts what became of the records that a sink took, and names the first that it did not deliver. */
export class SinkTally {
  added = 0
  delivered = 0
  redelivered = 0
  dropped = 0
  undecodable = 0
  failed = 0
  retries = 0
  readonly #named = { failed: 0, undecodable: 0 }
  #remarks: string[] = []

  get pending(): number {
    const known = this.delivered + this.redelivered + this.dropped + this.undecodable + this.failed
    return this.added - known
  }

  /** refuse counts one record that will never be delivered, and why. */
  refuse(kind: 'failed' | 'undecodable', place: { partition: number; offset: number }, why: string): void {
    this[kind]++
    if (++this.#named[kind] <= MAX_NAMED)
      this.remark(`Partition ${place.partition}, offset ${place.offset}: ${why}`)
  }

  remark(words: string): void {
    this.#remarks.push(words)
  }

  /** takeRemarks gives what was said since it was last asked. */
  takeRemarks(): readonly string[] {
    const taken = this.#remarks
    this.#remarks = []
    return taken
  }
}

/**
 * RecordSink delivers records to one place, in the order of each partition. It is closed by who opened it, and stays
 * able to settle after the job's signal was aborted.
 */
export interface RecordSink {
  readonly tally: SinkTally
  /** add takes one record, and copies what it keeps of it. */
  add(record: DeliveredRecord): void
  /** room resolves when more may be added. Throws when the sink has failed. */
  room(): Promise<void>
  /** settle resolves when all that was added is delivered or counted as not to be. Throws when the sink has failed. */
  settle(): Promise<void>
  /** close gives up what is still on its way. */
  close(): Promise<void>
}

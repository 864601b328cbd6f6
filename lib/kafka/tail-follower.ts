import type { FetchedRecords } from './fetch-lane.ts'
import { type OpenScanner, openScanner, type ScanSpec } from './open-scanner.ts'
import type { RecordsEvent } from './read-event.ts'
import type { SchemaLookup } from './record-decoder.ts'
import type { TailCounts, TailNotice } from './tail-message.ts'
import { unreadableNotice } from './unreadable-notice.ts'

/**
 * TailFollower is a reading that has come further than the tail in some partitions. Until the tail has caught up
 * there, it looks at what the tail fetches by itself, so that it gets nothing twice.
 */
export class TailFollower {
  readonly reading: number
  readonly spec: ScanSpec
  /** By partition, the offset from which on its records come by the tail. */
  readonly #from: Map<number, number>
  readonly #open: OpenScanner
  #skipped = 0

  constructor(
    reading: number,
    { spec, lookup }: { readonly spec: ScanSpec; readonly lookup: SchemaLookup | null },
    from: ReadonlyMap<number, number>,
  ) {
    this.reading = reading
    this.spec = spec
    this.#from = new Map(from)
    this.#open = openScanner(spec, Number.POSITIVE_INFINITY, lookup)
  }

  get counts(): TailCounts {
    const { read, matched, bytes, undecodable, filterFailures } = this.#open.scanner
    return {
      read: read + this.#skipped,
      matched,
      bytes,
      skipped: this.#skipped,
      undecodable,
      ...filterFailures,
    }
  }

  skip(count: number): void {
    this.#skipped += count
  }

  /** scan gives what is new to this reading in what was fetched. */
  scan(item: FetchedRecords): { records: RecordsEvent[]; notices: TailNotice[] } {
    const from = Math.max(item.from, this.#from.get(item.partition.partition) ?? 0)
    const records: RecordsEvent[] = []
    const notices: TailNotice[] = []
    if (from < item.next) {
      for (const found of this.#open.scanner.scan({ ...item, from })) {
        if ('lines' in found) records.push({ type: 'records', ...found })
        else if (found.type === 'unreadable') notices.push(unreadableNotice(found))
      }
    }
    const rest = this.#open.lines.flush()
    if (rest) records.push({ type: 'records', ...rest })
    return { records, notices }
  }

  /** caughtUp tells whether the tail has come as far as this reading, in every partition. */
  caughtUp(seen: (partition: number) => number): boolean {
    for (const [partition, from] of this.#from) {
      if (seen(partition) >= from) this.#from.delete(partition)
    }
    return this.#from.size === 0
  }
}

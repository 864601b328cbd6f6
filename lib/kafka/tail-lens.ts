import type { BatchScanner } from './batch-scanner.ts'
import { Credit } from './credit.ts'
import type { FetchedRecords } from './fetch-lane.ts'
import { openScanner, type ScanSpec } from './open-scanner.ts'
import type { RecordDecoder, SchemaLookup } from './record-decoder.ts'
import type { RecordLines } from './record-lines.ts'
import type { TailCounts, TailMessage, TailNotice } from './tail-message.ts'
import { unreadableNotice } from './unreadable-notice.ts'

/** So many viewers get each record as it comes; more of them get them a little later and in larger pieces. */
const AT_ONCE_UP_TO = 8
/** With a thousand viewers lines leave ten times a second: ten thousand pieces a second is what one process sends. */
const PACE_MS_PER_VIEWER = 0.1
const MAX_PACE_MS = 100
/** More than this under way means that the main thread is busy: the tail waits for it. */
const CREDIT_BYTES = 4 * 1024 * 1024

/** TailLens is one way to look at a tail: one filter, one set of lines, for any number of readings. */
export class TailLens {
  readonly id: number
  readonly readings = new Set<number>()
  readonly credit = new Credit(CREDIT_BYTES)
  readonly #post: (message: TailMessage, transfer: ArrayBuffer[]) => void
  readonly #scanner: BatchScanner
  readonly #lines: RecordLines
  #skipped = 0
  #lastFlush = 0
  #timer: NodeJS.Timeout | null = null

  readonly decoder: RecordDecoder | null

  constructor(
    id: number,
    { spec, lookup }: { readonly spec: ScanSpec; readonly lookup: SchemaLookup | null },
    post: (message: TailMessage, transfer: ArrayBuffer[]) => void,
  ) {
    this.id = id
    this.#post = post
    const { scanner, lines, decoder } = openScanner(spec, Number.POSITIVE_INFINITY, lookup)
    this.decoder = decoder
    this.#scanner = scanner
    this.#lines = lines
  }

  get counts(): TailCounts {
    const { read, matched, bytes, undecodable, filterFailures } = this.#scanner
    const skipped = this.#skipped
    return { read: read + skipped, matched, bytes, skipped, undecodable, ...filterFailures }
  }

  /** scan looks at what was fetched. Gives what has to be said about records that can't be read. */
  scan(item: FetchedRecords): TailNotice[] {
    const notices: TailNotice[] = []
    for (const found of this.#scanner.scan(item)) {
      if ('lines' in found) this.#send(found)
      // The schemas that it needs were asked for before.
      else if (found.type === 'unreadable') notices.push(unreadableNotice(found))
    }
    const pace = this.#pace()
    const waited = performance.now() - this.#lastFlush
    if (waited >= pace) this.flush()
    else this.#timer ??= setTimeout(() => this.flush(), pace - waited)
    return notices
  }

  skip(count: number): void {
    this.#skipped += count
  }

  /** flush sends what was found so far. */
  flush(): void {
    clearTimeout(this.#timer ?? undefined)
    this.#timer = null
    this.#lastFlush = performance.now()
    const chunk = this.#lines.flush()
    if (chunk) this.#send(chunk)
  }

  close(): void {
    clearTimeout(this.#timer ?? undefined)
    this.credit.close()
  }

  #pace(): number {
    const { size } = this.readings
    return size <= AT_ONCE_UP_TO ? 0 : Math.min(MAX_PACE_MS, size * PACE_MS_PER_VIEWER)
  }

  #send({ lines, count }: { readonly lines: Uint8Array<ArrayBuffer>; readonly count: number }): void {
    if (this.readings.size === 0) return
    this.credit.spend(lines.byteLength)
    const records = { type: 'records', lines, count } as const
    this.#post({ type: 'lines', lens: this.id, records, counts: this.counts }, [lines.buffer])
  }
}

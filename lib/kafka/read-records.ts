import { packRegistry } from '#lib/registry/registry-target.ts'
import { KafkaError } from './kafka-error.ts'
import type { KafkaTarget } from './kafka-target.ts'
import type { ReadEvent } from './read-event.ts'
import { readOnThread } from './read-on-thread.ts'
import type { ReadOptions } from './read-options.ts'
import { readPlanned } from './read-planned.ts'
import { ReaderPool } from './reader-pool.ts'
import { packTarget } from './target-message.ts'

export type { ReadEvent } from './read-event.ts'
export type { ReadOptions } from './read-options.ts'

/** Long enough to look at a page and press a key; short enough that no idle socket stays. */
const KEEP_WARM_MS = 10_000

const POOL = Symbol.for('keystream.reader-pool')

/** The pool is one for the process: Next bundles this file more than once. */
function pool(): ReaderPool {
  const holder = globalThis as { [POOL]?: ReaderPool }
  const made = holder[POOL] ?? new ReaderPool()
  holder[POOL] = made
  return made
}

/**
 * readRecords reads a topic without a consumer group, in a worker thread; a long bounded range in as many as
 * are idle, each with partitions of its own. It gives `started`, then records as NDJSON
 * chunks with `progress` at least each second, and at last `ended`. Who does not take, stops the fetching; leaving the
 * loop, or aborting the signal (then the last event is `ended` with `cancelled`), frees the broker's sockets at once.
 * Throws a KafkaError. `read` = matched + rejected by the filter + skipped + undecodable.
 */
export async function* readRecords(target: KafkaTarget, options: ReadOptions): AsyncGenerator<ReadEvent> {
  const { signal, order, registry, ...plain } = options
  const task = { ...plain, ...(registry && { registry: packRegistry(registry) }) }
  const packed = packTarget(target)
  const live = task.to === 'live'
  if (live && order === 'time') throw orderlessError()
  // A limit ends a reading early more often than a second thread would speed it up.
  if (order === 'time' || (!live && task.limit === undefined)) {
    yield* readPlanned(pool(), packed, { task, order, signal })
    return
  }
  yield* readOnThread(pool().read(packed, task), signal)
}

function orderlessError(): KafkaError {
  return new KafkaError({
    code: 'bad_request',
    message: 'What comes live has no order by time: a later record may carry an earlier time.',
    advice: 'Leave out the order, or read up to "latest".',
    retriable: false,
  })
}

/** warmReader connects ahead, so that a reading which begins within seconds gives its first record at once. */
export function warmReader(target: KafkaTarget): void {
  pool().warm(packTarget(target), KEEP_WARM_MS)
}

/** closeReaders ends all reading threads of the process. */
export async function closeReaders(): Promise<void> {
  await pool().close()
}

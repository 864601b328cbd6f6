import type { ClusterLink } from './cluster-link.ts'
import { contextOf } from './error-context.ts'
import type { ErrorContext } from './failure.ts'
import { cancelledError, translateError } from './kafka-error.ts'
import type { KafkaTarget } from './kafka-target.ts'
import { LinkCache } from './link-cache.ts'
import { orAborted } from './or-aborted.ts'
import { packTarget } from './target-message.ts'

/** A page asks several short questions one after the other. */
const KEEP_MS = 3_000
/** An answer that takes longer is no answer to a person; a dead cluster is told well before. */
const QUESTION_DEADLINE_MS = 20_000

const links = new LinkCache()

/**
 * withLink does something short over a link that is shared with the questions before and after it. Throws a
 * KafkaError, also when it takes longer than 20 s.
 */
export async function withLink<T>(
  target: KafkaTarget,
  signal: AbortSignal | undefined,
  work: (link: ClusterLink, call: { signal: AbortSignal; context: ErrorContext }) => Promise<T>,
): Promise<T> {
  const { key } = packTarget(target)
  const context = contextOf(target)
  const deadline = AbortSignal.timeout(QUESTION_DEADLINE_MS)
  const stop = signal ? AbortSignal.any([signal, deadline]) : deadline
  const borrowing = links.borrow(key, target)
  try {
    const { link } = await orAborted(borrowing, stop)
    return await work(link, { signal: stop, context })
  } catch (error) {
    if (signal?.aborted) throw cancelledError(error)
    throw translateError(error, context)
  } finally {
    borrowing
      .then(({ release }) => {
        links.keep(key, KEEP_MS)
        release()
      })
      .catch(() => undefined)
  }
}

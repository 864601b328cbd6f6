import { ClusterLink } from './cluster-link.ts'
import { contextOf } from './error-context.ts'
import { type KafkaError, translateError } from './kafka-error.ts'
import type { KafkaTarget } from './kafka-target.ts'

/** A second log-in takes a third of a second; a cluster in trouble must not hold up the answer. */
const LOOK_MS = 3_000

/**
 * explainDenied tells "removed or rotated" from "rights changed": a user that is removed together with its ACLs keeps
 * its open connections, and there every request is denied. So it logs in once more, and gives the error of that when
 * the credentials are refused; else the error as it was.
 */
export async function explainDenied(target: KafkaTarget, error: KafkaError): Promise<KafkaError> {
  if (error.code !== 'broker_topic_denied' && error.code !== 'broker_group_denied') return error
  try {
    const link = await ClusterLink.connect(target, { signal: AbortSignal.timeout(LOOK_MS) })
    link.close()
    return error
  } catch (failure) {
    const known = translateError(failure, { ...contextOf(target), phase: 'connect' })
    return known.code === 'broker_auth_failed' ? known : error
  }
}

import { setTimeout as delay } from 'node:timers/promises'
import type { ClusterLink } from './cluster-link.ts'
import type { ErrorContext } from './failure.ts'
import { protocolError } from './kafka-error.ts'
import type { ProducerIdentity } from './produce-partition.ts'
import { isRetriableCode } from './protocol-codes.ts'
import { initProducerIdRequest } from './requests/init-producer-id.ts'

/** A brand-new cluster answers "not yet" for some tens of milliseconds; one that is recovering, for some seconds. */
const PATIENCE_MS = 15_000
const PAUSE_MS = 75

/** requestProducerIdentity asks for a producer id, so that the brokers recognise a batch that is sent twice. */
export async function requestProducerIdentity(
  link: ClusterLink,
  options: { readonly signal?: AbortSignal | undefined; readonly context: ErrorContext },
): Promise<ProducerIdentity> {
  const until = performance.now() + PATIENCE_MS
  for (;;) {
    const { errorCode, producerId, producerEpoch } = await link.call(initProducerIdRequest(), {
      signal: options.signal,
    })
    if (errorCode === 0) return { producerId, producerEpoch }
    if (!isRetriableCode(errorCode) || performance.now() > until)
      throw protocolError(errorCode, { ...options.context, operation: 'write' })
    await delay(PAUSE_MS, undefined, { signal: options.signal })
  }
}

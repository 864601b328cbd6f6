import { setTimeout as delay } from 'node:timers/promises'
import type { ClusterLink } from './cluster-link.ts'
import type { ErrorContext } from './failure.ts'
import { protocolError } from './kafka-error.ts'
import { isRetriableCode } from './protocol-codes.ts'
import { findCoordinatorRequest } from './requests/find-coordinator.ts'

/** A brand-new cluster makes its offsets topic first; one that lost the coordinator elects another. */
const PATIENCE_MS = 15_000
const PAUSE_MS = 75

/**
 * findGroupCoordinator gives the node id of a group's coordinator, and waits while there is none yet. Throws
 * `broker_group_denied` at once when this user may not use the group.
 */
export async function findGroupCoordinator(
  link: ClusterLink,
  groupId: string,
  options: { readonly signal: AbortSignal; readonly context: ErrorContext },
): Promise<number> {
  const until = performance.now() + PATIENCE_MS
  for (;;) {
    const { errorCode, node } = await link.call(findCoordinatorRequest(groupId), { signal: options.signal })
    if (node) {
      if (link.addressOf(node.nodeId) === null)
        await link.metadata({ topics: [] }, { signal: options.signal })
      return node.nodeId
    }
    if (!isRetriableCode(errorCode) || performance.now() > until)
      throw protocolError(errorCode, { ...options.context, groupId, operation: 'group' })
    await delay(PAUSE_MS, undefined, { signal: options.signal })
  }
}

import { setTimeout as delay } from 'node:timers/promises'
import type { ClusterLink } from './cluster-link.ts'
import type { ErrorContext } from './failure.ts'
import { findGroupCoordinator } from './group-coordinator.ts'
import type { KafkaAnswer, KafkaRequest } from './kafka-request.ts'
import { kafkaErrors } from './protocol-code.ts'

/** A coordinator that moves is elsewhere, and loaded, within a second or two. */
const PATIENCE_MS = 5_000
const PAUSE_MS = 100
const MOVING: ReadonlySet<number> = new Set([
  kafkaErrors.COORDINATOR_LOAD_IN_PROGRESS,
  kafkaErrors.COORDINATOR_NOT_AVAILABLE,
  kafkaErrors.NOT_COORDINATOR,
])

/** GroupCall is who asks: until when, and what an error may tell. */
export interface GroupCall {
  readonly signal: AbortSignal
  readonly context: ErrorContext
}

/**
 * askCoordinator sends a request to a group's coordinator, and again for some seconds while that is moving; `codeOf`
 * finds the error code in the answer. Throws `broker_group_denied` when this user may not use the group; any other
 * code is left in the answer.
 */
export async function askCoordinator<Answer extends KafkaAnswer>(
  link: ClusterLink,
  groupId: string,
  request: KafkaRequest<Answer>,
  { codeOf, ...call }: GroupCall & { readonly codeOf: (answer: Answer) => number | undefined },
): Promise<{ readonly answer: Answer; readonly node: number }> {
  const until = performance.now() + PATIENCE_MS
  for (;;) {
    const node = await findGroupCoordinator(link, groupId, call)
    const answer = await link.node(node).call(request, { signal: call.signal })
    if (!MOVING.has(codeOf(answer) ?? kafkaErrors.NONE) || performance.now() > until) return { answer, node }
    await delay(PAUSE_MS, undefined, { signal: call.signal })
  }
}

import { setTimeout as delay } from 'node:timers/promises'
import { type GroupType, GroupTypeSchema } from '#lib/shared/group.ts'
import type { Connection } from './connection.ts'
import { protocolError } from './kafka-error.ts'
import { kafkaErrors } from './protocol-code.ts'
import { isRetriableCode } from './protocol-codes.ts'
import {
  LIST_GROUPS_KEY,
  LIST_TYPES_VERSION,
  type ListedGroup,
  type ListedGroups,
  listGroupsRequest,
  listTypedGroupsRequest,
} from './requests/list-groups.ts'

/** A young broker takes this long to be ready to coordinate. */
const PATIENCE_MS = 3_000
const PAUSE_MS = 100

/** brokerGroups lists the groups that a broker coordinates and this user may see: others are hidden, never refused. */
export async function brokerGroups(connection: Connection, signal: AbortSignal): Promise<ListedGroups> {
  await connection.connect()
  const spoken = connection.versions?.[LIST_GROUPS_KEY]
  const tellsTypes = spoken !== undefined && spoken.maxVersion >= LIST_TYPES_VERSION
  const request = tellsTypes ? listTypedGroupsRequest() : listGroupsRequest()
  const until = performance.now() + PATIENCE_MS
  for (;;) {
    const answer = await connection.call(request, { signal })
    if (answer.errorCode === kafkaErrors.NONE) return answer
    if (!isRetriableCode(answer.errorCode) || performance.now() > until) throw protocolError(answer.errorCode)
    await delay(PAUSE_MS, undefined, { signal })
  }
}

/** typeOf reads the type that a broker told; an old one tells none. */
export function typeOf({ type }: Pick<ListedGroup, 'type'>): GroupType {
  const known = GroupTypeSchema.safeParse(type)
  return known.success ? known.data : 'unknown'
}

import { askCoordinator } from './ask-coordinator.ts'
import { groupMissing } from './describe-group.ts'
import { DELETE_DENIED, inUseWords } from './group-permissions.ts'
import { KafkaError, protocolError } from './kafka-error.ts'
import type { KafkaTarget } from './kafka-target.ts'
import { isActive, lookAtGroup } from './look-at-group.ts'
import { kafkaErrors } from './protocol-code.ts'
import { deleteGroupsRequest } from './requests/delete-groups.ts'
import { withLink } from './shared-links.ts'

const NON_EMPTY_GROUP = 68
const GROUP_ID_NOT_FOUND = 69

/**
 * deleteGroup deletes a group with all its committed offsets. Throws `not_permitted_by_acl` without DELETE on it,
 * `conflict` while it has members, `not_found` when it is not there, `broker_group_denied` without any right.
 */
export function deleteGroup(
  target: KafkaTarget,
  groupId: string,
  { signal }: { readonly signal?: AbortSignal | undefined } = {},
): Promise<void> {
  return withLink(target, signal, async (link, call) => {
    const group = await lookAtGroup(link, groupId, call)
    if (group.operations !== null && !group.operations.includes('DELETE')) throw deleteDenied()
    if (isActive(group)) throw conflict(inUseWords(group))
    const { answer } = await askCoordinator(link, groupId, deleteGroupsRequest([groupId]), {
      ...call,
      codeOf: ({ groups }) => groups[0]?.errorCode,
    })
    const code = answer.groups[0]?.errorCode ?? kafkaErrors.NONE
    if (code === kafkaErrors.NONE) return
    if (code === GROUP_ID_NOT_FOUND) throw groupMissing(groupId)
    if (code === kafkaErrors.GROUP_AUTHORIZATION_FAILED) throw deleteDenied()
    if (code === NON_EMPTY_GROUP) throw conflict('Somebody joined the group in the meantime.')
    throw protocolError(code, { ...call.context, groupId, operation: 'group' })
  })
}

function deleteDenied(): KafkaError {
  return new KafkaError({
    code: 'not_permitted_by_acl',
    message: DELETE_DENIED,
    advice:
      'Its offsets are forgotten by themselves, a week after its last member left, unless the cluster keeps them longer.',
    retriable: false,
  })
}

function conflict(message: string): KafkaError {
  return new KafkaError({
    code: 'conflict',
    message,
    advice: 'Stop the applications that consume with this group, then delete it.',
    retriable: false,
  })
}

import type { Acl } from '#lib/kafka/requests/acl.ts'
import type { SandboxUser } from './sandbox-user.ts'

/**
 * charmAcls lists what the charm grants to a user (its managers/auth.py): roles are tested by substring, an
 * administrator has no ACL at all, a topic ending in `*` is a grant on the prefix, and with a client certificate
 * the grants are the certificate's.
 */
export function charmAcls(user: SandboxUser): Acl[] {
  const principal = user.clientCertificate?.principal ?? `User:${user.username}`
  const isPrefix = user.topic.length > 3 && user.topic.endsWith('*')
  const topic = {
    resource: 'topic',
    name: isPrefix ? user.topic.slice(0, -1) : user.topic,
    pattern: isPrefix ? 'prefixed' : 'literal',
    principal,
  } as const
  const acls: Acl[] = []
  if (user.roles.includes('producer')) {
    acls.push(
      { ...topic, operation: 'create' },
      { ...topic, operation: 'write' },
      { ...topic, operation: 'describe' },
    )
  }
  if (user.roles.includes('consumer')) {
    acls.push({ ...topic, operation: 'read' }, { ...topic, operation: 'describe' })
    if (user.consumerGroupPrefix !== null) {
      const group = { resource: 'group', name: user.consumerGroupPrefix, pattern: 'prefixed' } as const
      acls.push({ ...group, principal, operation: 'read' })
    }
  }
  return acls
}

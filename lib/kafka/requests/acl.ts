/** The protocol's numbers for what an ACL is about (ResourceType, PatternType, AclOperation). */
export const resourceTypes = { any: 1, topic: 2, group: 3, cluster: 4, transactionalId: 5 } as const
export const patternTypes = { any: 1, match: 2, literal: 3, prefixed: 4 } as const
export const aclOperations = {
  any: 1,
  all: 2,
  read: 3,
  write: 4,
  create: 5,
  delete: 6,
  alter: 7,
  describe: 8,
  describeConfigs: 10,
  alterConfigs: 11,
  idempotentWrite: 12,
} as const
export const permissionTypes = { any: 1, deny: 2, allow: 3 } as const

/** Acl is one rule. `principal` carries its kind: `User:relation-6`. */
export interface Acl {
  readonly resource: Exclude<keyof typeof resourceTypes, 'any'>
  readonly name: string
  readonly pattern: 'literal' | 'prefixed'
  readonly principal: string
  readonly operation: Exclude<keyof typeof aclOperations, 'any'>
  readonly permission?: 'allow' | 'deny'
}

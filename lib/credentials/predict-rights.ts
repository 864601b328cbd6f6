import type { KafkaFacts } from '#lib/shared/credential.ts'
import type { Right, RightAnswer, RightId } from '#lib/shared/rights.ts'

interface Grant {
  readonly answer: RightAnswer
  readonly reason: string
}

/** The ACLs that the Kafka charm makes for each role (managers/auth.py). */
const granted: Readonly<Record<'producer' | 'consumer', readonly RightId[]>> = {
  producer: ['topic.describe', 'topic.write', 'topic.create'],
  consumer: ['topic.describe', 'topic.read', 'group.read'],
}

/** What an entity permission (`TOPIC`, `READ`) is called in the table of rights. */
const permissionRights: Readonly<Record<string, RightId>> = {
  'TOPIC READ': 'topic.read',
  'TOPIC WRITE': 'topic.write',
  'TOPIC CREATE': 'topic.create',
  'TOPIC DELETE': 'topic.delete',
  'TOPIC DESCRIBE': 'topic.describe',
  'GROUP READ': 'group.read',
  'GROUP DELETE': 'group.delete',
}

/** Kafka's AclOperation: READ, WRITE, DELETE and ALTER include DESCRIBE. */
const describing: ReadonlySet<string> = new Set(['TOPIC READ', 'TOPIC WRITE', 'TOPIC DELETE'])

const table: readonly { id: RightId; why: string }[] = [
  { id: 'topic.describe', why: 'Every role may see its topic.' },
  { id: 'topic.read', why: 'Reading records needs the role consumer.' },
  { id: 'topic.write', why: 'Producing needs the role producer.' },
  { id: 'topic.create', why: 'Creating the topic needs the role producer.' },
  { id: 'topic.delete', why: 'Deleting a topic needs the role admin or an entity permission.' },
  { id: 'topic.alter', why: 'Changing partitions needs the role admin.' },
  { id: 'topic.configs', why: 'Reading a topic’s configuration needs the role admin.' },
  { id: 'group.read', why: 'Consumer groups need the role consumer, and an id that begins with the prefix.' },
  { id: 'group.delete', why: 'Deleting a group needs the role admin or an entity permission.' },
  { id: 'cluster.admin', why: 'Only the role admin may see and change the whole cluster.' },
]

/**
 * predictRights tells what the charm grants to a user with these roles, before anything is tried: `unknown` where the
 * paste names no roles. `proved` stays `unknown`; the connection check fills it.
 */
export function predictRights(facts: KafkaFacts): Right[] {
  return table.map(({ id, why }) => {
    const { answer, reason } = grantOf(facts, id, why)
    return { id, resource: resourceOf(facts, id), predicted: answer, proved: 'unknown', reason }
  })
}

function grantOf(facts: KafkaFacts, id: RightId, why: string): Grant {
  const roles = facts.roles
  if (roles?.includes('admin') === true)
    return { answer: 'yes', reason: 'An admin is a superuser: every right.' }
  const role = (['producer', 'consumer'] as const).find(
    (name) => roles?.includes(name) && granted[name].includes(id),
  )
  if (role !== undefined) return { answer: 'yes', reason: `Granted by the role ${role}.` }
  if (isPermitted(facts, id)) return { answer: 'yes', reason: 'Granted by an entity permission.' }
  // Nobody but an admin has these, whatever the roles are; an admin's paste names its role.
  if (roles === null) return { answer: 'unknown', reason: 'The paste does not tell the roles.' }
  return { answer: 'no', reason: why }
}

function isPermitted(facts: KafkaFacts, id: RightId): boolean {
  return facts.entityPermissions.some(({ resourceType, resourceName, privileges }) => {
    if (!coversOwn(facts, resourceType, resourceName)) return false
    return privileges.some((privilege) => {
      const permission = `${resourceType} ${privilege}`
      return permissionRights[permission] === id || (id === 'topic.describe' && describing.has(permission))
    })
  })
}

/** The table speaks of the profile's own topic and groups; permissions on others are listed with the facts. */
function coversOwn(facts: KafkaFacts, resourceType: string, resourceName: string): boolean {
  if (resourceName === '*') return true
  const own = resourceType === 'GROUP' ? facts.consumerGroupPrefix : facts.topic
  if (own === null) return true
  return resourceName.endsWith('*') ? own.startsWith(resourceName.slice(0, -1)) : own === resourceName
}

function resourceOf(facts: KafkaFacts, id: RightId): string {
  if (id === 'cluster.admin') return 'cluster'
  if (id.startsWith('group'))
    return facts.consumerGroupPrefix === null ? 'groups' : `${facts.consumerGroupPrefix}*`
  if (facts.topic === null) return 'topics'
  return facts.topicPrefix ? `${facts.topic}*` : facts.topic
}

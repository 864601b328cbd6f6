import type { z } from 'zod'
import type { EntityPermissionSchema } from '#lib/shared/credential.ts'
import type { PasteNode } from './paste-node.ts'
import type { ProductFields } from './product-fields.ts'

export type EntityPermission = z.infer<typeof EntityPermissionSchema>

export interface KafkaRoles {
  /** Null when the paste does not tell, or not readably. */
  readonly roles: readonly string[] | null
  readonly entityPermissions: readonly EntityPermission[]
}

const charmRoles = ['producer', 'consumer', 'admin'] as const
/** v1 has one level of request ids, and v0 texts hold JSON again; deeper there is nothing to find. */
const MAX_DEPTH = 4
/** A request asks for a handful; the list is shown on a page. */
const MAX_PERMISSIONS = 100

/**
 * readKafkaRoles reads `data`, the only place that shows the roles: an object (Kafka 4, v0), JSON inside a text
 * (v0 providers), or a map keyed by request id (v1).
 */
export function readKafkaRoles(fields: ProductFields): KafkaRoles {
  const found: { roles: string[]; permissions: unknown[] } = { roles: [], permissions: [] }
  const node = fields.node('data')
  const field = fields.get('data')
  if (node !== null && (field !== null || node.kind !== 'text')) {
    const data = field === null || field.text === '' ? plainOf(node) : parseJson(field.text)
    if (typeof data === 'object' && data !== null) collect(data, found, 0)
    else fields.issue('roles_unreadable', { line: node.line, field: 'data' })
  }
  const direct = fields.get('extra-user-roles')
  if (direct !== null) found.roles.push(direct.text)
  const permissions = fields.node('entity-permissions')
  if (permissions !== null) found.permissions.push(plainOf(permissions))
  return {
    roles: found.roles.length === 0 ? null : rolesOf(found.roles.join(',')),
    entityPermissions: found.permissions.flatMap(readPermissions).slice(0, MAX_PERMISSIONS),
  }
}

/** The charm asks `"producer" in extra_user_roles`: a substring decides (managers/auth.py). */
function rolesOf(text: string): string[] {
  return charmRoles.filter((role) => text.includes(role))
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text) as unknown
  } catch {
    // The parser's message quotes its input, which may hold a secret (R4).
    return undefined
  }
}

function collect(value: object, found: { roles: string[]; permissions: unknown[] }, depth: number): void {
  if (depth > MAX_DEPTH) return
  for (const [key, item] of Object.entries(value) as [string, unknown][]) {
    if (key === 'extra-user-roles' || key === 'extra_user_roles') {
      if (typeof item === 'string') found.roles.push(item)
      else if (Array.isArray(item))
        found.roles.push(item.filter((role) => typeof role === 'string').join(','))
    } else if (key === 'entity-permissions' || key === 'entity_permissions') {
      found.permissions.push(item)
    } else if (typeof item === 'object' && item !== null && !Array.isArray(item)) {
      collect(item, found, depth + 1)
    } else if (Array.isArray(item) || (typeof item === 'string' && /^\s*[[{]/.test(item))) {
      const inner = typeof item === 'string' ? parseJson(item) : item
      if (typeof inner === 'object' && inner !== null) collect(inner, found, depth + 1)
    }
  }
}

function readPermissions(value: unknown): EntityPermission[] {
  const list = typeof value === 'string' ? parseJson(value) : value
  if (!Array.isArray(list)) return []
  return list.flatMap((item: unknown) => {
    if (typeof item !== 'object' || item === null) return []
    const text = (name: string): string | null => {
      const found: unknown = Reflect.get(item, name) ?? Reflect.get(item, name.replace('_', '-'))
      return typeof found === 'string' ? found : null
    }
    const type = text('resource_type')
    const name = text('resource_name')
    const privileges: unknown = Reflect.get(item, 'privileges')
    if (type === null || name === null || !Array.isArray(privileges)) return []
    return [
      {
        resourceType: type.toUpperCase(),
        resourceName: name,
        privileges: privileges
          .filter((privilege) => typeof privilege === 'string')
          .map((privilege) => privilege.toUpperCase()),
      },
    ]
  })
}

function plainOf(node: PasteNode): unknown {
  if (node.kind === 'text') return node.text
  if (node.kind === 'list') return node.items.map(plainOf)
  if (node.kind === 'map')
    return Object.fromEntries([...node.entries].map(([key, entry]) => [key, plainOf(entry.node)]))
  return null
}

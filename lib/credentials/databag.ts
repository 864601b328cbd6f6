import type { PasteMap } from './paste-node.ts'

/** Keys that only `juju show-unit` prints around a relation's databag. */
const databagKeys: ReadonlySet<string> = new Set([
  'relation-info',
  'application-data',
  'related-units',
  'local-unit',
])

/**
 * isDatabag recognises a raw databag (W14): `secret-user: secret:…`, or the v1 interface's `requests: '[…]'`.
 * Its values are references that only Juju can look up.
 */
export function isDatabag(map: PasteMap): boolean {
  for (const [key, { node }] of map.entries) {
    if (databagKeys.has(key)) return true
    if (node.kind !== 'text') continue
    if (/^secret-[a-z-]+$/.test(key) && /^secret:/.test(node.text)) return true
    if (key === 'requests' && /^\s*[[{]/.test(node.text)) return true
  }
  return false
}

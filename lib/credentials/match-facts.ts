import type { CredentialFacts, KafkaFacts } from '#lib/shared/credential.ts'
import { serversOf } from './compare-facts.ts'

/** The charm's own ports differ by their last two digits when TLS or mTLS is switched on; others are a cluster's own. */
const CHARM_PORT = /^(.+):((?:|1|2)90)9[2-6]$/
/** Juju numbers relations upwards: `relation-8`, `relation-8-<request>`, `relation_id_8` of the database charms. */
const RELATION = /^relation[-_](?:id[-_])?(\d{1,9})(?:[-_].*)?$/

/**
 * matchFacts tells whether a pasted credential continues a kept one: `update` for the same user on servers that
 * overlap, `rotation` for a later relation's user with the same topic (or database) there, null otherwise. Says
 * nothing about secrets, which facts don't hold. Pure.
 */
export function matchFacts(kept: CredentialFacts, pasted: CredentialFacts): 'update' | 'rotation' | null {
  if (kept.product !== pasted.product || !overlap(kept, pasted)) return null
  if (kept.username === pasted.username)
    return kept.username !== null || sameTarget(kept, pasted) ? 'update' : null
  const before = relationOf(kept.username)
  const after = relationOf(pasted.username)
  // A lower number is an older credential: it renews nothing.
  if (before === null || after === null || after <= before) return null
  return sameTarget(kept, pasted) ? 'rotation' : null
}

function relationOf(username: string | null): number | null {
  const [, number] = RELATION.exec(username ?? '') ?? []
  return number === undefined ? null : Number(number)
}

function overlap(a: CredentialFacts, b: CredentialFacts): boolean {
  const known = new Set(serversOf(a).map(placeOf))
  return serversOf(b).some((server) => known.has(placeOf(server)))
}

function placeOf(server: string): string {
  return server.toLowerCase().replace(CHARM_PORT, '$1:$29x')
}

function sameTarget(kept: CredentialFacts, pasted: CredentialFacts): boolean {
  if (kept.product === 'kafka' && pasted.product === 'kafka') return sameTopic(kept, pasted)
  if (kept.product === 'kafka' || pasted.product === 'kafka') return false
  return targetNames.every((name) => kept.facts[name] === pasted.facts[name])
}

const targetNames = ['database', 'index', 'keyspace', 'prefix'] as const

function sameTopic(kept: KafkaFacts, pasted: KafkaFacts): boolean {
  // Of a prefix grant one topic may have been chosen when it was kept.
  if (pasted.topicPrefix && pasted.topic !== null && kept.topic !== null)
    return kept.topic.startsWith(pasted.topic)
  return kept.topic === pasted.topic || pasted.topic === null
}

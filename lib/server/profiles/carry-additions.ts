import 'server-only'
import { serversOf } from '#lib/credentials/compare-facts.ts'
import { type Credential, isKafkaCredential } from '#lib/credentials/credential.ts'
import type { KafkaCredential } from '#lib/credentials/kafka-credential.ts'
import { type Additions, adjustCredential } from './adjust-credential.ts'

/**
 * carryAdditions gives a new paste what its owner says besides and, where that is silent, what had been added to the
 * kept credential and no paste can tell: the topic chosen of a prefix, the protocol found right, the authority, the
 * client certificate with its key. The authority is carried only to hosts that were there before, the key only to
 * the very servers: a stored secret never travels to an address that it was not stored with. Throws what
 * adjustCredential throws.
 */
export function carryAdditions(kept: Credential, pasted: Credential, additions: Additions = {}): Credential {
  if (!isKafkaCredential(kept) || !isKafkaCredential(pasted)) return adjustCredential(pasted, additions)
  const adjusted = adjustCredential(pasted, {
    ...additions,
    topic: additions.topic ?? topicOf(kept, pasted),
    securityProtocol: additions.securityProtocol ?? protocolOf(kept, pasted),
  })
  if (!isKafkaCredential(adjusted)) return adjusted
  return withClientCertificate(kept, withAuthority(kept, adjusted))
}

function topicOf({ facts: kept }: KafkaCredential, { facts: pasted }: KafkaCredential): string | undefined {
  if (kept.topic === null || kept.topicPrefix) return undefined
  if (pasted.topic === null) return kept.topic
  const fits = pasted.topicPrefix && kept.topic !== pasted.topic && kept.topic.startsWith(pasted.topic)
  return fits ? kept.topic : undefined
}

function protocolOf({ facts: kept }: KafkaCredential, { facts: pasted }: KafkaCredential) {
  return pasted.alternativeProtocols.includes(kept.securityProtocol) ? kept.securityProtocol : undefined
}

function withAuthority(kept: KafkaCredential, pasted: KafkaCredential): KafkaCredential {
  const encrypted = pasted.facts.securityProtocol.endsWith('SSL')
  if (!encrypted || pasted.certificateAuthorityPems.length > 0 || !within(kept, pasted, hostOf)) return pasted
  const { certificateAuthorities } = kept.facts
  const { certificateAuthorityPems } = kept
  return { ...pasted, certificateAuthorityPems, facts: { ...pasted.facts, certificateAuthorities } }
}

function withClientCertificate(kept: KafkaCredential, pasted: KafkaCredential): KafkaCredential {
  if (pasted.facts.securityProtocol !== 'SSL' || pasted.clientCertificatePem !== null) return pasted
  if (!within(kept, pasted, (server) => server)) return pasted
  return { ...pasted, clientCertificatePem: kept.clientCertificatePem, clientKeyPem: kept.clientKeyPem }
}

function within(
  kept: KafkaCredential,
  pasted: KafkaCredential,
  placeOf: (server: string) => string,
): boolean {
  const known = new Set(serversOf(kept.facts).map(placeOf))
  return serversOf(pasted.facts).every((server) => known.has(placeOf(server)))
}

const hostOf = (server: string) => server.replace(/:\d+$/, '').toLowerCase()

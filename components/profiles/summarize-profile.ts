import type { CredentialFacts } from '#lib/shared/credential.ts'

/** What a table's row and a search say of a credential, whatever its product. */
export interface FactsSummary {
  /** Topic, database, index, keyspace or prefix: what the credential is for. */
  target: string | null
  principal: string | null
  protocol: string | null
  servers: string | null
}

/** summarizeFacts puts the facts of any product under the same few heads. */
export function summarizeFacts(facts: CredentialFacts): FactsSummary {
  if (facts.product === 'kafka') {
    return {
      target: facts.topic === null ? null : facts.topic + (facts.topicPrefix ? '*' : ''),
      principal: facts.username,
      protocol: facts.securityProtocol,
      servers: facts.bootstrapServers.join(','),
    }
  }
  const { facts: plain } = facts
  const tls = plain['tls']?.toLowerCase()
  return {
    target: plain['database'] ?? plain['index'] ?? plain['keyspace'] ?? plain['prefix'] ?? null,
    principal: facts.username,
    protocol: tls === undefined ? null : tls === 'true' || tls === 'enabled' ? 'TLS' : 'no TLS',
    servers: plain['endpoints'] ?? null,
  }
}

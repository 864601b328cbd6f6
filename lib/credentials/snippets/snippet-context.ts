import type { KafkaFacts, SecurityProtocol } from '#lib/shared/credential.ts'
import { predictRights } from '../predict-rights.ts'

/** SnippetSource is what client code is made of: public facts and, only where they were asked for, opened secrets. */
export interface SnippetSource {
  readonly facts: KafkaFacts
  readonly certificateAuthorityPems: readonly string[]
  readonly clientCertificatePem: string | null
  readonly verifyHostname: boolean
  /** Null: the password comes from the environment, the client's key from a file. */
  readonly secrets: { readonly password: string | null; readonly clientKeyPem: string | null } | null
}

/** SnippetContext is a source made ready for the makers: what is decided once stands here. */
export interface SnippetContext {
  readonly servers: readonly string[]
  readonly protocol: SecurityProtocol
  readonly sasl: { readonly mechanism: 'SCRAM-SHA-512' | 'SCRAM-SHA-256'; readonly username: string } | null
  /** Which PEM files lie beside the program, and whether the brokers' names are checked; null without TLS. */
  readonly tls: { readonly ca: boolean; readonly client: boolean; readonly verifyHostname: boolean } | null
  readonly topic: string
  /** What the charm lets group ids begin with; `group` is one that does. */
  readonly groupPrefix: string
  readonly group: string
  readonly produces: boolean
  readonly consumes: boolean
  /** Null: from the environment variable KAFKA_PASSWORD. */
  readonly password: string | null
}

/** PASSWORD_VARIABLE is where every program looks for the password that is not in its text. */
export const PASSWORD_VARIABLE = 'KAFKA_PASSWORD'

/** What stands between a credential and client code for it, for the person who asked. */
export type SnippetRefusal = 'topic_needed' | 'no_role' | 'mechanism'

/** snippetContext decides what a program for a credential does, or says why there can be none. */
export function snippetContext(
  source: SnippetSource,
  wantedTopic: string | undefined,
): SnippetContext | SnippetRefusal {
  const { facts } = source
  const may = new Map(predictRights(facts).map(({ id, predicted }) => [id, predicted !== 'no']))
  const produces = may.get('topic.write') === true
  const consumes = may.get('topic.read') === true && may.get('group.read') === true
  const topic = wantedTopic ?? (facts.topicPrefix ? `${facts.topic ?? ''}example` : facts.topic)
  if (topic === null) return 'topic_needed'
  if (!produces && !consumes) return 'no_role'
  const sasl = facts.securityProtocol.startsWith('SASL')
  const mechanism = facts.saslMechanism ?? 'SCRAM-SHA-512'
  if (sasl && mechanism === 'OAUTHBEARER') return 'mechanism'
  const username = facts.username ?? ''
  // The charm grants the prefix `relation-N-` where none was asked for.
  const groupPrefix = facts.consumerGroupPrefix ?? (username === '' ? '' : `${username}-`)
  return {
    servers: facts.bootstrapServers,
    protocol: facts.securityProtocol,
    sasl: sasl && mechanism !== 'OAUTHBEARER' ? { mechanism, username } : null,
    tls: facts.securityProtocol.endsWith('SSL')
      ? {
          ca: source.certificateAuthorityPems.length > 0,
          client: facts.securityProtocol === 'SSL' || source.clientCertificatePem !== null,
          verifyHostname: source.verifyHostname,
        }
      : null,
    topic,
    groupPrefix,
    group: `${groupPrefix}example`,
    produces,
    consumes,
    password: source.secrets?.password ?? null,
  }
}

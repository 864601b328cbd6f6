import 'server-only'
import { createHmac } from 'node:crypto'
import { type Credential, isKafkaCredential } from '#lib/credentials/credential.ts'
import { openSecret, type Secret } from '#lib/shared/secret.ts'
import type { Keyring } from './keyring.ts'

/**
 * fingerprintCredential gives HMAC-SHA-256, in hex, over what makes a paste the same paste: servers, principal, what
 * is granted, authorities and every secret; not the unit it was read from, nor notes. The key comes from the master
 * key, so a stolen database can't be searched by guessing passwords; the team is part of it, so equal credentials of
 * two teams can't be linked.
 */
export function fingerprintCredential(keyring: Keyring, teamId: string, credential: Credential): string {
  const text = JSON.stringify(['ks1', teamId, ...identityOf(credential)])
  return createHmac('sha256', keyring.derive('fingerprints')).update(text).digest('hex')
}

function identityOf(credential: Credential): unknown[] {
  const authorities = credential.facts.certificateAuthorities.map(({ sha256 }) => sha256).sort()
  if (!isKafkaCredential(credential)) {
    const { product, username, facts } = credential.facts
    return [product, username, Object.entries(facts).sort(byName), authorities, opened(credential.secrets)]
  }
  const { facts, password, otherSecrets } = credential
  return [
    facts.product,
    facts.username,
    [...facts.bootstrapServers].sort(),
    [facts.securityProtocol, facts.saslMechanism],
    [facts.topic, facts.topicPrefix, facts.consumerGroupPrefix],
    authorities,
    password && openSecret(password),
    opened(otherSecrets),
  ]
}

function opened(secrets: Readonly<Record<string, Secret>>): [string, string][] {
  return Object.entries(secrets)
    .map(([name, secret]): [string, string] => [name, openSecret(secret)])
    .sort(byName)
}

function byName([one]: readonly [string, string], [other]: readonly [string, string]): number {
  return one < other ? -1 : Number(one > other)
}

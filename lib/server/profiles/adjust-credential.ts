import 'server-only'
import { type Credential, isKafkaCredential } from '#lib/credentials/credential.ts'
import type { KafkaCredential } from '#lib/credentials/kafka-credential.ts'
import { readCertificates } from '#lib/credentials/read-certificates.ts'
import { AppError } from '#lib/server/base/app-error.ts'
import { checkClientCertificate } from '#lib/server/vault/client-key.ts'
import type { KafkaFacts } from '#lib/shared/credential.ts'
import type { CreateProfile } from '#lib/shared/profile.ts'
import { Secret } from '#lib/shared/secret.ts'
import { TopicNameSchema } from '#lib/shared/topic.ts'

/** What a person adds to a paste when saving it. */
export type Additions = Pick<
  CreateProfile,
  'topic' | 'securityProtocol' | 'certificateAuthority' | 'clientCertificate' | 'clientKey' | 'verifyHostname'
>

/**
 * adjustCredential adds to a pasted credential what its owner said besides: a concrete topic, the protocol that was
 * found right, an authority, a client certificate with its key, that a certificate's names don't matter. Throws AppError `unprocessable` naming the field when
 * an addition contradicts the paste or can't be used.
 */
export function adjustCredential(credential: Credential, additions: Additions): Credential {
  if (isKafkaCredential(credential)) {
    const adjusted = withClientCertificate(
      withAuthority(withTopic(withProtocol(credential, additions), additions), additions),
      additions,
    )
    return additions.verifyHostname === undefined
      ? adjusted
      : withHostnameCheck(adjusted, additions.verifyHostname)
  }
  const given = Object.entries(additions).find(([, value]) => value !== undefined)
  if (given) throw refusal(given[0], `"${given[0]}" belongs to Kafka; this paste is of another product.`)
  return credential
}

function withProtocol(credential: KafkaCredential, { securityProtocol }: Additions): KafkaCredential {
  const { facts } = credential
  if (securityProtocol === undefined || securityProtocol === facts.securityProtocol) return credential
  if (!facts.alternativeProtocols.includes(securityProtocol)) {
    const possible = [facts.securityProtocol, ...facts.alternativeProtocols].join(' or ')
    throw refusal('securityProtocol', `This paste fits ${possible} only.`)
  }
  const isSasl = securityProtocol.startsWith('SASL')
  const alternatives = [facts.securityProtocol, ...facts.alternativeProtocols]
  return withFacts(credential, {
    securityProtocol,
    alternativeProtocols: alternatives.filter((protocol) => protocol !== securityProtocol),
    saslMechanism: isSasl ? (facts.saslMechanism ?? 'SCRAM-SHA-512') : null,
  })
}

function withTopic(credential: KafkaCredential, { topic }: Additions): KafkaCredential {
  const { facts } = credential
  if (topic === undefined || topic === '') return credential
  const named = TopicNameSchema.safeParse(topic)
  if (!named.success) throw refusal('topic', 'A topic has 1 to 249 of the characters a–z A–Z 0–9 . _ -')
  if (facts.topic === null) return withFacts(credential, { topic })
  if (!facts.topicPrefix) {
    if (topic === facts.topic) return credential
    throw refusal('topic', `These credentials were made for the topic ${facts.topic}.`)
  }
  if (!topic.startsWith(facts.topic)) {
    throw refusal('topic', `These credentials reach only topics whose name begins with ${facts.topic}.`)
  }
  const note = `Every topic whose name begins with ${facts.topic} is granted; ${topic} was chosen.`
  return withFacts(credential, { topic, topicPrefix: false, notes: [...facts.notes, note] })
}

function withAuthority(credential: KafkaCredential, { certificateAuthority }: Additions): KafkaCredential {
  if (certificateAuthority === undefined || certificateAuthority.trim() === '') return credential
  if (credential.certificateAuthorityPems.length > 0) {
    throw refusal(
      'certificateAuthority',
      'The paste holds the certificate authority already.',
      'Leave the field empty; another authority would vouch for another cluster.',
    )
  }
  const read = readCertificates(certificateAuthority)
  if (read.kind === 'private-key') {
    throw refusal(
      'certificateAuthority',
      'That is a private key, not a certificate.',
      'Treat the key as known to others from now on, and paste the certificate.',
    )
  }
  if (read.kind !== 'certificates') {
    throw refusal(
      'certificateAuthority',
      'The certificate authority is not in PEM form.',
      'Paste the text from -----BEGIN CERTIFICATE----- to -----END CERTIFICATE-----.',
    )
  }
  return {
    ...credential,
    certificateAuthorityPems: read.certificates.map((certificate) => certificate.pem),
    facts: {
      ...credential.facts,
      certificateAuthorities: read.certificates.map((certificate) => certificate.facts),
    },
  }
}

function withClientCertificate(credential: KafkaCredential, additions: Additions): KafkaCredential {
  const certificate = additions.clientCertificate?.trim()
  const key = additions.clientKey?.trim()
  if (!certificate && !key) return credential
  if (!certificate) throw refusal('clientCertificate', 'A client key needs its certificate beside it.')
  if (!key) throw refusal('clientKey', 'A client certificate needs its key beside it.')
  const clientKeyPem = new Secret(`${key}\n`)
  const clientCertificatePem = checkClientCertificate(certificate, clientKeyPem)
  return { ...credential, clientCertificatePem, clientKeyPem }
}

/** withHostnameCheck turns the check of the brokers' names on or off. Throws `unprocessable` where there is no TLS. */
export function withHostnameCheck(credential: Credential, verifyHostname: boolean): KafkaCredential {
  if (!isKafkaCredential(credential))
    throw refusal('verifyHostname', '"verifyHostname" belongs to Kafka; this profile is of another product.')
  if (!verifyHostname && !credential.facts.securityProtocol.endsWith('SSL')) {
    throw refusal(
      'verifyHostname',
      `${credential.facts.securityProtocol} has no certificates, so no name is verified.`,
    )
  }
  return { ...credential, verifyHostname }
}

function withFacts(credential: KafkaCredential, facts: Partial<KafkaFacts>): KafkaCredential {
  return { ...credential, facts: { ...credential.facts, ...facts } }
}

function refusal(field: string, message: string, advice?: string): AppError {
  return new AppError({ code: 'unprocessable', field, message, advice })
}

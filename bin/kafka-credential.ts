import { createPrivateKey, X509Certificate } from 'node:crypto'
import { chooseCredential } from '#lib/credentials/choose-credential.ts'
import { isKafkaCredential } from '#lib/credentials/credential.ts'
import type { KafkaCredential } from '#lib/credentials/kafka-credential.ts'
import { parseCredentials } from '#lib/credentials/parse-credentials.ts'
import { readCertificates } from '#lib/credentials/read-certificates.ts'
import type { SecurityProtocol } from '#lib/shared/credential.ts'
import { Secret } from '#lib/shared/secret.ts'
import { TopicNameSchema } from '#lib/shared/topic.ts'
import { readPaste, readSmallFile } from './read-input.ts'
import type { Screen } from './screen.ts'
import { UsageError } from './usage-error.ts'

/** The options that every command on a cluster takes. */
export interface CredentialOptions {
  readonly credentials?: string
  readonly unit?: string
  readonly topic?: string
  readonly ca?: string
  readonly clientCert?: string
  readonly clientKey?: string
  readonly securityProtocol?: SecurityProtocol
  readonly verifyHostname: boolean
}

/**
 * readKafkaCredential reads the paste and adds what the options say. Throws UsageError with the parser's own first
 * error; its warnings go to the person.
 */
export async function readKafkaCredential(
  options: CredentialOptions,
  screen: Screen,
): Promise<KafkaCredential> {
  const parsed = parseCredentials(await readPaste(options.credentials))
  const choice = chooseCredential(parsed, { product: 'kafka', unit: options.unit })
  if ('issue' in choice) {
    const units = parsed.credentials.flatMap(({ facts }) =>
      facts.product === 'kafka' && facts.unit ? [facts.unit] : [],
    )
    const { code, message, advice, command, line } = choice.issue
    const more = code === 'choice_needed' ? ` Use --unit with one of: ${units.join('; ')}` : ''
    throw new UsageError({ code, message, advice: advice + more, command, line })
  }
  const { credential } = choice
  if (!isKafkaCredential(credential))
    throw new UsageError({ code: 'not_in_paste', message: 'This is no Kafka credential.' })
  for (const issue of parsed.issues) {
    if (issue.severity !== 'warning' || (issue.product ?? 'kafka') !== 'kafka') continue
    if (options.ca !== undefined && issue.code === 'ca_missing') continue
    if (options.clientCert !== undefined && issue.code === 'client_certificate_needed') continue
    const place = issue.line === undefined ? '' : `Line ${issue.line}: `
    screen.note(screen.paint('yellow', `${place}${issue.message} ${issue.advice}`, process.stderr))
  }
  return withOptions(credential, options)
}

async function withOptions(
  credential: KafkaCredential,
  options: CredentialOptions,
): Promise<KafkaCredential> {
  const { facts } = credential
  const securityProtocol = options.securityProtocol ?? facts.securityProtocol
  const sasl = securityProtocol.startsWith('SASL')
  return {
    ...credential,
    facts: {
      ...facts,
      securityProtocol,
      saslMechanism: sasl ? (facts.saslMechanism ?? 'SCRAM-SHA-512') : null,
      ...(options.topic === undefined ? {} : { topic: topicOf(options.topic), topicPrefix: false }),
    },
    verifyHostname: options.verifyHostname,
    ...(options.ca === undefined ? {} : { certificateAuthorityPems: await readAuthorities(options.ca) }),
    ...(await readClientCertificate(options)),
  }
}

function topicOf(topic: string): string {
  if (TopicNameSchema.safeParse(topic).success) return topic
  throw new UsageError({
    code: 'bad_request',
    message: '--topic is no name that Kafka accepts.',
    advice: 'A topic has 1 to 249 of the characters a–z A–Z 0–9 . _ -',
  })
}

async function readAuthorities(file: string): Promise<string[]> {
  const answer = readCertificates(new TextDecoder().decode(await readSmallFile(file)))
  if (answer.kind === 'certificates') return answer.certificates.map(({ pem }) => pem)
  throw new UsageError({
    code: 'ca_unreadable',
    message: `--ca ${file} holds no readable certificate (PEM).`,
    advice: 'Give the file with the CA’s certificate, from BEGIN CERTIFICATE to END CERTIFICATE.',
  })
}

async function readClientCertificate({
  clientCert,
  clientKey,
}: CredentialOptions): Promise<Partial<Pick<KafkaCredential, 'clientCertificatePem' | 'clientKeyPem'>>> {
  if (clientCert === undefined && clientKey === undefined) return {}
  if (clientCert === undefined || clientKey === undefined) {
    throw new UsageError({
      code: 'bad_request',
      message: '--client-cert and --client-key belong together.',
      advice: 'Give both files.',
    })
  }
  const certificate = new TextDecoder().decode(await readSmallFile(clientCert))
  const key = new TextDecoder().decode(await readSmallFile(clientKey))
  const fault = faultOf(certificate, key)
  if (fault !== null) throw new UsageError({ code: 'client_certificate_unusable', ...fault })
  return { clientCertificatePem: certificate, clientKeyPem: new Secret(key) }
}

/** Node's own messages may quote what they were given: only what failed is told. */
function faultOf(certificatePem: string, keyPem: string): { message: string; advice: string } | null {
  let certificate: X509Certificate
  try {
    certificate = new X509Certificate(certificatePem)
  } catch {
    return {
      message: '--client-cert holds no readable certificate (PEM).',
      advice: 'Give the client’s certificate.',
    }
  }
  if (/ENCRYPTED/.test(keyPem)) {
    return {
      message: '--client-key is protected by a passphrase.',
      advice: 'Give the key without it: openssl pkey -in key.pem -out plain.pem',
    }
  }
  try {
    if (certificate.checkPrivateKey(createPrivateKey(keyPem))) return null
    return {
      message: 'The client’s key does not belong to its certificate.',
      advice: 'Give the two that were made together.',
    }
  } catch {
    return {
      message: '--client-key holds no readable private key (PEM).',
      advice: 'Give the client’s private key.',
    }
  }
}

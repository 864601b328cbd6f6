import type { SnippetContext } from '../snippet-context.ts'
import { CA_FILE, KEYSTORE_FILE } from '../snippet-parts.ts'

/** The newest release that the tests have run; it talks to Kafka 2.1 and newer. */
export const KAFKA_CLIENTS_VERSION = '4.1.1'

/** javaNotes are what surprises people. */
export function javaNotes({ sasl, password }: SnippetContext): string[] {
  const locale = sasl !== null && password === null
  return [
    'Java 17 or newer.',
    ...(locale
      ? [
          'Where the password has other than ASCII characters, Java reads it right in a UTF-8 locale only: LC_ALL=C.UTF-8.',
        ]
      : []),
  ]
}

/** javaClientSettings are the connection's properties as Kafka's own clients name them, without the log-in. */
export function javaClientSettings({ servers, protocol, sasl, tls }: SnippetContext): [string, string][] {
  const settings: [string, string][] = [
    ['bootstrap.servers', servers.join(',')],
    ['security.protocol', protocol],
  ]
  if (sasl) settings.push(['sasl.mechanism', sasl.mechanism])
  if (tls?.ca) settings.push(['ssl.truststore.type', 'PEM'], ['ssl.truststore.location', CA_FILE])
  if (tls?.client) settings.push(['ssl.keystore.type', 'PEM'], ['ssl.keystore.location', KEYSTORE_FILE])
  if (tls) settings.push(['ssl.endpoint.identification.algorithm', tls.verifyHostname ? 'https' : ''])
  return settings
}

/** producerSettings and consumerSettings are what the examples want of each, by the same names. */
export const producerSettings: readonly (readonly [string, string])[] = [
  ['acks', 'all'],
  ['enable.idempotence', 'true'],
]
export function consumerSettings(group: string): [string, string][] {
  return [
    ['group.id', group],
    ['auto.offset.reset', 'earliest'],
    ['enable.auto.commit', 'false'],
  ]
}

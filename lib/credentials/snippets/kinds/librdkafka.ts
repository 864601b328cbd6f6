import type { SnippetContext } from '../snippet-context.ts'
import { CA_FILE, CERTIFICATE_FILE, KEY_FILE } from '../snippet-parts.ts'

/** librdkafkaNotes are what surprises people at the log-in. */
export function librdkafkaNotes({ sasl }: SnippetContext): string[] {
  if (sasl === null) return []
  return [
    'librdkafka older than 2.6.1, such as Debian 12’s, can’t log in to Kafka 4 by SCRAM (“invalid credentials”).',
    'librdkafka cuts blanks off the start of a password: one that begins with a blank can’t log in.',
  ]
}

/** librdkafkaSettings are the connection's properties as librdkafka names them, without the password. */
export function librdkafkaSettings({ servers, protocol, sasl, tls }: SnippetContext): [string, string][] {
  const settings: [string, string][] = [
    ['bootstrap.servers', servers.join(',')],
    ['security.protocol', protocol],
  ]
  if (sasl) settings.push(['sasl.mechanism', sasl.mechanism], ['sasl.username', sasl.username])
  if (tls?.ca) settings.push(['ssl.ca.location', CA_FILE])
  if (tls?.client) {
    settings.push(['ssl.certificate.location', CERTIFICATE_FILE], ['ssl.key.location', KEY_FILE])
  }
  if (tls) settings.push(['ssl.endpoint.identification.algorithm', tls.verifyHostname ? 'https' : 'none'])
  return settings
}

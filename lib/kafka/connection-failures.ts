import type { ChainLink } from './error-chain.ts'
import { type ErrorContext, type Failure, hostOf, PASTE_AGAIN, portOf, protocolOfPort } from './failure.ts'

const NAME_CODES = new Set([
  'ENOTFOUND',
  'EAI_AGAIN',
  'EAI_NODATA',
  'EAI_NONAME',
  'ENODATA',
  'EAI_FAIL',
  'ESERVFAIL',
])
const ROUTE_CODES = new Set(['EHOSTUNREACH', 'ENETUNREACH', 'EHOSTDOWN', 'EADDRNOTAVAIL', 'ENETDOWN'])

function wrongProtocol(broker: string, context: ErrorContext): Failure {
  const served = protocolOfPort(portOf(broker))
  return {
    code: 'broker_wrong_protocol',
    message: `${broker} ended the connection at once: it speaks another security protocol than ${context.securityProtocol ?? 'the one used'}.`,
    advice: served
      ? `By its number this port is for ${served}. Switching TLS on or off at the cluster moves its ports: paste the credentials again.`
      : 'Ports that end in 92 are SASL_PLAINTEXT, 93 SASL_SSL, 94 SSL with a client certificate. Paste the credentials again.',
    command: PASTE_AGAIN,
    retriable: false,
  }
}

function unreachable(code: Failure['code'], broker: string, what: string, how: Partial<Failure>): Failure {
  return { code, message: `${broker}: ${what}`, retriable: true, ...how }
}

function reachability(link: ChainLink, broker: string): Failure | null {
  const code = String(link.code ?? '')
  const port = portOf(broker)
  const host = hostOf(broker)
  if (code === 'ECONNREFUSED')
    return unreachable('broker_refused', broker, 'nothing listens there.', {
      advice: `The charm opens a client port only while a client is related, and TLS moves it (9092 without, 9093 with). If these credentials worked before, the relation was removed or TLS was switched: paste them again.`,
      command: 'juju status --relations kafka',
    })
  if (NAME_CODES.has(code))
    return unreachable('broker_dns', broker, 'this name can’t be resolved from here.', {
      advice:
        'Names of a Kubernetes cluster resolve only inside it. Use an exposed address, or add the name to DNS.',
      command: `getent hosts ${host}`,
    })
  if (ROUTE_CODES.has(code))
    return unreachable('broker_unreachable', broker, 'there is no route to it from here.', {
      advice: 'This server and the broker are in different networks, or the host is down.',
      command: `ip route get ${host}`,
    })
  if (code === 'ETIMEDOUT' || /^Connection timeout/.test(link.message))
    return unreachable('broker_timeout', broker, 'no answer to the connection.', {
      advice: 'A firewall or the network drops the packets, or the host is down.',
      command: `nc -vz -w 5 ${host} ${port}`,
    })
  return null
}

function advertised(failure: Failure, broker: string, context: ErrorContext): Failure {
  const bootstrap = context.bootstrapServers
  if (!bootstrap || bootstrap.length === 0 || bootstrap.includes(broker) || !broker.includes(':'))
    return failure
  const node =
    context.nodeId === undefined || context.nodeId === null ? 'a broker' : `broker ${context.nodeId}`
  return {
    code: 'broker_advertised_unreachable',
    message: `The bootstrap server answered, but ${node} says it lives at ${broker}, and that is not reachable from here (${failure.message.replace(`${broker}: `, '').replace(/\.$/, '')}).`,
    advice:
      'A client must reach every broker at its advertised address. Fix the route or the name, or the cluster’s advertised listeners.',
    ...(failure.command ? { command: failure.command } : {}),
    retriable: failure.retriable,
  }
}

const isReset = (link: ChainLink) =>
  link.code === 'ECONNRESET' || link.code === 'EPIPE' || link.code === 'ECONNABORTED'

function lost(broker: string): Failure {
  return {
    code: 'broker_connection_lost',
    message: `The connection to ${broker} was lost.`,
    advice: 'The broker restarted, or the network broke. Try again.',
    retriable: true,
  }
}

function policy(broker: string): Failure {
  return {
    code: 'blocked_by_policy',
    message: `${broker} is not an address that this server may connect to.`,
    advice:
      'The egress policy of this server forbids it. Its operator allows addresses with KEYSTREAM_EGRESS_ALLOW.',
    retriable: false,
  }
}

function sasl(link: ChainLink, broker: string, context: ErrorContext): Failure {
  // kafkajs wraps every failure inside the SASL exchange, also a dropped connection: only these mean a wrong password.
  if (/invalid credentials|re-authentication/i.test(link.message) || link.name === 'OAuthTokenRejected')
    return {
      code: 'broker_auth_failed',
      message: `The cluster does not accept ${context.username ? `user “${context.username}”` : 'this user'} with this password.`,
      advice:
        'The user was removed or rotated (a relation that is removed and made again gets a new user). Paste the new output of get-credentials.',
      command: PASTE_AGAIN,
      retriable: false,
    }
  if (/Requested iterations/.test(link.message))
    return unsafeLogin(`${broker} asks for a login that would be easy to guess from, or endless to compute.`)
  if (/Invalid server (signature|nonce)/.test(link.message))
    return unsafeLogin(`${broker} could not prove that it knows this user’s password.`)
  return {
    code: 'broker_auth_interrupted',
    message: `The connection to ${broker} was lost while logging in. This is not a wrong password.`,
    advice: 'The broker restarted, or something between broke the connection. Try again.',
    retriable: true,
  }
}

/** The password was not sent in any case: SCRAM proves that one knows it, and this server's part of it is wrong. */
function unsafeLogin(message: string): Failure {
  return {
    code: 'broker_login_unsafe',
    message,
    advice:
      'It may not be the server that these credentials were made for. The password was not sent. Check the address, and use TLS with the cluster’s authority.',
    command: PASTE_AGAIN,
    retriable: false,
  }
}

function notKafka(broker: string): Failure {
  return {
    code: 'broker_not_kafka',
    message: `Something listens at ${broker} but does not answer as Kafka does.`,
    advice:
      'Check the address and port. A port of the cluster that expects TLS is silent too when it is spoken to in plain text.',
    command: 'juju status kafka',
    retriable: false,
  }
}

function timedOut(link: ChainLink, broker: string, context: ErrorContext): Failure {
  if (/ApiVersions/.test(link.message)) return notKafka(broker)
  return {
    code: 'broker_timeout',
    message: `${broker} did not answer in time.`,
    advice: context.topic
      ? 'The broker is overloaded, frozen, or waits for replicas. Try again.'
      : 'The broker is overloaded or frozen, or the network drops packets. Try again.',
    command: 'juju status kafka',
    retriable: true,
  }
}

function unsupported(link: ChainLink, broker: string): Failure {
  // Whoever serves clients answers Metadata; a KRaft controller does not.
  if (link.name === 'KafkaJSServerDoesNotSupportApiKey' || /no version of Metadata/.test(link.message))
    return {
      code: 'broker_not_kafka',
      message: `${broker} does not serve clients.`,
      advice:
        'It may be the port of a KRaft controller or of something else. Clients use the ports 9092 to 9096.',
      retriable: false,
    }
  return {
    code: 'broker_error',
    message: `${broker} speaks another version of Kafka's protocol than this needs.`,
    advice: 'Keystream works with Kafka 2.8 and newer.',
    retriable: false,
  }
}

/** explainConnectionError knows the failures of connecting and logging in; null when the link is none of them. */
export function explainConnectionError(
  link: ChainLink,
  broker: string,
  context: ErrorContext,
): Failure | null {
  if (link.code === 'EGRESS_BLOCKED') return policy(broker)
  if (link.name === 'KafkaJSSASLAuthenticationError' || link.name === 'OAuthTokenRejected')
    return sasl(link, broker, context)
  if (link.name === 'RequestTimeoutError') return timedOut(link, broker, context)
  if (link.code === 'TLS_SPOKEN') return wrongProtocol(broker, context)
  if (link.name === 'MalformedResponseError') return notKafka(broker)
  const reach = reachability(link, broker)
  if (reach) return advertised(reach, broker, context)
  if (link.name === 'KafkaJSRequestTimeoutError') return timedOut(link, broker, context)
  if (link.name === 'KafkaJSServerDoesNotSupportApiKey' || link.name === 'UnsupportedVersionError')
    return unsupported(link, broker)
  if (
    /before secure TLS connection/i.test(link.message) ||
    /WRONG_VERSION_NUMBER|PACKET_LENGTH_TOO_LONG/.test(String(link.code))
  )
    return wrongProtocol(broker, context)
  if (link.name === 'KafkaJSConnectionClosedError' || link.name === 'KafkaJSConnectionError' || isReset(link))
    return context.phase === 'connect' &&
      /^Closed connection|ECONNRESET/.test(`${link.message} ${link.code ?? ''}`)
      ? wrongProtocol(broker, context)
      : lost(broker)
  return null
}

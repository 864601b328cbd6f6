import { describe, expect, it } from 'vitest'
import type { ErrorContext } from './failure.ts'
import { type KafkaError, protocolError, translateError } from './kafka-error.ts'

interface DriverFields {
  name: string
  message?: string
  code?: string | number
  type?: string
  broker?: string
  cause?: unknown
}

const driverError = ({ name, message = 'quotes hunter2', ...rest }: DriverFields) =>
  Object.assign(new Error(message), { name, ...rest })

const wrapped = (cause: Error) =>
  driverError({ name: 'KafkaJSNumberOfRetriesExceeded', message: cause.message, cause })

const whole = (error: KafkaError) => ({
  code: error.code,
  message: error.message,
  advice: error.advice,
  command: error.command,
  retriable: error.retriable,
  broker: error.broker,
})

const context: ErrorContext = {
  phase: 'connect',
  bootstrapServers: ['kafka-0:9092'],
  broker: 'kafka-0:9092',
  username: 'relation-6',
  securityProtocol: 'SASL_PLAINTEXT',
  saslMechanism: 'SCRAM-SHA-512',
}
const connectionError = (code: string, message = `Connection error: ${code}`) =>
  wrapped(driverError({ name: 'KafkaJSConnectionError', code, message, broker: 'kafka-0:9092' }))
const getCredentials = 'juju run data-integrator/leader get-credentials'
const showCertificate =
  'openssl s_client -connect kafka-0:9092 -servername kafka-0 </dev/null | openssl x509 -noout -subject -ext subjectAltName -dates'

describe('translateError', () => {
  it('says that nothing listens on a closed port', () => {
    expect(whole(translateError(connectionError('ECONNREFUSED'), context))).toEqual({
      code: 'broker_refused',
      message: 'kafka-0:9092: nothing listens there.',
      advice:
        'The charm opens a client port only while a client is related, and TLS moves it (9092 without, 9093 with). If these credentials worked before, the relation was removed or TLS was switched: paste them again.',
      command: 'juju status --relations kafka',
      retriable: true,
      broker: 'kafka-0:9092',
    })
  })

  it('says that a name can’t be resolved', () => {
    expect(whole(translateError(connectionError('ENOTFOUND'), context))).toEqual({
      code: 'broker_dns',
      message: 'kafka-0:9092: this name can’t be resolved from here.',
      advice:
        'Names of a Kubernetes cluster resolve only inside it. Use an exposed address, or add the name to DNS.',
      command: 'getent hosts kafka-0',
      retriable: true,
      broker: 'kafka-0:9092',
    })
  })

  it.each([
    ['no route', connectionError('EHOSTUNREACH'), 'broker_unreachable'],
    [
      'dropped packets',
      driverError({ name: 'KafkaJSConnectionError', message: 'Connection timeout' }),
      'broker_timeout',
    ],
    [
      'a silent port',
      driverError({
        name: 'KafkaJSRequestTimeoutError',
        message: 'Request ApiVersions(key: 18, version: 2) timed out',
      }),
      'broker_not_kafka',
    ],
    [
      'a slow answer',
      driverError({
        name: 'KafkaJSRequestTimeoutError',
        message: 'Request Metadata(key: 3, version: 8) timed out',
      }),
      'broker_timeout',
    ],
    ['a controller port', driverError({ name: 'KafkaJSServerDoesNotSupportApiKey' }), 'broker_not_kafka'],
    [
      'plaintext to TLS',
      driverError({ name: 'KafkaJSConnectionClosedError', message: 'Closed connection' }),
      'broker_wrong_protocol',
    ],
    [
      'TLS to plaintext',
      connectionError(
        'ECONNRESET',
        'Connection error: Client network socket disconnected before secure TLS connection was established',
      ),
      'broker_wrong_protocol',
    ],
    [
      'SASL on a port without it',
      driverError({ name: 'KafkaJSProtocolError', code: 34, type: 'ILLEGAL_SASL_STATE' }),
      'broker_wrong_protocol',
    ],
    [
      'mechanism off',
      driverError({ name: 'KafkaJSProtocolError', code: 33, type: 'UNSUPPORTED_SASL_MECHANISM' }),
      'broker_mechanism_unsupported',
    ],
    ['unknown CA', connectionError('SELF_SIGNED_CERT_IN_CHAIN'), 'broker_tls_unknown_ca'],
    [
      'missing client certificate',
      connectionError('ERR_SSL_SSL/TLS_ALERT_BAD_CERTIFICATE'),
      'broker_tls_client_certificate_required',
    ],
    [
      'refused client certificate',
      connectionError('ERR_SSL_SSL/TLS_ALERT_CERTIFICATE_UNKNOWN'),
      'broker_tls_client_certificate_rejected',
    ],
    [
      'a key of another certificate',
      driverError({
        name: 'KafkaJSConnectionError',
        message: 'Failed to connect: error:05800074:x509 certificate routines::key values mismatch',
      }),
      'broker_tls_key_unusable',
    ],
    [
      'an encrypted key',
      driverError({
        name: 'KafkaJSConnectionError',
        message: 'Failed to connect: error:1C800064:Provider routines::bad decrypt',
      }),
      'broker_tls_key_unusable',
    ],
    ['other TLS trouble', connectionError('ERR_SSL_UNSUPPORTED_PROTOCOL'), 'broker_tls_failed'],
    ['the egress policy', connectionError('EGRESS_BLOCKED'), 'blocked_by_policy'],
    ['a cancelled wait', new DOMException('stop', 'AbortError'), 'cancelled'],
    [
      'a masked coordinator error',
      driverError({ name: 'KafkaJSGroupCoordinatorNotFound' }),
      'broker_not_ready',
    ],
    ['something unknown', new Error('hunter2'), 'broker_error'],
  ])('knows %s', (_, error, code) => {
    const translated = translateError(error, context)
    expect(translated.code).toBe(code)
    expect(`${translated.message} ${translated.advice} ${translated.command}`).not.toContain('hunter2')
  })

  it('tells a wrong password from a connection lost during the login', () => {
    const wrong = driverError({
      name: 'KafkaJSSASLAuthenticationError',
      message:
        'SASL SCRAM SHA512 authentication failed: Authentication failed during authentication due to invalid credentials with SASL mechanism SCRAM-SHA-512',
      broker: 'kafka-0:9092',
    })
    expect(whole(translateError(wrong, context))).toEqual({
      code: 'broker_auth_failed',
      message: 'The cluster does not accept user “relation-6” with this password.',
      advice:
        'The user was removed or rotated (a relation that is removed and made again gets a new user). Paste the new output of get-credentials.',
      command: getCredentials,
      retriable: false,
      broker: 'kafka-0:9092',
    })
    const lost = driverError({
      name: 'KafkaJSSASLAuthenticationError',
      message: 'SASL SCRAM SHA512 authentication failed: Closed connection',
    })
    expect(translateError(lost, context)).toMatchObject({ code: 'broker_auth_interrupted', retriable: true })
  })

  it('lists the names of a certificate that is for another host', () => {
    const names =
      "Hostname/IP does not match certificate's altnames: Host: kafka-0. is not in the cert's altnames: DNS:broker.example, IP Address:10.0.0.9"
    expect(whole(translateError(connectionError('ERR_TLS_CERT_ALTNAME_INVALID', names), context))).toEqual({
      code: 'broker_tls_name_mismatch',
      message: 'The certificate of kafka-0:9092 is for other names: broker.example, 10.0.0.9.',
      advice:
        'Reach the broker by one of these names, or accept for this profile that the authority is verified but the name is not.',
      command: showCertificate,
      retriable: false,
      broker: 'kafka-0:9092',
    })
    const address = "IP: 127.0.0.1 is not in the cert's list: 10.0.0.9, 10.0.0.10"
    expect(translateError(connectionError('ERR_TLS_CERT_ALTNAME_INVALID', address), context).message).toBe(
      'The certificate of kafka-0:9092 is for other names: 10.0.0.9, 10.0.0.10.',
    )
  })

  it('says since when a certificate is expired', () => {
    const certificate = { names: [], issuer: null, notAfter: new Date('2026-01-31T12:00:00Z') }
    expect(translateError(connectionError('CERT_HAS_EXPIRED'), { ...context, certificate })).toMatchObject({
      code: 'broker_tls_expired',
      message: 'The certificate of kafka-0:9092 has expired on 2026-01-31 12:00 UTC.',
    })
  })

  it('names the advertised address that can’t be reached', () => {
    const error = driverError({ name: 'KafkaJSConnectionError', code: 'ENOTFOUND', broker: 'inner-2:9092' })
    expect(whole(translateError(error, { ...context, broker: undefined, nodeId: 2 }))).toEqual({
      code: 'broker_advertised_unreachable',
      message:
        'The bootstrap server answered, but broker 2 says it lives at inner-2:9092, and that is not reachable from here (this name can’t be resolved from here).',
      advice:
        'A client must reach every broker at its advertised address. Fix the route or the name, or the cluster’s advertised listeners.',
      command: 'getent hosts inner-2',
      retriable: true,
      broker: 'inner-2:9092',
    })
  })

  it('takes a connection that closes later for a lost one', () => {
    const error = driverError({
      name: 'KafkaJSConnectionClosedError',
      message: 'Closed connection',
      broker: 'kafka-0:9092',
    })
    expect(translateError(error, { ...context, phase: 'request' })).toMatchObject({
      code: 'broker_connection_lost',
      retriable: true,
    })
  })

  it('passes a KafkaError through, and survives what is no error and a cycle of causes', () => {
    const own = protocolError(29)
    expect(translateError(own)).toBe(own)
    expect(translateError('text').code).toBe('broker_error')
    expect(translateError(undefined).code).toBe('broker_error')
    const cycle = new Error('round')
    cycle.cause = cycle
    expect(translateError(cycle).code).toBe('broker_error')
  })
})

import { DEAD_MS, type FailureCase, type FailureWorld, isPatient, WRONG_PASSWORD } from './failure-case.ts'

const plain = ({ user }: FailureWorld) => user.pastes.kafka4
const tls = ({ user }: FailureWorld) => user.pastes['kafka4-tls']
export const mutual = ({ certified }: FailureWorld) => certified.pastes['kafka4-mtls'] ?? ''
const at = (paste: string, server: number | string) =>
  paste.replace(/endpoints: \S+/, `endpoints: ${typeof server === 'number' ? `127.0.0.1:${server}` : server}`)
const having = (paste: string, field: string) => paste.replace(/^kafka:$/m, `kafka:\n  ${field}`)

/** Each row of the failure table that a connection check can meet, made for real. */
const failureCases: readonly FailureCase[] = [
  {
    name: 'wrong password',
    code: 'broker_auth_failed',
    step: 'sasl',
    says: /does not accept user “relation-\d+” with this password/,
    paste: (world) => plain(world).replace(/password: \S+/, `password: ${WRONG_PASSWORD}`),
  },
  {
    name: 'removed user',
    code: 'broker_auth_failed',
    step: 'sasl',
    says: /does not accept user “relation-\d+” with this password/,
    paste: ({ removed }) => removed.pastes['kafka4-tls'],
  },
  {
    name: 'cut while logging in',
    code: 'broker_auth_interrupted',
    step: 'sasl',
    says: /was lost while logging in. This is not a wrong password/,
    within: DEAD_MS,
    paste: (world) => at(plain(world), world.ports.cutting),
  },
  {
    name: 'another mechanism',
    code: 'broker_mechanism_unsupported',
    step: 'sasl',
    says: /does not offer SCRAM-SHA-256/,
    paste: (world) => having(plain(world), 'sasl-mechanism: SCRAM-SHA-256'),
  },
  {
    name: 'closed port',
    code: 'broker_refused',
    step: 'connect',
    says: /127\.0\.0\.1:\d+81/,
    paste: (world) => at(plain(world), world.ports.closed),
  },
  {
    name: 'unknown name',
    code: 'broker_dns',
    step: 'resolve',
    says: /kafka-0\.invalid/,
    within: DEAD_MS,
    paste: (world) => at(plain(world), 'kafka-0.invalid:9092'),
  },
  {
    name: 'silent port',
    code: 'broker_not_kafka',
    step: 'api-versions',
    says: /does not answer as Kafka/,
    within: DEAD_MS,
    paste: (world) => at(plain(world), world.ports.silent),
  },
  {
    name: 'silent port, with TLS',
    code: 'broker_timeout',
    step: 'tls',
    says: /no answer to the connection/,
    within: DEAD_MS,
    paste: (world) => at(tls(world), world.ports.silent),
  },
  {
    name: 'secure shell',
    code: 'broker_not_kafka',
    step: 'api-versions',
    says: /does not answer as Kafka/,
    within: DEAD_MS,
    paste: (world) => at(plain(world), world.ports.banner),
  },
  {
    name: 'web server',
    code: 'broker_not_kafka',
    step: 'api-versions',
    says: /does not answer as Kafka/,
    within: DEAD_MS,
    paste: (world) => at(plain(world), world.ports.page),
  },
  {
    name: 'plaintext to a TLS port',
    code: 'broker_wrong_protocol',
    step: 'api-versions',
    says: /another security protocol than SASL_PLAINTEXT/,
    paste: (world) => having(at(plain(world), world.ports.scramTls), 'security-protocol: SASL_PLAINTEXT'),
  },
  {
    name: 'TLS to a plaintext port',
    code: 'broker_wrong_protocol',
    step: 'tls',
    says: /another security protocol than SASL_SSL/,
    paste: (world) => having(at(tls(world), world.ports.scram), 'security-protocol: SASL_SSL'),
  },
  {
    name: 'no login on a port with SASL',
    code: 'broker_wrong_protocol',
    step: 'metadata',
    says: /another security protocol than PLAINTEXT/,
    paste: (world) => having(plain(world), 'security-protocol: PLAINTEXT'),
  },
  {
    name: 'login on a port without SASL',
    code: 'broker_wrong_protocol',
    step: 'sasl',
    says: /does not log users in by SASL/,
    paste: (world) => at(plain(world), world.ports.internal),
  },
  {
    name: 'certificate of another authority',
    code: 'broker_tls_unknown_ca',
    step: 'tls',
    says: /not signed by the authority/,
    paste: (world) => at(tls(world), world.ports.otherAuthority),
  },
  {
    name: 'certificate for another name',
    code: 'broker_tls_name_mismatch',
    step: 'tls',
    says: /is for other names: kafka-0\.example/,
    paste: (world) => at(tls(world), world.ports.otherName),
  },
  {
    name: 'expired certificate',
    code: 'broker_tls_expired',
    step: 'tls',
    says: /has expired on \d{4}-\d\d-\d\d/,
    paste: (world) => at(tls(world), world.ports.expired),
  },
  {
    name: 'missing client certificate',
    code: 'broker_tls_client_certificate_required',
    step: 'api-versions',
    says: /asks for a client certificate/,
    paste: mutual,
  },
  {
    name: 'client certificate of another authority',
    code: 'broker_tls_client_certificate_rejected',
    step: 'api-versions',
    says: /refuses the client certificate: it is not signed by an authority/,
    paste: mutual,
    certificate: ({ stranger }) => stranger,
  },
  {
    name: 'unreachable advertised address',
    code: 'broker_advertised_unreachable',
    step: 'advertised',
    says: /says it lives at 127\.0\.0\.1:\d+81/,
    verdict: 'limited',
    paste: (world) => having(at(plain(world), world.ports.elsewhere), 'security-protocol: SASL_PLAINTEXT'),
  },
  {
    name: 'forbidden topic',
    code: 'broker_topic_denied',
    step: 'topic',
    says: /may not describe topic “foreign”/,
    verdict: 'limited',
    paste: (world) => plain(world).replace(/\n {2}topic: \S+/, '\n  topic: foreign'),
  },
  {
    name: 'forbidden group',
    code: 'broker_group_denied',
    step: 'group',
    says: /may not use the consumer group “somebody-elses-/,
    verdict: 'limited',
    paste: (world) =>
      plain(world).replace(/consumer-group-prefix: \S+/, 'consumer-group-prefix: somebody-elses-'),
  },
]

/** promptCases fail as soon as somebody answers; patientCases wait until a deadline has passed. */
export const promptCases = failureCases.filter((failure) => !isPatient(failure))
export const patientCases = failureCases.filter(isPatient)
/** namesOf is for the title of a test of several cases. */
export const namesOf = (cases: readonly FailureCase[]): string => cases.map(({ name }) => name).join('; ')

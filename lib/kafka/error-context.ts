import type { ErrorContext } from './failure.ts'
import type { KafkaTarget } from './kafka-target.ts'

/** contextOf gives what a target tells an error message: where and how, never a secret. */
export function contextOf(target: KafkaTarget): ErrorContext {
  return {
    bootstrapServers: target.bootstrapServers,
    // With one server, an error that names none is about that one.
    broker: target.bootstrapServers[0],
    securityProtocol: target.securityProtocol,
    saslMechanism: target.saslMechanism,
    username: target.username,
    clientCertificatePem: target.clientCertificatePem,
  }
}

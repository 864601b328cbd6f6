import { assertAddress } from '#lib/network/check-address.ts'
import { openSecret } from '#lib/shared/secret.ts'
import type { KafkaTarget } from './kafka-target.ts'
import { tlsOptions } from './security-options.ts'
import type { ServerAddress } from './server-address.ts'
import { type OpenSocket, openSocket } from './socket.ts'

export interface TargetSocketOptions {
  readonly onConnect: () => void
  readonly onError: (error: Error) => void
  /** `look` takes any certificate, to say what is wrong with it: nothing may be sent over such a socket. */
  readonly certificate: 'verify' | 'look'
}

/** openTargetSocket dials as a connection to the target would, without logging in: for looking at a port. */
export function openTargetSocket(
  target: KafkaTarget,
  address: ServerAddress,
  { certificate, ...handlers }: TargetSocketOptions,
): OpenSocket {
  const options = tlsOptions(target, target.clientKeyPem && openSecret(target.clientKeyPem))
  const tls = options && certificate === 'look' ? { ...options, rejectUnauthorized: false } : options
  assertAddress(target.egress, address.host, address.port)
  return openSocket({ ...address, tls, egress: target.egress, ...handlers })
}

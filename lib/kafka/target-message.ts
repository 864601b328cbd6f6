import { createHash } from 'node:crypto'
import { openSecret, Secret } from '#lib/shared/secret.ts'
import type { KafkaTarget } from './kafka-target.ts'

/** TargetMessage is a target as it crosses into a worker thread of this process: the one form with open secrets. */
export interface TargetMessage extends Omit<KafkaTarget, 'password' | 'clientKeyPem'> {
  readonly openPassword: string | null
  readonly openClientKey: string | null
  /** Same target, same key. Tells nothing about the secrets. */
  readonly key: string
}

/** packTarget makes the message; it must go nowhere but to `postMessage` of a worker of ours. */
export function packTarget({ password, clientKeyPem, ...open }: KafkaTarget): TargetMessage {
  const secrets = {
    openPassword: password && openSecret(password),
    openClientKey: clientKeyPem && openSecret(clientKeyPem),
  }
  const key = createHash('sha256')
    .update(JSON.stringify([open, secrets]))
    .digest('base64url')
  return { ...open, ...secrets, key }
}

/** unpackTarget makes the target again, with its secrets closed. */
export function unpackTarget({ openPassword, openClientKey, key: _, ...open }: TargetMessage): KafkaTarget {
  return {
    ...open,
    password: openPassword === null ? null : new Secret(openPassword),
    clientKeyPem: openClientKey === null ? null : new Secret(openClientKey),
  }
}

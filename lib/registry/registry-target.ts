import { createHash } from 'node:crypto'
import type { EgressPolicy } from '#lib/shared/egress-policy.ts'
import { openSecret, Secret } from '#lib/shared/secret.ts'

/** RegistryTarget is all that is needed to ask one schema registry: where, as whom, and where it may not go. */
export interface RegistryTarget {
  /** http or https, with the path before `/schemas` if there is one; never with a login in it. */
  readonly url: string
  readonly username: string | null
  readonly password: Secret | null
  /** Sent as `Authorization: Bearer`; then there is no password. */
  readonly token: Secret | null
  /** Null: the certificate authorities that Node trusts. */
  readonly authorityPem: string | null
  readonly egress: EgressPolicy
}

/** RegistryMessage is a target as it crosses into a worker thread of this process: the one form with open secrets. */
export interface RegistryMessage extends Omit<RegistryTarget, 'password' | 'token'> {
  readonly openPassword: string | null
  readonly openToken: string | null
  /** Same target, same key. Tells nothing about the secrets. */
  readonly key: string
}

/** packRegistry makes the message; it must go nowhere but to `postMessage` of a worker of ours. */
export function packRegistry({ password, token, ...open }: RegistryTarget): RegistryMessage {
  const secrets = { openPassword: password && openSecret(password), openToken: token && openSecret(token) }
  const key = createHash('sha256')
    .update(JSON.stringify([open, secrets]))
    .digest('base64url')
  return { ...open, ...secrets, key }
}

/** unpackRegistry makes the target again, with its secrets closed. */
export function unpackRegistry({
  openPassword,
  openToken,
  key: _,
  ...open
}: RegistryMessage): RegistryTarget {
  return {
    ...open,
    password: openPassword === null ? null : new Secret(openPassword),
    token: openToken === null ? null : new Secret(openToken),
  }
}

/** authorizationOf gives the header that logs in, or null. Call it where the request leaves. */
export function authorizationOf({ username, password, token }: RegistryTarget): string | null {
  if (token) return `Bearer ${openSecret(token)}`
  if (username === null) return null
  const login = `${username}:${password ? openSecret(password) : ''}`
  return `Basic ${Buffer.from(login, 'utf8').toString('base64')}`
}

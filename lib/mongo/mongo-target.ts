import type { OtherCredential } from '#lib/credentials/other-credential.ts'
import type { EgressPolicy } from '#lib/shared/egress-policy.ts'
import type { Secret } from '#lib/shared/secret.ts'

const DEFAULT_PORT = 27_017

export interface MongoHost {
  readonly host: string
  readonly port: number
}

/** MongoTarget is all that is needed to reach one MongoDB as one user: where, as whom, and where it may not go. */
export interface MongoTarget {
  readonly hosts: readonly MongoHost[]
  readonly username: string | null
  readonly password: Secret | null
  /** As the charm gives it; of it only `authSource` is looked at. */
  readonly uris: Secret | null
  readonly tls: boolean
  /** Empty means: the certificate authorities that Node trusts. */
  readonly certificateAuthorityPems: readonly string[]
  readonly egress: EgressPolicy
}

/** mongoTargetOf makes the target of a pasted credential. Opens no secret. */
export function mongoTargetOf(credential: OtherCredential, egress: EgressPolicy): MongoTarget {
  const { facts, secrets, certificateAuthorityPems } = credential
  const { endpoints = '', tls = '' } = facts.facts
  return {
    hosts: endpoints
      .split(',')
      .map((text) => readMongoHost(text.trim()))
      .filter((host) => host !== null),
    username: facts.username,
    password: secrets['password'] ?? secrets['entity-password'] ?? null,
    uris: secrets['uris'] ?? null,
    tls: /^(true|enabled|yes|1)$/i.test(tls) || certificateAuthorityPems.length > 0,
    certificateAuthorityPems,
    egress,
  }
}

/**
 * A name, or an address of IPv6 in brackets. Nothing that means something in a URI: the driver would dial the host behind
 * an `@` or `%31`, or a socket of this machine, and what the egress policy had looked at would be another.
 */
const HOST = /^(?:\[([\da-f:.]{2,45})\]|([\w.-]{1,253}))(?::(\d{1,5}))?$/i
const MAX_PORT = 65_535

/** readMongoHost reads `host:27017`, `host`, `[::1]:27017`; null for any other text. */
export function readMongoHost(text: string): MongoHost | null {
  const match = HOST.exec(text)
  const host = match?.[1] ?? match?.[2]
  const port = Number(match?.[3] ?? DEFAULT_PORT)
  return host === undefined || port > MAX_PORT ? null : { host, port }
}

import { openSecret, Secret } from '#lib/shared/secret.ts'
import type { MongoTarget } from './mongo-target.ts'

/** MongoMessage is a target as it crosses into a worker thread of this process: the one form with open secrets. */
export interface MongoMessage extends Omit<MongoTarget, 'password' | 'uris'> {
  readonly openPassword: string | null
  readonly openUris: string | null
}

/** packMongo makes the message; it must go nowhere but to `postMessage` of a worker of ours. */
export function packMongo({ password, uris, ...open }: MongoTarget): MongoMessage {
  return { ...open, openPassword: password && openSecret(password), openUris: uris && openSecret(uris) }
}

/** unpackMongo makes the target again, with its secrets closed. */
export function unpackMongo({ openPassword, openUris, ...open }: MongoMessage): MongoTarget {
  return {
    ...open,
    password: openPassword === null ? null : new Secret(openPassword),
    uris: openUris === null ? null : new Secret(openUris),
  }
}

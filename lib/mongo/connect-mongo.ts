import { type Document, MongoClient, type MongoClientOptions } from 'mongodb'
import { assertAddress } from '#lib/network/check-address.ts'
import { EgressBlockedError } from '#lib/network/egress-blocked-error.ts'
import { guardedLookup } from '#lib/network/guarded-lookup.ts'
import { openSecret, type Secret } from '#lib/shared/secret.ts'
import { hopelessFailure, MongoAccessError } from './mongo-error.ts'
import { type MongoHost, type MongoTarget, readMongoHost } from './mongo-target.ts'

const CONNECT_TIMEOUT_MS = 4_000
/** A primary that acknowledges a write to a majority takes milliseconds; one in trouble is given up then. */
const SOCKET_TIMEOUT_MS = 20_000
/** A replica set has seven voting members at most. */
const MAX_HOPS = 8

/**
 * connectMongo connects to the member that takes writes. The driver's own discovery of a replica set would dial what
 * its members say, so each member is dialled directly and alone, after it has passed the egress policy; who is no
 * primary names the one that is. Throws MongoAccessError for what no waiting mends, and what the driver throws.
 */
export async function connectMongo(target: MongoTarget, signal: AbortSignal): Promise<MongoClient> {
  const asked = new Set<string>()
  const waiting = [...target.hosts]
  let last: unknown = new MongoAccessError({
    code: 'unprocessable',
    message: 'These credentials name no MongoDB server.',
    advice: 'Paste the whole output of get-credentials.',
  })
  for (let next = waiting.shift(); next && asked.size < MAX_HOPS; next = waiting.shift()) {
    signal.throwIfAborted()
    const name = `${next.host}:${next.port}`
    if (asked.has(name)) continue
    asked.add(name)
    try {
      const found = await ask(target, next)
      if ('client' in found) return found.client
      if (found.primary) waiting.unshift(found.primary)
      last = new Error('no primary')
    } catch (error) {
      last = blocked(error) ?? hopelessFailure(error) ?? error
      if (last instanceof MongoAccessError) throw last
    }
  }
  throw last
}

async function ask(
  target: MongoTarget,
  host: MongoHost,
): Promise<{ client: MongoClient } | { primary: MongoHost | null }> {
  // Node makes no look-up for an address that is written out.
  assertAddress(target.egress, host.host, host.port)
  const bracketed = host.host.includes(':') ? `[${host.host}]` : host.host
  const client = new MongoClient(`mongodb://${bracketed}:${host.port}/`, optionsOf(target, host))
  try {
    await client.connect()
    const hello: Document = await client.db('admin').command({ hello: 1 })
    if (hello['isWritablePrimary'] === true) return { client }
    const primary: unknown = hello['primary']
    await client.close()
    return { primary: typeof primary === 'string' ? readMongoHost(primary) : null }
  } catch (error) {
    await client.close().catch(() => undefined)
    throw error
  }
}

function optionsOf(target: MongoTarget, { port }: MongoHost): MongoClientOptions {
  const { username, password, uris, tls, certificateAuthorityPems, egress } = target
  return {
    directConnection: true,
    appName: 'keystream',
    lookup: guardedLookup(egress, port),
    connectTimeoutMS: CONNECT_TIMEOUT_MS,
    serverSelectionTimeoutMS: CONNECT_TIMEOUT_MS,
    socketTimeoutMS: SOCKET_TIMEOUT_MS,
    maxPoolSize: 2,
    // A write is repeated by us, who count what was there already.
    retryWrites: false,
    ...(username !== null && {
      auth: { username, ...(password && { password: openSecret(password) }) },
      authSource: authSourceOf(uris),
    }),
    ...(tls && {
      tls: true,
      ...(certificateAuthorityPems.length > 0 && { ca: certificateAuthorityPems.join('\n') }),
    }),
  }
}

/** The charm's users live in `admin`; where its address says otherwise, that holds. */
function authSourceOf(uris: Secret | null): string {
  const query = uris ? (openSecret(uris).split('?')[1] ?? '') : ''
  return new URLSearchParams(query).get('authSource') ?? 'admin'
}

function blocked(error: unknown): MongoAccessError | null {
  const seen = new Set<unknown>()
  for (let at = error; at instanceof Error && !seen.has(at); at = at.cause) {
    seen.add(at)
    if (at instanceof EgressBlockedError)
      return new MongoAccessError(
        {
          code: 'blocked_by_policy',
          message: at.message,
          advice:
            'The egress policy forbids it. The team’s settings open further ports; the server’s operator allows addresses.',
        },
        at,
      )
  }
  return null
}

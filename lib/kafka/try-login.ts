import { openConnection } from './connection.ts'
import { contextOf } from './error-context.ts'
import { translateError } from './kafka-error.ts'
import type { KafkaTarget } from './kafka-target.ts'
import { orAborted } from './or-aborted.ts'
import { PortProbe } from './port-probe.ts'
import { parseServerAddress } from './server-address.ts'

/** Three servers of a cluster down at once is a dead cluster, for a look that must not become a scan. */
const MAX_SERVERS = 3
const PROBE_TIMEOUT_MS = 3_000
/** Of security.md: a check of whatever ends within 15 s. */
const DEADLINE_MS = 15_000

/**
 * tryLogin logs in once, at the first server that answers without a login, and leaves at once. Never a second login,
 * whatever comes of the first: each shows in the brokers' logs and may count towards a lock. Throws a KafkaError:
 * `broker_auth_failed` when the user is not taken, anything else when that could not be told.
 */
export async function tryLogin(
  target: KafkaTarget,
  options: { readonly signal: AbortSignal },
): Promise<void> {
  const signal = AbortSignal.any([options.signal, AbortSignal.timeout(DEADLINE_MS)])
  try {
    const server = await findAnswering(target, signal)
    const connection = openConnection(target, server, { signal })
    try {
      await orAborted(connection.connect(), signal)
    } finally {
      connection.destroy()
    }
  } catch (error) {
    throw translateError(error, contextOf(target))
  }
}

async function findAnswering(target: KafkaTarget, signal: AbortSignal): Promise<string> {
  let first: unknown = new TypeError('There is no server to connect to.')
  for (const [index, server] of target.bootstrapServers.slice(0, MAX_SERVERS).entries()) {
    const address = parseServerAddress(server)
    if (!address) continue
    try {
      const probe = await PortProbe.connect(target, address, { timeoutMs: PROBE_TIMEOUT_MS, signal })
      probe.close()
      return server
    } catch (error) {
      signal.throwIfAborted()
      if (index === 0) first = error
    }
  }
  throw first
}

import { setTimeout as delay } from 'node:timers/promises'
import { type Connection, openConnection } from './connection.ts'
import type { KafkaTarget } from './kafka-target.ts'

/** A near server answers sooner; a dead first one then costs a quarter of a second, not its whole time-out. */
const HEAD_START_MS = 250
/** More than enough to find a live one, and a bound on what a hostile list makes us dial. */
const MAX_SERVERS = 50

/**
 * connectAny logs in at the first server of a list that answers: each gets a short head start before the next is
 * tried as well. Refused credentials end it at once, since they are refused everywhere and each try is logged.
 * Throws the error of the first server in the list.
 */
export async function connectAny(
  target: KafkaTarget,
  servers: readonly string[],
  { signal }: { readonly signal?: AbortSignal | undefined } = {},
): Promise<Connection> {
  signal?.throwIfAborted()
  if (servers.length === 0) throw new TypeError('There is no server to connect to.')
  const done = new AbortController()
  const refusal = Promise.withResolvers<never>()
  const connections = servers
    .slice(0, MAX_SERVERS)
    .map((server) => openConnection(target, server, { signal }))
  let before: Promise<unknown> | null = null
  const attempts = connections.map((connection) => {
    const attempt = headStart(before, done.signal)
      .then(() => connection.connect())
      .then(() => connection)
    attempt.catch((error: unknown) => {
      if (isRefusal(error)) refusal.reject(error)
    })
    before = attempt
    return attempt
  })
  let winner: Connection | null = null
  try {
    winner = await Promise.race([Promise.any(attempts), refusal.promise])
    return winner
  } catch (error) {
    signal?.throwIfAborted()
    throw error instanceof AggregateError ? error.errors[0] : error
  } finally {
    done.abort()
    for (const connection of connections) if (connection !== winner) connection.destroy()
  }
}

/** Waits until the attempt before has failed, or its head start is over. */
async function headStart(before: Promise<unknown> | null, signal: AbortSignal): Promise<void> {
  if (!before) return
  const failed = before.then(
    () => new Promise<never>(() => undefined),
    () => undefined,
  )
  await Promise.race([failed, delay(HEAD_START_MS, undefined, { signal })])
}

function isRefusal(error: unknown): boolean {
  return (
    error instanceof Error &&
    error.name === 'KafkaJSSASLAuthenticationError' &&
    /invalid credentials|re-authentication/i.test(error.message)
  )
}

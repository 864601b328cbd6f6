import 'server-only'
import { logger } from './logger.ts'
import { singleton } from './singleton.ts'

type Hook = () => void | Promise<void>

interface Lifecycle {
  readonly start: Map<string, Hook>
  readonly shutdown: Map<string, Hook>
  readonly last: Map<string, Hook>
  stopping: boolean
}

const lifecycle = () =>
  singleton<Lifecycle>('lifecycle', () => ({
    start: new Map(),
    shutdown: new Map(),
    last: new Map(),
    stopping: false,
  }))

/** A shutdown that takes longer is cut: orchestrators kill after 10 s by habit, and a hook must not hang the rest. */
const SHUTDOWN_DEADLINE_MS = 5_000

/** onStart registers what a room does once at the server's start, after migrations. A name registers once. */
export function onStart(name: string, hook: Hook): void {
  lifecycle().start.set(name, hook)
}

/**
 * onShutdown registers what a room closes on SIGTERM or SIGINT; hooks run at the same time, those of `last` (the
 * database) when the others are done. A name registers once.
 */
export function onShutdown(name: string, hook: Hook, options: { readonly last?: boolean } = {}): void {
  lifecycle()[options.last ? 'last' : 'shutdown'].set(name, hook)
}

/** isStopping is true from the first signal on: no new stream and no new job begins then. */
export function isStopping(): boolean {
  return lifecycle().stopping
}

/** runStartHooks runs all in the order of registration and throws what the first failing one throws. */
export async function runStartHooks(): Promise<void> {
  for (const hook of lifecycle().start.values()) await hook()
}

/** runShutdownHooks runs all; resolves when they are done, or after five seconds for each of the two rounds. */
export async function runShutdownHooks(): Promise<void> {
  lifecycle().stopping = true
  await runRound(lifecycle().shutdown)
  await runRound(lifecycle().last)
}

async function runRound(hooks: ReadonlyMap<string, Hook>): Promise<void> {
  const all = [...hooks].map(async ([name, hook]) => {
    try {
      await hook()
    } catch (error) {
      const errorName = error instanceof Error ? error.name : 'unknown'
      logger.error('server.hook-failed', { hook: name, phase: 'shutdown', errorName })
    }
  })
  const deadline = Promise.withResolvers<undefined>()
  const timer = setTimeout(deadline.resolve, SHUTDOWN_DEADLINE_MS, undefined)
  await Promise.race([Promise.all(all), deadline.promise])
  clearTimeout(timer)
}

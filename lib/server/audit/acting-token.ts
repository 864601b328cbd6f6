import 'server-only'
import { AsyncLocalStorage } from 'node:async_hooks'
import { singleton } from '#lib/server/base/singleton.ts'

const store = () => singleton('acting-token', () => new AsyncLocalStorage<string | undefined>())

/** withActingToken runs `act` so that every event it records names the API token by which its actor acts. */
export function withActingToken<T>(tokenId: string | undefined, act: () => T): T {
  return store().run(tokenId, act)
}

/** actingToken gives the id of the API token by which the present request acts, if any. */
export function actingToken(): string | undefined {
  return store().getStore()
}

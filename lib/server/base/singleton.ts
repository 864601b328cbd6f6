import 'server-only'

/**
 * singleton makes a value once in a process and gives the same one ever after. Next bundles routes, proxy and
 * instrumentation apart, so a module's own variable exists several times; `globalThis` exists once.
 * A `make` that throws leaves nothing behind, so the next call tries again.
 */
export function singleton<T>(name: string, make: () => T): T {
  const key = Symbol.for(`keystream.${name}`)
  const held = globalThis as unknown as Record<symbol, { value: T } | undefined>
  const found = held[key]
  if (found) return found.value
  const made = { value: make() }
  held[key] = made
  return made.value
}

/** forgetSingleton lets the next `singleton` call make the value anew: for tests, and after a failed start. */
export function forgetSingleton(name: string): void {
  const held = globalThis as unknown as Record<symbol, unknown>
  held[Symbol.for(`keystream.${name}`)] = undefined
}

/** replaceSingleton puts a value in the place of one that is made at first use. For tests. */
export function replaceSingleton(name: string, value: unknown): void {
  const held = globalThis as unknown as Record<symbol, unknown>
  held[Symbol.for(`keystream.${name}`)] = { value }
}

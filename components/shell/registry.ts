'use client'

import { useEffect, useRef, useSyncExternalStore } from 'react'

export interface Registry<T> {
  all: () => readonly T[]
  add: (items: () => readonly T[]) => () => void
  subscribe: (listener: () => void) => () => void
}

/** createRegistry makes a list to which mounted components add what they offer, and from which the shell reads. */
export function createRegistry<T>(): Registry<T> {
  const sources = new Set<() => readonly T[]>()
  const listeners = new Set<() => void>()
  let snapshot: readonly T[] | null = null
  const changed = () => {
    snapshot = null
    for (const each of listeners) each()
  }
  return {
    all: () => {
      snapshot ??= [...sources].flatMap((source) => source())
      return snapshot
    },
    add: (items) => {
      sources.add(items)
      changed()
      return () => {
        sources.delete(items)
        changed()
      }
    },
    subscribe: (listener) => {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
  }
}

const none: readonly never[] = []

/** useRegistry gives all that is offered at present. */
export function useRegistry<T>(registry: Registry<T>): readonly T[] {
  return useSyncExternalStore(registry.subscribe, registry.all, () => none)
}

/** useOffer offers items while the caller is mounted. They are told anew only when their names change; what they do is always the newest. */
export function useOffer<T extends { run: () => void }>(
  registry: Registry<T>,
  items: readonly T[],
  nameOf: (item: T) => string,
): void {
  const latest = useRef(items)
  useEffect(() => {
    latest.current = items
  })
  const names = items.map(nameOf).join('\n')
  // biome-ignore lint/correctness/useExhaustiveDependencies: names stand for the items
  useEffect(() => {
    const offered = latest.current.map((item, index) => ({
      ...item,
      run: () => latest.current[index]?.run(),
    }))
    return registry.add(() => offered)
  }, [registry, names])
}

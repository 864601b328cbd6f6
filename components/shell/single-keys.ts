'use client'

import { useSyncExternalStore } from 'react'

const STORAGE = 'keystream.single-keys'
const listeners = new Set<() => void>()

/** singleKeysOn says whether keys without Ctrl or ⌘ act; a person may turn them off, in this browser. */
export function singleKeysOn(): boolean {
  try {
    return localStorage.getItem(STORAGE) !== 'off'
  } catch {
    return true
  }
}

export function setSingleKeys(on: boolean): void {
  try {
    if (on) localStorage.removeItem(STORAGE)
    else localStorage.setItem(STORAGE, 'off')
  } catch {
    // A browser that keeps nothing forgets the choice; the keys then work as by default.
  }
  for (const each of listeners) each()
}

export function useSingleKeys(): boolean {
  return useSyncExternalStore(
    (listener) => {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
    singleKeysOn,
    () => true,
  )
}

'use client'

import { useSearchParams } from 'next/navigation'
import { useSyncExternalStore } from 'react'
import { type SnippetKind, SnippetKindSchema } from '#lib/shared/snippet.ts'

const STORAGE = 'keystream.snippet-kind'
const listeners = new Set<() => void>()

function read(): string | null {
  try {
    return localStorage.getItem(STORAGE)
  } catch {
    return null
  }
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener)
  return () => listeners.delete(listener)
}

/** useSnippetKind gives the language of the address, else the one last chosen in this browser, else Java; and how to choose. */
export function useSnippetKind(): [SnippetKind, (kind: SnippetKind) => void] {
  const asked = SnippetKindSchema.safeParse(useSearchParams().get('kind'))
  const kept = SnippetKindSchema.safeParse(useSyncExternalStore(subscribe, read, () => null))
  const kind = asked.data ?? kept.data ?? 'java'
  return [
    kind,
    (next) => {
      try {
        localStorage.setItem(STORAGE, next)
      } catch {
        // A browser that keeps nothing forgets the choice; the address has it still.
      }
      window.history.replaceState(null, '', `?kind=${next}`)
      for (const each of listeners) each()
    },
  ]
}

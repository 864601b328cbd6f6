'use client'

import { useSyncExternalStore } from 'react'

const never = () => () => undefined

/** useMac says whether this keyboard has a ⌘; false while the server renders. */
export function useMac(): boolean {
  return useSyncExternalStore(
    never,
    () => /Mac|iPhone|iPad/.test(navigator.userAgent),
    () => false,
  )
}

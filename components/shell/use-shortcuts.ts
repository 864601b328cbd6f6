'use client'

import type { Shortcut } from './keys.ts'
import { createRegistry, useOffer } from './registry.ts'

/** shortcuts holds the keys of all that is on the screen; `?` lists them. */
export const shortcuts = createRegistry<Shortcut>()

/**
 * useShortcuts offers keys while the caller is mounted. They are deaf while somebody types in a field or a dialog is
 * open; keys with `mod+` always work. The newest offer of a key wins.
 */
export function useShortcuts(items: readonly Shortcut[]): void {
  useOffer(shortcuts, items, (item) => `${item.keys}\t${item.group}\t${item.label}`)
}

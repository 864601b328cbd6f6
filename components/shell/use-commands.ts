'use client'

import { createRegistry, useOffer } from './registry.ts'

export interface Command {
  id: string
  title: string
  /** The heading in the palette: Actions, Profiles, Topics, Jobs. */
  group: string
  /** Quiet words after the title. */
  hint?: string
  /** Further words by which it is found. */
  keywords?: string
  run: () => void
}

/** commands holds what the present page adds to the palette. */
export const commands = createRegistry<Command>()

/** useCommands offers commands in the palette while the caller is mounted. */
export function useCommands(items: readonly Command[]): void {
  useOffer(commands, items, (item) => `${item.id}\t${item.title}\t${item.hint ?? ''}`)
}

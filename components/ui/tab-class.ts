/** tabClass is the look of a tab; the tabs of a page are links, so that each has its address. */
export const tabClass =
  'relative inline-flex h-9 shrink-0 items-center gap-1.5 px-1 text-sm font-medium text-muted hover:text-ink ' +
  'after:absolute after:inset-x-0 after:-bottom-px after:h-0.5 after:rounded-full ' +
  'aria-[current=page]:text-ink aria-[current=page]:after:bg-accent'

export const tabListClass = 'flex gap-4 overflow-x-auto overflow-y-hidden border-b border-line'

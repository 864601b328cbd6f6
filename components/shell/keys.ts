export interface Shortcut {
  /** `mod+k`, `?`, `j`, `ArrowDown`, or two keys after one another: `g p`. `mod` is Ctrl, on a Mac ⌘. */
  keys: string
  label: string
  /** The heading under which the key list shows it. */
  group: string
  /** Acts again and again while the key is held, as moving through a list does. */
  repeats?: boolean
  run: () => void
}

export interface KeyPress {
  key: string
  ctrlKey: boolean
  metaKey: boolean
  altKey: boolean
}

/** The second key of two has to follow within this time, else it stands alone. */
export const SEQUENCE_MS = 900

/** keyName names a key press as shortcuts do: `mod+k` or `k`; null for presses that are no business of shortcuts. */
export function keyName(press: KeyPress): string | null {
  if (press.altKey || ['Control', 'Meta', 'Shift', 'Alt'].includes(press.key)) return null
  const key = press.key.length === 1 ? press.key.toLowerCase() : press.key
  return press.ctrlKey || press.metaKey ? `mod+${key}` : key
}

/** matchShortcut finds what a key means after `prefix` (the key before it, or null); `waiting` when it may begin a pair. */
export function matchShortcut<S extends { keys: string }>(
  shortcuts: readonly S[],
  prefix: string | null,
  key: string,
): { shortcut: S | null; waiting: boolean } {
  const pair = prefix === null ? undefined : shortcuts.findLast((each) => each.keys === `${prefix} ${key}`)
  const shortcut = pair ?? shortcuts.findLast((each) => each.keys === key) ?? null
  const waiting = shortcut === null && shortcuts.some((each) => each.keys.startsWith(`${key} `))
  return { shortcut, waiting }
}

/** isSingleKey: such a shortcut collides with speech input and must be possible to turn off (WCAG 2.1.4). */
export function isSingleKey(keys: string): boolean {
  return !keys.includes('mod+')
}

/** displayKeys writes a shortcut for people: `mod+k` → `Ctrl K`, on a Mac `⌘ K`. */
export function displayKeys(keys: string, mac: boolean): string {
  const names: Readonly<Record<string, string>> = {
    ArrowDown: '↓',
    ArrowUp: '↑',
    ArrowLeft: '←',
    ArrowRight: '→',
    Enter: '↵',
    Escape: 'Esc',
    ' ': 'Space',
  }
  return keys
    .split(' ')
    .map((key) => {
      const bare = key.replace('mod+', '')
      const name = names[bare] ?? (bare.length === 1 ? bare.toUpperCase() : bare)
      return key.startsWith('mod+') ? `${mac ? '⌘' : 'Ctrl'} ${name}` : name
    })
    .join(' ')
}

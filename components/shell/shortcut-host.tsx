'use client'

import { useEffect } from 'react'
import { Checkbox } from '#components/ui/checkbox.tsx'
import { Dialog } from '#components/ui/dialog.tsx'
import { Kbd } from '#components/ui/kbd.tsx'
import { displayKeys, isSingleKey, keyName, matchShortcut, SEQUENCE_MS } from './keys.ts'
import { useRegistry } from './registry.ts'
import { setSingleKeys, singleKeysOn, useSingleKeys } from './single-keys.ts'
import { useMac } from './use-mac.ts'
import { shortcuts, useShortcuts } from './use-shortcuts.ts'

/** ShortcutHost listens for every key of the page and shows the list of them on `?`. */
export function ShortcutHost({
  open,
  onOpenChange,
}: {
  open: boolean
  onOpenChange: (open: boolean) => void
}) {
  useShortcuts([{ keys: '?', label: 'Show this list', group: 'Everywhere', run: () => onOpenChange(true) }])
  useEffect(listen, [])
  return <KeyList open={open} onOpenChange={onOpenChange} />
}

function listen(): () => void {
  let prefix: { key: string; at: number } | null = null
  function onKeyDown(event: KeyboardEvent) {
    const key = keyName(event)
    if (event.defaultPrevented || event.isComposing || key === null) return
    const single = isSingleKey(key)
    if (single && (isTyping(event.target) || isDialogOpen() || !singleKeysOn())) return
    const before = prefix !== null && event.timeStamp - prefix.at < SEQUENCE_MS ? prefix.key : null
    const { shortcut, waiting } = matchShortcut(shortcuts.all(), before, key)
    prefix = waiting ? { key, at: event.timeStamp } : null
    if (shortcut === null || (event.repeat && !shortcut.repeats)) return
    event.preventDefault()
    shortcut.run()
  }
  document.addEventListener('keydown', onKeyDown)
  return () => document.removeEventListener('keydown', onKeyDown)
}

function isTyping(target: EventTarget | null): boolean {
  if (!(target instanceof HTMLElement)) return false
  if (target instanceof HTMLInputElement) return !['checkbox', 'radio', 'button'].includes(target.type)
  return (
    target.isContentEditable ||
    ['TEXTAREA', 'SELECT'].includes(target.tagName) ||
    target.closest('[role=menu]') !== null
  )
}

function isDialogOpen(): boolean {
  return (
    document.querySelector('[role=dialog][data-state=open], [role=alertdialog][data-state=open]') !== null
  )
}

function KeyList({ open, onOpenChange }: { open: boolean; onOpenChange: (open: boolean) => void }) {
  const all = useRegistry(shortcuts)
  const mac = useMac()
  const singleKeys = useSingleKeys()
  const groups = [...new Set(all.map((each) => each.group))]
  return (
    <Dialog open={open} onOpenChange={onOpenChange} title="Keys" width="md">
      <div className="grid gap-x-8 gap-y-4 sm:grid-cols-2">
        {groups.map((group) => (
          <section key={group}>
            <h3 className="pb-1 text-xs font-medium text-muted">{group}</h3>
            <ul>
              {all
                .filter((each) => each.group === group)
                .map((each) => (
                  <li key={each.keys} className="flex min-h-7 items-center justify-between gap-3 text-sm">
                    {each.label}
                    <Kbd keys={displayKeys(each.keys, mac)} />
                  </li>
                ))}
            </ul>
          </section>
        ))}
      </div>
      <Checkbox
        className="mt-4 border-t border-line pt-3 text-sm"
        label="Single keys act"
        hint="Turn off if you speak to your computer, or if they get in your way. Keys with Ctrl or ⌘ stay."
        checked={singleKeys}
        onCheckedChange={setSingleKeys}
      />
    </Dialog>
  )
}

'use client'

import { Search } from 'lucide-react'
import { Dialog as Radix } from 'radix-ui'
import { type KeyboardEvent, useId, useRef, useState } from 'react'
import { classNames } from '#components/ui/class-names.ts'
import { usePaletteCommands } from './palette-commands.ts'
import { rankCommands } from './rank-commands.ts'
import type { Command } from './use-commands.ts'

export interface CommandPaletteProps {
  open: boolean
  onOpenChange: (open: boolean) => void
  onShowKeys: () => void
}

/** CommandPalette finds profiles, topics, jobs and actions by a few letters. */
export function CommandPalette({ open, onOpenChange, onShowKeys }: CommandPaletteProps) {
  return (
    <Radix.Root open={open} onOpenChange={onOpenChange}>
      <Radix.Portal>
        <Radix.Overlay className="fixed inset-0 z-40 bg-(--scrim)" />
        <Radix.Content
          aria-describedby={undefined}
          className="fixed top-[10dvh] left-1/2 z-50 w-[calc(100vw-1.5rem)] max-w-xl -translate-x-1/2 animate-appear overflow-hidden rounded-lg border border-line bg-raised shadow-raised"
        >
          <Radix.Title className="sr-only">Command palette</Radix.Title>
          <Finder
            onShowKeys={onShowKeys}
            onRun={(command) => {
              onOpenChange(false)
              command.run()
            }}
          />
        </Radix.Content>
      </Radix.Portal>
    </Radix.Root>
  )
}

/**
 * Finder is there only while the palette is open. Were its queries there from the start, a page's own first data would
 * find them, empty, and wait until after the first render.
 */
function Finder({ onShowKeys, onRun }: { onShowKeys: () => void; onRun: (command: Command) => void }) {
  const commands = usePaletteCommands({ onShowKeys })
  const listId = useId()
  const list = useRef<HTMLDivElement>(null)
  const [typed, setTyped] = useState('')
  const [active, setActive] = useState(0)
  const groups = rankCommands(commands, typed)
  const flat = groups.flatMap((each) => each.commands)
  const chosen = Math.min(active, flat.length - 1)

  function move(to: number) {
    setActive(to)
    list.current?.querySelector(`[data-index="${to}"]`)?.scrollIntoView({ block: 'nearest' })
  }

  function onKeyDown(event: KeyboardEvent) {
    const steps: Readonly<Record<string, number>> = {
      ArrowDown: (chosen + 1) % Math.max(flat.length, 1),
      ArrowUp: (chosen - 1 + flat.length) % Math.max(flat.length, 1),
      Home: 0,
      End: flat.length - 1,
    }
    const next = steps[event.key]
    const command = flat[chosen]
    if (next !== undefined) {
      event.preventDefault()
      move(next)
    } else if (event.key === 'Enter' && command) {
      event.preventDefault()
      onRun(command)
    }
  }

  return (
    <>
      <div className="flex items-center gap-2 border-b border-line px-3">
        <Search aria-hidden className="size-4 shrink-0 text-muted" />
        <input
          // biome-ignore lint/a11y/noAutofocus: the palette was opened to type into it
          autoFocus
          role="combobox"
          aria-label="Find a profile, topic, job or action"
          aria-expanded={flat.length > 0}
          aria-controls={listId}
          aria-autocomplete="list"
          aria-activedescendant={flat.length > 0 ? `${listId}-${chosen}` : undefined}
          autoComplete="off"
          spellCheck={false}
          placeholder="Profile, topic, job or action"
          className="h-11 min-w-0 flex-1 bg-transparent outline-none"
          value={typed}
          onChange={(event) => {
            setTyped(event.target.value)
            setActive(0)
          }}
          onKeyDown={onKeyDown}
        />
      </div>
      <div
        ref={list}
        id={listId}
        role="listbox"
        aria-label="Results"
        className="max-h-[60dvh] overflow-y-auto p-1.5"
      >
        {flat.length === 0 && (
          <p className="px-2 py-6 text-center text-muted">Nothing is called that here.</p>
        )}
        {groups.map((group) => (
          // biome-ignore lint/a11y/useSemanticElements: a listbox groups its options with this role
          <div key={group.name} role="group" aria-label={group.name} className="pb-1">
            <div aria-hidden className="px-2 pt-1.5 pb-0.5 text-xs text-faint">
              {group.name}
            </div>
            {group.commands.map((command) => {
              const index = flat.indexOf(command)
              return (
                <Option
                  key={command.id}
                  id={`${listId}-${index}`}
                  index={index}
                  command={command}
                  active={index === chosen}
                  onPoint={() => setActive(index)}
                  onRun={() => onRun(command)}
                />
              )
            })}
          </div>
        ))}
      </div>
    </>
  )
}

interface OptionProps {
  id: string
  index: number
  command: Command
  active: boolean
  onPoint: () => void
  onRun: () => void
}

function Option({ id, index, command, active, onPoint, onRun }: OptionProps) {
  return (
    // biome-ignore lint/a11y/useKeyWithClickEvents: the combobox above holds focus and answers the keys
    <div
      id={id}
      data-index={index}
      role="option"
      tabIndex={-1}
      aria-selected={active}
      className={classNames(
        'flex min-h-8 cursor-pointer items-center gap-3 rounded px-2 py-1',
        active && 'bg-accent-soft',
      )}
      onMouseMove={onPoint}
      onClick={onRun}
    >
      <span className={classNames('min-w-0 truncate', command.group === 'Topics' && 'font-mono text-sm')}>
        {command.title}
      </span>
      {command.hint && (
        <span className="ml-auto max-w-[50%] shrink-0 truncate text-xs text-muted">{command.hint}</span>
      )}
    </div>
  )
}

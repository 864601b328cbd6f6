'use client'

import { ChevronRight } from 'lucide-react'
import { type KeyboardEvent, useId, useMemo, useState } from 'react'
import { classNames } from '#components/ui/class-names.ts'
import { type JsonRow, type JsonValue, jsonRows } from '#lib/client/json-tree.ts'

const colours: Readonly<Record<JsonRow['kind'], string>> = {
  object: 'text-faint',
  array: 'text-faint',
  string: 'text-ok',
  number: 'text-accent',
  boolean: 'text-warn',
  null: 'text-warn',
  more: 'text-faint italic',
}

/** JsonTreeView shows JSON as a tree: arrows move, open and close; so does a click. */
export function JsonTreeView({ root, label }: { root: JsonValue; label: string }) {
  const [toggled, setToggled] = useState<ReadonlySet<string>>(new Set())
  const [active, setActive] = useState('')
  const rows = useMemo(() => jsonRows(root, toggled), [root, toggled])
  const id = useId()
  const at = Math.max(
    0,
    rows.findIndex((row) => row.path === active),
  )

  function toggle(path: string) {
    const next = new Set(toggled)
    if (!next.delete(path)) next.add(path)
    setToggled(next)
  }

  function go(index: number) {
    const row = rows[Math.min(Math.max(index, 0), rows.length - 1)]
    if (row === undefined) return
    setActive(row.path)
    document.getElementById(`${id}${row.path}`)?.scrollIntoView({ block: 'nearest' })
  }

  function onKeyDown(event: KeyboardEvent) {
    const row = rows[at]
    if (row === undefined || event.ctrlKey || event.metaKey || event.altKey) return
    if (event.key === 'ArrowDown') go(at + 1)
    else if (event.key === 'ArrowUp') go(at - 1)
    else if (event.key === 'Home') go(0)
    else if (event.key === 'End') go(rows.length - 1)
    else if (turns(event.key, row)) toggle(row.path)
    else if (event.key === 'ArrowRight') go(at + 1)
    else if (event.key === 'ArrowLeft') go(parentOf(rows, at))
    else return
    event.preventDefault()
  }

  return (
    <div
      role="tree"
      aria-label={label}
      tabIndex={0}
      aria-activedescendant={`${id}${rows[at]?.path ?? ''}`}
      onKeyDown={onKeyDown}
      className="group max-h-96 overflow-auto rounded-md border border-line py-1 font-mono text-xs leading-5"
    >
      {rows.map((row, index) => (
        <div
          key={row.path}
          id={`${id}${row.path}`}
          role="treeitem"
          tabIndex={-1}
          aria-level={row.depth + 1}
          aria-selected={index === at}
          aria-expanded={row.branch ? row.open : undefined}
          onClick={() => {
            setActive(row.path)
            if (row.branch) toggle(row.path)
          }}
          style={{ paddingLeft: `${0.375 + row.depth}rem` }}
          className={classNames(
            'flex items-start gap-1 pr-2',
            index === at && 'group-focus-visible:bg-accent-soft',
          )}
        >
          <ChevronRight
            aria-hidden
            className={classNames(
              'mt-1 size-3 shrink-0 text-muted',
              !row.branch && 'invisible',
              row.open && 'rotate-90',
            )}
          />
          <span className="min-w-0 break-words whitespace-pre-wrap">
            {row.name !== null && <span className="text-muted">{row.name}: </span>}
            <span className={colours[row.kind]}>{row.text}</span>
          </span>
        </div>
      ))}
    </div>
  )
}

/** Whether a key opens or closes this row: arrows in their direction, Enter and the blank in either. */
function turns(key: string, row: JsonRow): boolean {
  if (!row.branch) return false
  return (
    key === 'Enter' || key === ' ' || (key === 'ArrowRight' && !row.open) || (key === 'ArrowLeft' && row.open)
  )
}

function parentOf(rows: readonly JsonRow[], at: number): number {
  const depth = rows[at]?.depth ?? 0
  for (let index = at - 1; index >= 0; index -= 1) if ((rows[index]?.depth ?? 0) < depth) return index
  return 0
}

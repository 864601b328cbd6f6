'use client'

import { ChevronRight } from 'lucide-react'
import { type KeyboardEvent, type MouseEvent, useId, useMemo, useRef, useState } from 'react'
import { classNames } from '#components/ui/class-names.ts'
import type { FieldPath } from '#lib/client/field-path.ts'
import { type JsonRow, type JsonValue, jsonRows, jsonText } from '#lib/client/json-tree.ts'
import { FieldMenu } from './field-menu.tsx'

const colours: Readonly<Record<JsonRow['kind'], string>> = {
  object: 'text-faint',
  array: 'text-faint',
  string: 'text-ok',
  number: 'text-accent',
  boolean: 'text-warn',
  null: 'text-warn',
  more: 'text-faint italic',
}

export interface JsonTreeViewProps {
  root: JsonValue
  label: string
  /** The part of a record that this is: then each of its fields has a menu. */
  of?: 'key' | 'value' | undefined
}

/**
 * JsonTreeView shows JSON as a tree: arrows move, open and close; so does a click. A field's menu opens by its button,
 * by a click with the other button of the mouse, by the menu key, and on a leaf by Enter.
 */
export function JsonTreeView({ root, label, of }: JsonTreeViewProps) {
  const tree = useRef<HTMLDivElement>(null)
  const [pointed, setPointed] = useState<string | null>(null)
  const [menuAt, setMenuAt] = useState<string | null>(null)
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
    // A menu's button that had the focus goes with the row that is left.
    tree.current?.focus()
    setActive(row.path)
    document.getElementById(`${id}${row.path}`)?.scrollIntoView({ block: 'nearest' })
  }

  function onKeyDown(event: KeyboardEvent) {
    const row = rows[at]
    if (row === undefined || event.ctrlKey || event.metaKey || event.altKey || !isHere(event)) return
    const onButton = event.target !== event.currentTarget && (event.key === 'Enter' || event.key === ' ')
    if (onButton) return
    if (event.key === 'ArrowDown') go(at + 1)
    else if (event.key === 'ArrowUp') go(at - 1)
    else if (event.key === 'Home') go(0)
    else if (event.key === 'End') go(rows.length - 1)
    else if (turns(event.key, row)) toggle(row.path)
    else if (event.key === 'Enter' && of !== undefined) setMenuAt(row.path)
    else if (event.key === 'ArrowRight') go(at + 1)
    else if (event.key === 'ArrowLeft') go(parentOf(rows, at))
    else return
    event.preventDefault()
  }

  function onContextMenu(event: MouseEvent) {
    if (of === undefined || !(event.target instanceof Element) || !isHere(event)) return
    const path = event.target.closest<HTMLElement>('[role=treeitem]')?.dataset['path'] ?? rows[at]?.path
    if (path === undefined) return
    event.preventDefault()
    setActive(path)
    setMenuAt(path)
  }

  return (
    <div
      ref={tree}
      role="tree"
      aria-label={label}
      tabIndex={0}
      aria-activedescendant={`${id}${rows[at]?.path ?? ''}`}
      onKeyDown={onKeyDown}
      onContextMenu={onContextMenu}
      onMouseLeave={() => setPointed(null)}
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
          data-path={row.path}
          onMouseEnter={() => setPointed(row.path)}
          onClick={(event) => {
            if (!(event.target instanceof Element) || event.target.closest('button, [role=menu]')) return
            setActive(row.path)
            if (row.branch) toggle(row.path)
          }}
          style={{ paddingLeft: `${0.375 + row.depth}rem` }}
          className={classNames(
            'flex items-start gap-1 pr-1',
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
          {of !== undefined &&
            row.kind !== 'more' &&
            (index === at || row.path === pointed || row.path === menuAt) && (
              <span className="ml-auto shrink-0">
                <FieldMenu
                  inTree
                  path={{ of, steps: row.steps } satisfies FieldPath}
                  json={row.kind === 'object' || row.kind === 'array' ? null : jsonText(row.value)}
                  text={typeof row.value === 'string' ? row.value : jsonText(row.value)}
                  open={row.path === menuAt}
                  onOpenChange={(open) => setMenuAt(open ? row.path : null)}
                />
              </span>
            )}
        </div>
      ))}
    </div>
  )
}

/** What happens in a menu, which hangs elsewhere in the page, is told to the tree as well. */
function isHere({ target, currentTarget }: { target: EventTarget; currentTarget: EventTarget }): boolean {
  return target instanceof Node && currentTarget instanceof Node && currentTarget.contains(target)
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

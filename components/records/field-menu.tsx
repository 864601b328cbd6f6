'use client'

import { Columns3, Copy, EllipsisVertical, ListFilter } from 'lucide-react'
import { toast } from 'sonner'
import { Button } from '#components/ui/button.tsx'
import { Menu, MenuItem } from '#components/ui/menu.tsx'
import { writeClipboard } from '#components/ui/write-clipboard.ts'
import { type FieldPath, formatFieldPath } from '#lib/client/field-path.ts'
import { useRecordActions } from './record-actions.ts'

export interface FieldMenuProps {
  path: FieldPath
  /** The value as JSON; null for what can't be compared: bytes, an object, a list. */
  json: string | null
  /** The value as it is copied. */
  text: string
  open?: boolean
  onOpenChange?: (open: boolean) => void
  /** A part of a tree is reached by the tree's own keys. */
  inTree?: boolean
}

/** FieldMenu opens what can be done with one field of a record: filter by it, show it as a column, copy it. */
export function FieldMenu({ path, json, text, open, onOpenChange, inTree = false }: FieldMenuProps) {
  const actions = useRecordActions()
  const name = formatFieldPath(path)
  return (
    <Menu
      {...(open === undefined ? {} : { open })}
      {...(onOpenChange === undefined ? {} : { onOpenChange })}
      trigger={
        <Button
          variant="ghost"
          size="icon-sm"
          aria-label={`Use ${name}`}
          title="Filter, column, copy"
          {...(inTree ? { tabIndex: -1, className: 'size-5!' } : {})}
        >
          <EllipsisVertical />
        </Button>
      }
    >
      {actions !== null && json !== null && (
        <MenuItem onSelect={() => actions.filter(path, json)}>
          <ListFilter aria-hidden />
          Show only records with this value
        </MenuItem>
      )}
      {actions !== null && (
        <MenuItem onSelect={() => actions.column(path)}>
          <Columns3 aria-hidden />
          Show as column
        </MenuItem>
      )}
      <MenuItem onSelect={() => void copy(name, 'The path')}>
        <Copy aria-hidden />
        Copy path
      </MenuItem>
      <MenuItem onSelect={() => void copy(text, 'The value')}>
        <Copy aria-hidden />
        Copy value
      </MenuItem>
    </Menu>
  )
}

async function copy(text: string, what: string): Promise<void> {
  if (await writeClipboard(text)) toast.success(`${what} is copied.`)
  else toast.error(`${what} could not be copied: select the text and copy it.`)
}

'use client'

import { ArrowDown, ArrowUp, Columns3, X } from 'lucide-react'
import { useState } from 'react'
import { Button } from '#components/ui/button.tsx'
import { Combobox } from '#components/ui/combobox.tsx'
import { Popover } from '#components/ui/popover.tsx'
import { parseFieldPath } from '#lib/client/field-path.ts'
import {
  addColumn,
  defaultColumns,
  MAX_COLUMNS,
  moveColumn,
  type RecordColumn,
  removeColumn,
} from '#lib/client/record-columns.ts'
import type { SeenField } from '#lib/client/record-stream/protocol.ts'
import type { RecordStream } from '#lib/client/record-stream/record-stream.ts'
import { columnName, offeredColumns } from './column-look.ts'

export interface ColumnsControlProps {
  stream: RecordStream | null
  columns: readonly RecordColumn[]
  open: boolean
  onOpenChange: (open: boolean) => void
  onChange: (columns: readonly RecordColumn[]) => void
}

/** ColumnsControl chooses what the list shows of each record, and in which order; it offers the fields that are there. */
export function ColumnsControl({ stream, columns, open, onOpenChange, onChange }: ColumnsControlProps) {
  const [seen, setSeen] = useState<readonly SeenField[]>([])

  function openOrClose(next: boolean) {
    onOpenChange(next)
    if (next) void stream?.fields().then(setSeen)
  }

  return (
    <Popover
      label="Columns"
      align="end"
      open={open}
      onOpenChange={openOrClose}
      // The list of fields reaches beyond the panel.
      className="w-80 overflow-visible!"
      trigger={
        <Button size="icon" variant="ghost" aria-label="Columns" title="Columns (c)">
          <Columns3 />
        </Button>
      }
    >
      <div className="flex flex-col gap-2">
        <h2 className="text-sm font-medium">Columns</h2>
        <ol className="flex max-h-64 flex-col overflow-y-auto" aria-label="Columns of the list">
          {columns.map((column, index) => (
            <li key={column.name} className="flex min-h-8 items-center gap-0.5 text-sm">
              <span className="min-w-0 flex-1 truncate font-mono" title={column.name}>
                {columnName(column.name)}
              </span>
              <Button
                variant="ghost"
                size="icon-sm"
                aria-label={`Move ${columnName(column.name)} to the left`}
                disabled={index === 0}
                onClick={() => onChange(moveColumn(columns, column.name, -1))}
              >
                <ArrowUp />
              </Button>
              <Button
                variant="ghost"
                size="icon-sm"
                aria-label={`Move ${columnName(column.name)} to the right`}
                disabled={index === columns.length - 1}
                onClick={() => onChange(moveColumn(columns, column.name, 1))}
              >
                <ArrowDown />
              </Button>
              <Button
                variant="ghost"
                size="icon-sm"
                aria-label={`Remove ${columnName(column.name)}`}
                disabled={columns.length === 1}
                onClick={() => onChange(removeColumn(columns, column.name))}
              >
                <X />
              </Button>
            </li>
          ))}
        </ol>
        <AddColumn columns={columns} seen={seen} onAdd={(name) => onChange(addColumn(columns, name))} />
        <Button size="sm" className="self-start" onClick={() => onChange(defaultColumns)}>
          The usual columns
        </Button>
      </div>
    </Popover>
  )
}

interface AddColumnProps {
  columns: readonly RecordColumn[]
  seen: readonly SeenField[]
  onAdd: (name: string) => void
}

function AddColumn({ columns, seen, onAdd }: AddColumnProps) {
  const [text, setText] = useState('')
  const [wrong, setWrong] = useState(false)
  const offered = [
    ...offeredColumns(columns).map((value) => ({ value, hint: 'of every record' })),
    ...seen
      .filter(({ path }) => !columns.some((each) => each.name === path))
      .map(({ path, example }) => ({ value: path, hint: example })),
  ]
  if (columns.length >= MAX_COLUMNS) return <p className="text-sm text-muted">No more than {MAX_COLUMNS}.</p>
  return (
    <div className="flex flex-col gap-1">
      <Combobox
        mono
        label="Add a column"
        placeholder="Add: value.user.id"
        value={text}
        suggestions={offered}
        onValueChange={(typed) => {
          setText(typed)
          setWrong(false)
        }}
        onCommit={(name) => {
          const known = offered.some((each) => each.value === name) || parseFieldPath(name) !== null
          setWrong(!known && name !== '')
          if (!known) return
          onAdd(name)
          setText('')
        }}
      />
      {wrong && (
        <p role="alert" className="text-sm text-bad">
          A field is written like value.user.id, key.id, value["odd name"] or headers["x"].
        </p>
      )}
    </div>
  )
}

'use client'

import { ChevronDown } from 'lucide-react'
import { useState } from 'react'
import { Button } from '#components/ui/button.tsx'
import { Field } from '#components/ui/field.tsx'
import { Input } from '#components/ui/input.tsx'
import { Popover } from '#components/ui/popover.tsx'
import { parsePartitions } from '#lib/client/record-address.ts'

/** So many are quicker to tick than to type. */
const TICKED = 48

export interface PartitionControlProps {
  chosen: readonly number[] | null
  /** The topic's partitions, empty while not known. */
  all: readonly number[]
  onChange: (partitions: readonly number[] | null) => void
}

/** PartitionControl chooses the partitions to read: ticked where there are few, typed (`0, 4-7`) where there are many. */
export function PartitionControl({ chosen, all, onChange }: PartitionControlProps) {
  const words =
    chosen === null
      ? 'All partitions'
      : chosen.length === 1
        ? `Partition ${chosen[0]}`
        : `${chosen.length}${all.length > 0 ? ` of ${all.length}` : ''} partitions`
  return (
    <Popover
      label="Partitions"
      className="w-72"
      trigger={
        <Button aria-label={`Partitions: ${words}`}>
          <span className="font-normal">{words}</span>
          <ChevronDown className="text-muted" />
        </Button>
      }
    >
      <div className="flex flex-col gap-3">
        {all.length > 0 && all.length <= TICKED && <Ticks chosen={chosen} all={all} onChange={onChange} />}
        <Typed key={chosen?.join(',') ?? ''} chosen={chosen} onChange={onChange} />
        <Button size="sm" disabled={chosen === null} onClick={() => onChange(null)}>
          All partitions
        </Button>
      </div>
    </Popover>
  )
}

function Ticks({ chosen, all, onChange }: PartitionControlProps) {
  function toggle(partition: number, on: boolean) {
    const next = all.filter((each) => (each === partition ? on : (chosen?.includes(each) ?? true)))
    onChange(next.length === all.length || next.length === 0 ? null : next)
  }
  return (
    <fieldset className="grid max-h-48 grid-cols-4 gap-1 overflow-y-auto">
      <legend className="sr-only">Partitions to read</legend>
      {all.map((partition) => (
        <label
          key={partition}
          className="flex h-7 items-center gap-1.5 rounded px-1 font-mono text-sm hover:bg-hover"
        >
          <input
            type="checkbox"
            className="size-4 accent-(--accent)"
            checked={chosen?.includes(partition) ?? true}
            onChange={(event) => toggle(partition, event.target.checked)}
          />
          {partition}
        </label>
      ))}
    </fieldset>
  )
}

function Typed({ chosen, onChange }: Pick<PartitionControlProps, 'chosen' | 'onChange'>) {
  const [text, setText] = useState(chosen?.join(', ') ?? '')
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault()
        onChange(parsePartitions(text))
      }}
    >
      <Field label="Numbers" hint="With commas; a range with a dash: 0, 4-7. Enter reads them.">
        {(control) => (
          <Input
            {...control}
            mono
            value={text}
            placeholder="all"
            onChange={(event) => setText(event.target.value)}
          />
        )}
      </Field>
    </form>
  )
}

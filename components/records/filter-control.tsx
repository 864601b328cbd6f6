'use client'

import { ListFilter, Search, X } from 'lucide-react'
import { type RefObject, useEffect, useRef, useState } from 'react'
import { Button } from '#components/ui/button.tsx'
import { Checkbox } from '#components/ui/checkbox.tsx'
import { Input } from '#components/ui/input.tsx'
import { Popover } from '#components/ui/popover.tsx'
import { type FilterPlace, filterPlaces, MAX_FILTER_TEXT } from '#lib/client/record-address.ts'

/** A filter begins a new reading on the server, so it waits until somebody seems to be done with typing. */
const TYPING_MS = 500

export interface Filter {
  filterText: string
  filterIn: readonly FilterPlace[]
}

export interface FilterControlProps extends Filter {
  input: RefObject<HTMLInputElement | null>
  onChange: (filter: Filter) => void
}

/** FilterControl holds the text that records must contain, and where it is looked for. */
export function FilterControl({ filterText, filterIn, input, onChange }: FilterControlProps) {
  const [text, setText] = useState(filterText)
  const [applied, setApplied] = useState(filterText)
  // The address changed from elsewhere (Back, a link): what was typed is out of date.
  if (applied !== filterText) {
    setApplied(filterText)
    setText(filterText)
  }

  const latest = useRef(onChange)
  useEffect(() => {
    latest.current = onChange
  })
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined)
  useEffect(() => () => clearTimeout(timer.current), [])

  function apply(next: Filter, afterMs: number) {
    clearTimeout(timer.current)
    if (next.filterText === filterText && next.filterIn === filterIn) return
    if (afterMs === 0) onChange(next)
    else timer.current = setTimeout(() => latest.current(next), afterMs)
  }

  function type(typed: string) {
    setText(typed)
    apply({ filterText: typed, filterIn }, TYPING_MS)
  }

  return (
    <search className="relative min-w-48 flex-1">
      <Search aria-hidden className="pointer-events-none absolute top-2 left-2.5 size-4 text-muted" />
      <Input
        ref={input}
        mono
        aria-label="Show records that contain"
        placeholder="Contains …"
        maxLength={MAX_FILTER_TEXT}
        className="pr-16 pl-8"
        value={text}
        onChange={(event) => type(event.target.value)}
        onKeyDown={(event) => {
          if (event.key === 'Enter') apply({ filterText: text, filterIn }, 0)
        }}
      />
      <div className="absolute top-0.5 right-0.5 flex">
        {text !== '' && (
          <Button
            variant="ghost"
            size="icon-sm"
            aria-label="Clear the filter"
            onClick={() => {
              setText('')
              apply({ filterText: '', filterIn }, 0)
              input.current?.focus()
            }}
          >
            <X />
          </Button>
        )}
        <Places filterIn={filterIn} onChange={(places) => apply({ filterText: text, filterIn: places }, 0)} />
      </div>
    </search>
  )
}

function Places({
  filterIn,
  onChange,
}: {
  filterIn: readonly FilterPlace[]
  onChange: (places: readonly FilterPlace[]) => void
}) {
  const all = filterIn.length === filterPlaces.length
  const words = all ? 'key, value and headers' : filterIn.join(' and ')
  return (
    <Popover
      label="Where to look"
      align="end"
      className="w-52"
      trigger={
        <Button
          variant="ghost"
          size="icon-sm"
          aria-label={`Where to look: ${words}`}
          title={`Looks in ${words}`}
          className={all ? undefined : 'text-accent!'}
        >
          <ListFilter />
        </Button>
      }
    >
      <fieldset className="flex flex-col gap-2">
        <legend className="pb-2 text-sm font-medium">Look in</legend>
        {filterPlaces.map((place) => (
          <Checkbox
            key={place}
            label={place}
            checked={filterIn.includes(place)}
            // The last one stays: a filter that looks nowhere finds nothing.
            disabled={filterIn.length === 1 && filterIn.includes(place)}
            onCheckedChange={(on) =>
              onChange(filterPlaces.filter((each) => (each === place ? on : filterIn.includes(each))))
            }
          />
        ))}
      </fieldset>
    </Popover>
  )
}

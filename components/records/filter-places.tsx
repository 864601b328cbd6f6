'use client'

import { ListFilter } from 'lucide-react'
import { Button } from '#components/ui/button.tsx'
import { Checkbox } from '#components/ui/checkbox.tsx'
import { Popover } from '#components/ui/popover.tsx'
import { type FilterPlace, filterPlaces } from '#lib/client/record-address.ts'

export interface FilterPlacesProps {
  filterIn: readonly FilterPlace[]
  onChange: (places: readonly FilterPlace[]) => void
}

/** FilterPlaces chooses where a text or a pattern is looked for. */
export function FilterPlaces({ filterIn, onChange }: FilterPlacesProps) {
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

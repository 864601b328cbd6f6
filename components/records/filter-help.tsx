'use client'

import { CircleHelp } from 'lucide-react'
import { Button } from '#components/ui/button.tsx'
import { Popover } from '#components/ui/popover.tsx'
import type { FilterMode } from '#lib/client/filter-draft.ts'

const examples: Readonly<Record<FilterMode, readonly (readonly [string, string])[]>> = {
  text: [
    ['FAILED', 'records that hold this text'],
    ['"id":42,', 'as it stands in JSON'],
  ],
  regex: [
    ['order-\\d+ (failed|lost)', 'a pattern of RE2, found anywhere'],
    ['^\\{"id":7\\b', '^ and $ are the ends of the field'],
    ['(?i)timeout', 'in any case'],
  ],
  expr: [
    ['value.status == "FAILED" && value.total > 100', 'fields of JSON'],
    ['key.startsWith("eu-") || headers["region"] == "eu"', 'key and headers'],
    ['timestamp > timestamp("2026-01-31T00:00:00Z")', 'time, or milliseconds'],
    ['value.lines.exists(line, line.sku == "A-1")', 'any item of a list'],
    ['has(value.error) && !value.error.matches("^retry")', 'a field is there'],
    ['value == null', 'tombstones'],
    ['partition == 2 && offset >= 1000 && size > 4096', 'where, how large'],
  ],
}

const notes: Readonly<Record<FilterMode, string>> = {
  text: 'Key, value, header names and header values are looked through.',
  regex: 'Matching takes linear time; looking around and back-references are not offered.',
  expr: 'The language is CEL. A record without a field that is asked for does not match. Integers are exact.',
}

/** FilterHelp shows what can be written in a mode; an example is taken by a click. */
export function FilterHelp({ mode, onTake }: { mode: FilterMode; onTake: (text: string) => void }) {
  return (
    <Popover
      label="How to write a filter"
      align="end"
      className="w-md"
      trigger={
        <Button variant="ghost" size="icon-sm" aria-label="How to write a filter" title="Examples">
          <CircleHelp />
        </Button>
      }
    >
      <p className="pb-2 text-sm text-muted">{notes[mode]}</p>
      <ul className="flex flex-col">
        {examples[mode].map(([text, words]) => (
          <li key={text}>
            <button
              type="button"
              className="flex w-full flex-col rounded px-2 py-1 text-left hover:bg-hover focus-visible:outline-2 focus-visible:outline-accent"
              onClick={() => onTake(text)}
            >
              <code className="font-mono text-sm break-all">{text}</code>
              <span className="text-xs text-muted">{words}</span>
            </button>
          </li>
        ))}
      </ul>
    </Popover>
  )
}

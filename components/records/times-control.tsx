'use client'

import { Clock } from 'lucide-react'
import { useMemo, useState } from 'react'
import { Button } from '#components/ui/button.tsx'
import { Combobox } from '#components/ui/combobox.tsx'
import { Popover } from '#components/ui/popover.tsx'
import { parseTimeStyle, type TimeStyle, timeStyles } from '#lib/client/time-style.ts'
import { localZone, offsetWords, zoneNames } from '#lib/client/time-zone.ts'

const names: Readonly<Record<string, string>> = {
  relative: 'Time ago',
  local: 'Your zone',
  utc: 'UTC',
  epoch: 'Milliseconds since 1970',
}

export interface TimesControlProps {
  times: TimeStyle
  onChoose: (times: TimeStyle) => void
}

/** TimesControl chooses how times are written: how long ago, as milliseconds, or by the clock of any zone. */
export function TimesControl({ times, onChoose }: TimesControlProps) {
  const [open, setOpen] = useState(false)
  const name = names[times] ?? times
  return (
    <Popover
      label="How times are shown"
      align="end"
      open={open}
      onOpenChange={setOpen}
      // The list of zones reaches beyond the panel.
      className="w-72 overflow-visible!"
      trigger={
        <Button size="icon" variant="ghost" aria-label={`Times: ${name}`} title={`Times: ${name}`}>
          <Clock />
        </Button>
      }
    >
      <div className="flex flex-col gap-3">
        <Styles times={times} onChoose={onChoose} />
        <Zones
          times={times}
          onChoose={(zone) => {
            onChoose(zone)
            setOpen(false)
          }}
        />
      </div>
    </Popover>
  )
}

function Styles({ times, onChoose }: TimesControlProps) {
  return (
    <fieldset className="flex flex-col">
      <legend className="pb-1 text-sm font-medium">Times</legend>
      {timeStyles.map((style) => (
        <label
          key={style}
          className="flex min-h-8 cursor-pointer items-center gap-2 rounded px-1 text-sm hover:bg-hover"
        >
          <input
            type="radio"
            name="times"
            className="size-4 accent-(--accent)"
            checked={style === times}
            onChange={() => onChoose(style)}
          />
          <span className="min-w-0 truncate">{names[style]}</span>
          {style === 'local' && <span className="ml-auto text-xs text-muted">{localZone()}</span>}
        </label>
      ))}
    </fieldset>
  )
}

function Zones({ times, onChoose }: TimesControlProps) {
  const chosen = names[times] === undefined ? times : ''
  const [text, setText] = useState(chosen)
  const [now] = useState(() => Date.now())
  // A zone's offset costs a calendar of its own: it is asked for where it is shown.
  const zones = useMemo(
    () =>
      zoneNames().map((value) => ({
        value,
        get hint() {
          return offsetWords(now, value)
        },
      })),
    [now],
  )
  return (
    <Combobox
      label="Another zone"
      placeholder="Another zone: Europe/Berlin"
      value={text}
      suggestions={zones}
      // Zones are written with underscores, and searched for without.
      onValueChange={(typed) => setText(typed.replaceAll(' ', '_'))}
      onCommit={(name) => {
        const zone = parseTimeStyle(name)
        if (zone !== null && name.includes('/')) onChoose(zone)
        else setText(chosen)
      }}
    />
  )
}

'use client'

import { ChevronDown } from 'lucide-react'
import { type SubmitEvent, useState } from 'react'
import { Button } from '#components/ui/button.tsx'
import { Field } from '#components/ui/field.tsx'
import { Input } from '#components/ui/input.tsx'
import { Popover } from '#components/ui/popover.tsx'
import { Segmented } from '#components/ui/segmented.tsx'
import { Select } from '#components/ui/select.tsx'
import type { RecordAddress } from '#lib/client/record-address.ts'
import {
  edgeError,
  isoTime,
  joinEdge,
  localTime,
  orderError,
  type RangeEdge,
  rangeWords,
  splitEnd,
  splitStart,
  zoneWords,
} from './range-words.ts'

/** Without `isolation` it is not asked for: what is committed is read. */
export type Range = Pick<RecordAddress, 'from' | 'to'> & Partial<Pick<RecordAddress, 'isolation'>>

const starts = [
  { value: 'newest', label: 'the newest …' },
  { value: 'earliest', label: 'the earliest' },
  { value: 'latest', label: 'now, only what comes' },
  { value: 'offset', label: 'an offset …' },
  { value: 'time', label: 'a time …' },
] as const

const ends = [
  { value: 'live', label: 'live, as they come' },
  { value: 'latest', label: 'the end as it is now' },
  { value: 'offset', label: 'an offset …' },
  { value: 'time', label: 'a time …' },
] as const

const isolations = [
  { value: 'committed', label: 'Committed' },
  { value: 'uncommitted', label: 'All' },
] as const

/** Spans that are asked for most, up to now and on. */
const recent = [
  { label: '5 min', milliseconds: 5 * 60_000 },
  { label: '1 h', milliseconds: 3_600_000 },
  { label: '24 h', milliseconds: 86_400_000 },
] as const

export interface RangeControlProps {
  range: Range
  /** The zone by whose clock times are said and typed. */
  zone: string
  onChange: (range: Range) => void
}

/** RangeControl says and changes from where to where records are read, and whether open transactions are shown. */
export function RangeControl({ range, zone, onChange }: RangeControlProps) {
  const [open, setOpen] = useState(false)
  return (
    <Popover
      label="Range"
      open={open}
      onOpenChange={setOpen}
      className="w-80"
      trigger={
        <Button
          aria-label={`Range: ${rangeWords(range.from, range.to, zone)}`}
          className="max-w-full min-w-0 shrink!"
        >
          <span className="truncate font-normal">{rangeWords(range.from, range.to, zone)}</span>
          <ChevronDown className="text-muted" />
        </Button>
      }
    >
      <RangeForm
        range={range}
        zone={zone}
        onApply={(next) => {
          setOpen(false)
          onChange(next)
        }}
      />
    </Popover>
  )
}

function RangeForm(props: { range: Range; zone: string; onApply: (range: Range) => void }) {
  const { range, zone, onApply } = props
  const [from, setFrom] = useState<RangeEdge<string>>(() => splitStart(range.from))
  const [to, setTo] = useState<RangeEdge<string>>(() => splitEnd(range.to))
  const [isolation, setIsolation] = useState(range.isolation)
  const isolated = isolation === undefined ? {} : { isolation }
  const [shown, setShown] = useState(false)
  const errors = { from: edgeError(from), to: edgeError(to) ?? orderError(from, to) }

  function submit(event: SubmitEvent) {
    event.preventDefault()
    setShown(true)
    if (errors.from === null && errors.to === null)
      onApply({ from: joinEdge(from), to: joinEdge(to), ...isolated })
  }

  return (
    <form onSubmit={submit} noValidate className="flex flex-col gap-3">
      <fieldset className="flex items-center gap-2">
        <legend className="float-left mr-auto text-sm">The last</legend>
        {recent.map(({ label, milliseconds }) => (
          <Button
            key={label}
            size="sm"
            onClick={() => {
              const since = new Date(Date.now() - milliseconds).toISOString()
              onApply({ from: `time:${since}`, to: 'live', ...isolated })
            }}
          >
            {label}
          </Button>
        ))}
      </fieldset>
      <EdgeField
        label="From"
        options={starts}
        edge={from}
        zone={zone}
        onChange={setFrom}
        error={shown ? errors.from : null}
      />
      <EdgeField
        label="To"
        options={ends}
        edge={to}
        zone={zone}
        onChange={setTo}
        error={shown ? errors.to : null}
      />
      {isolation !== undefined && (
        <div className="flex flex-wrap items-center justify-between gap-2">
          <span
            className="text-sm"
            title="Committed leaves out records of transactions that are open or were aborted."
          >
            Transactions
          </span>
          <Segmented
            label="Isolation"
            value={isolation}
            options={isolations}
            onValueChange={setIsolation}
            size="sm"
          />
        </div>
      )}
      <Button type="submit" variant="primary">
        Read this range
      </Button>
    </form>
  )
}

interface EdgeFieldProps {
  label: string
  options: readonly { value: string; label: string }[]
  edge: RangeEdge<string>
  zone: string
  onChange: (edge: RangeEdge<string>) => void
  error: string | null
}

/** What a kind's value begins with, so that a choice is complete at once. */
const firstValue: Readonly<Record<string, () => string>> = {
  newest: () => '100',
  offset: () => '0',
  time: () => `${new Date(Date.now() - 3_600_000).toISOString().slice(0, 19)}Z`,
}

function EdgeField({ label, options, edge, zone, onChange, error }: EdgeFieldProps) {
  const time = edge.kind === 'time'
  const chosen = options.some((option) => option.value === edge.kind) ? edge.kind : (options[0]?.value ?? '')
  return (
    <Field label={label} error={error ?? undefined}>
      {(control) => (
        <div className="flex flex-col gap-1.5">
          <Select
            {...control}
            value={chosen}
            options={options}
            onValueChange={(kind) => onChange({ kind, value: firstValue[kind]?.() ?? '' })}
          />
          {edge.value !== '' || error !== null ? (
            <Input
              mono
              aria-label={`${label}: ${time ? `time, ${zoneWords(zone, edge.value)}` : edge.kind === 'newest' ? 'how many' : 'offset'}`}
              type={time ? 'datetime-local' : 'text'}
              inputMode={time ? undefined : 'numeric'}
              step={time ? 1 : undefined}
              value={time ? localTime(edge.value, zone) : edge.value}
              onChange={({ target }) => {
                const value = time ? isoTime(target.value, zone) : target.value.trim()
                if (value !== '' || !time) onChange({ ...edge, value })
              }}
            />
          ) : null}
          {time && <p className="text-xs text-muted">By the clock of {zoneWords(zone, edge.value)}</p>}
        </div>
      )}
    </Field>
  )
}

'use client'

import { PartitionControl } from '#components/records/partition-control.tsx'
import { RangeControl } from '#components/records/range-control.tsx'
import { Combobox } from '#components/ui/combobox.tsx'
import { Field } from '#components/ui/field.tsx'
import { Input } from '#components/ui/input.tsx'
import { Select } from '#components/ui/select.tsx'
import { zoneOfStyle } from '#lib/client/time-style.ts'
import type { TopicFacts } from '#lib/shared/topic.ts'
import type { CopyPart } from './copy-form-state.ts'

const ranges = [
  { value: 'all', label: 'all, up to now' },
  { value: 'newest', label: 'the newest' },
  { value: 'live', label: 'what comes, live' },
  { value: 'group', label: 'all, and on, in a group' },
  { value: 'chosen', label: 'a chosen range' },
] as const

const hints = { group: 'Commits what is copied: it can be taken up again' } as const

/** CopySource chooses the topic to copy from, and from where to where. */
export function CopySource({ topics, form, errors, change }: CopyPart & { topics: readonly TopicFacts[] }) {
  const partitions = topics.find(({ name }) => name === form.topic)?.partitions ?? []
  return (
    <>
      <Field label="Topic" error={errors.topic}>
        {(control) => (
          <Combobox
            mono
            control={control}
            value={form.topic}
            suggestions={topics.map((each) => ({ value: each.name }))}
            onValueChange={(topic) => change({ topic, onlyPartitions: null })}
          />
        )}
      </Field>
      <Field label="Records" error={errors.newest} hint={form.range === 'group' ? hints.group : undefined}>
        {({ id, 'aria-invalid': invalid, ...told }) => (
          <div className="flex flex-wrap gap-2">
            <Select
              id={id}
              {...told}
              className="min-w-40 flex-1"
              value={form.range}
              options={ranges}
              onValueChange={(range) => change({ range })}
            />
            {form.range === 'newest' && (
              <Input
                {...told}
                aria-invalid={invalid}
                className="w-24!"
                aria-label="How many of the newest"
                inputMode="numeric"
                value={form.newest}
                onChange={(event) => change({ newest: event.target.value })}
              />
            )}
            {form.range === 'chosen' && (
              <RangeControl
                range={{ from: form.from, to: form.to }}
                zone={zoneOfStyle('local')}
                onChange={({ from, to }) => change({ from, to })}
              />
            )}
            {form.range !== 'group' && (
              <PartitionControl
                chosen={form.onlyPartitions}
                all={partitions.map(({ partition }) => partition)}
                onChange={(onlyPartitions) => change({ onlyPartitions })}
              />
            )}
          </div>
        )}
      </Field>
    </>
  )
}

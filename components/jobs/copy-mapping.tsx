'use client'

import { Checkbox } from '#components/ui/checkbox.tsx'
import { Field } from '#components/ui/field.tsx'
import { Input } from '#components/ui/input.tsx'
import { Textarea } from '#components/ui/textarea.tsx'
import { CopyFilter } from './copy-filter.tsx'
import type { CopyPart } from './copy-form-state.ts'

/** MappingFields choose which records are copied and what becomes of them on the way. */
export function MappingFields({ form, errors, change }: CopyPart) {
  return (
    <div className="grid gap-3 lg:grid-cols-2">
      <div className="flex flex-col gap-3">
        <CopyFilter form={form} errors={errors} change={change} />
        <Checkbox
          label="Copy tombstones"
          hint="Records whose value is null: they delete in a compacted topic"
          checked={form.tombstones}
          onCheckedChange={(tombstones) => change({ tombstones })}
        />
        <Checkbox
          label="Create the topic first"
          hint="One that exists is left as it is"
          checked={form.createTopic}
          onCheckedChange={(createTopic) => change({ createTopic })}
        />
        {form.createTopic && <NewTopic form={form} errors={errors} change={change} />}
      </div>
      <Field
        label="Fields of the JSON value"
        aside="optional"
        error={errors.mapping}
        hint={
          'One a line: id -> order.id takes and renames, source = "shop" adds. Empty: values stay as they are.'
        }
      >
        {(control) => (
          <Textarea
            {...control}
            rows={5}
            mono
            value={form.mapping}
            onChange={(event) => change({ mapping: event.target.value })}
          />
        )}
      </Field>
    </div>
  )
}

function NewTopic({ form, errors, change }: CopyPart) {
  return (
    <div className="grid gap-3 sm:grid-cols-2">
      <Field label="Partitions" error={errors.createTopic}>
        {(control) => (
          <Input
            {...control}
            inputMode="numeric"
            value={form.partitions}
            onChange={(event) => change({ partitions: event.target.value })}
          />
        )}
      </Field>
      <Field label="Replication factor" hint="At most the number of brokers">
        {(control) => (
          <Input
            {...control}
            inputMode="numeric"
            value={form.replicationFactor}
            onChange={(event) => change({ replicationFactor: event.target.value })}
          />
        )}
      </Field>
    </div>
  )
}

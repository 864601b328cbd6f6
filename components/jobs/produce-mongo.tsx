'use client'

import { Field } from '#components/ui/field.tsx'
import { Input } from '#components/ui/input.tsx'
import { MongoProfileField } from './mongo-profile-field.tsx'
import { MoreFields } from './more-fields.tsx'
import type { ProduceContentProps } from './produce-content.tsx'
import type { ProduceForm } from './produce-form-state.ts'

/** ProduceSourceFields choose the collection that values come from. */
export function ProduceSourceFields({ team, form, errors, onChange }: ProduceContentProps) {
  return (
    <>
      <MongoProfileField
        team={team}
        label="Profile of MongoDB"
        none="Choose a profile"
        error={errors.mongoProfile}
        value={form.mongoProfile}
        onValueChange={(mongoProfile) => onChange({ mongoProfile })}
      />
      <div className="grid gap-3 sm:grid-cols-2">
        <Field label="Database" aside="optional" error={errors.database} hint="Empty: named after the topic">
          {(control) => (
            <Input
              {...control}
              mono
              placeholder={form.topic.trim()}
              value={form.database}
              onChange={(event) => onChange({ database: event.target.value })}
            />
          )}
        </Field>
        <Field label="Collection" error={errors.collection}>
          {(control) => (
            <Input
              {...control}
              mono
              value={form.collection}
              onChange={(event) => onChange({ collection: event.target.value })}
            />
          )}
        </Field>
      </div>
    </>
  )
}

/** ProduceStoreFields choose whether records are stored in MongoDB too. */
export function ProduceStoreFields({ team, form, errors, onChange }: ProduceContentProps) {
  return (
    <MoreFields title="Store them in MongoDB too" wrong={errors.store !== undefined} used={form.store !== ''}>
      <MongoProfileField
        team={team}
        label="Profile that stores them"
        none="Nowhere"
        error={errors.store}
        hint="Each record that is acknowledged, in the database named after the topic, collection producer, as the charms’ test application does. A value that is no JSON object is counted as undecodable."
        value={form.store}
        onValueChange={(store) => onChange({ store })}
      />
    </MoreFields>
  )
}

/** DocumentsPlan says before a start what becomes of a collection; nobody has read it yet. */
export function DocumentsPlan({ form }: { form: ProduceForm }) {
  const mono = (text: string, otherwise: string) =>
    text.trim() === '' ? otherwise : <span className="font-mono">{text.trim()}</span>
  return (
    <p className="text-sm">
      Each document of the collection {mono(form.collection, '…')} in the database{' '}
      {mono(form.database.trim() === '' ? form.topic : form.database, 'named after the topic')} becomes one
      record in {mono(form.topic, 'the topic')}, in the order of <span className="font-mono">_id</span>: its
      JSON is the value. What JSON has no word for is written as MongoDB’s Extended JSON, such as{' '}
      <span className="font-mono">{'{"$oid":"…"}'}</span>. How many there are shows when it runs.
    </p>
  )
}

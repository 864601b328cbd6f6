'use client'

import { Field } from '#components/ui/field.tsx'
import { Input } from '#components/ui/input.tsx'
import type { KafkaFacts } from '#lib/shared/credential.ts'
import { TopicNameSchema } from '#lib/shared/topic.ts'

export interface TopicFieldProps {
  facts: KafkaFacts
  value: string
  onChange: (topic: string) => void
}

/** TopicField asks which topic the program is for, where the credentials name none or a prefix. */
export function TopicField({ facts, value, onChange }: TopicFieldProps) {
  const wrong = value !== '' && !TopicNameSchema.safeParse(value).success
  const hint = facts.topicPrefix
    ? `Granted is what begins with ${facts.topic ?? ''}`
    : 'The credentials name no topic'
  return (
    <Field
      label="Topic"
      className="w-full sm:w-72"
      hint={hint}
      error={wrong ? 'A topic has 1 to 249 of the characters a–z A–Z 0–9 . _ -' : undefined}
    >
      {(control) => (
        <Input
          {...control}
          value={value}
          className="font-mono text-sm"
          spellCheck={false}
          autoComplete="off"
          onChange={(event) => onChange(event.target.value)}
        />
      )}
    </Field>
  )
}

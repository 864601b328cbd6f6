'use client'

import { useMutation, useQueryClient } from '@tanstack/react-query'
import { type SubmitEvent, useRef, useState } from 'react'
import { toast } from 'sonner'
import { Problem } from '#components/shell/problem.tsx'
import { useTeam } from '#components/shell/team-context.tsx'
import { Button } from '#components/ui/button.tsx'
import { Field } from '#components/ui/field.tsx'
import { Input } from '#components/ui/input.tsx'
import { Select } from '#components/ui/select.tsx'
import { Textarea } from '#components/ui/textarea.tsx'
import { ApiFailure } from '#lib/client/api.ts'
import { addTopicSchema, topicSchemasQuery } from '#lib/client/queries/decoding.ts'
import { type Decoder, MAX_SCHEMA_CHARACTERS, type SchemaKind } from '#lib/shared/decoder.ts'

const kinds = [
  { value: 'protobuf', label: 'Protobuf (.proto)' },
  { value: 'avro', label: 'Avro (.avsc)' },
] as const satisfies readonly { value: SchemaKind; label: string }[]

/** SchemaForm uploads a schema for a topic: a file, or pasted text. The server reads it before it is kept. */
export function SchemaForm({ topic, onAdded }: { topic: string; onAdded: (decoder: Decoder) => void }) {
  const { team } = useTeam()
  const client = useQueryClient()
  const file = useRef<HTMLInputElement>(null)
  const [kind, setKind] = useState<SchemaKind>('protobuf')
  const [name, setName] = useState('')
  const [text, setText] = useState('')
  const [message, setMessage] = useState('')
  const add = useMutation({
    mutationFn: () =>
      addTopicSchema(team.id, topic, {
        name: name.trim() === '' ? (kind === 'avro' ? 'schema.avsc' : 'schema.proto') : name,
        kind,
        text,
        ...(kind === 'protobuf' && message.trim() !== '' && { message }),
      }),
    onSuccess: async (schema) => {
      await client.invalidateQueries(topicSchemasQuery(team.id, topic))
      toast.success(`${schema.name} is kept; values are read by it now`)
      onAdded(`${schema.kind}:${schema.id}`)
    },
  })
  const failure = add.error instanceof ApiFailure ? add.error.error : null
  const line = failure?.line === undefined ? '' : `Line ${failure.line}: `
  const errorOf = (field: string) =>
    failure?.field === field
      ? `${failure.message.startsWith('Line') ? '' : line}${failure.message}`
      : undefined

  async function take(chosen: File | undefined) {
    if (!chosen) return
    setText((await chosen.text()).slice(0, MAX_SCHEMA_CHARACTERS))
    setName(chosen.name)
    setKind(chosen.name.endsWith('.proto') ? 'protobuf' : 'avro')
  }

  function submit(event: SubmitEvent) {
    event.preventDefault()
    add.mutate()
  }

  return (
    <form onSubmit={submit} className="flex flex-col gap-3">
      <h3 className="text-sm font-medium">Add a schema</h3>
      <div className="flex flex-wrap items-end gap-2">
        <Field label="Kind" className="w-44">
          {(control) => <Select {...control} value={kind} options={kinds} onValueChange={setKind} />}
        </Field>
        <Field label="Name" className="min-w-32 flex-1" error={errorOf('name')}>
          {(control) => (
            <Input
              {...control}
              value={name}
              maxLength={100}
              onChange={(event) => setName(event.target.value)}
            />
          )}
        </Field>
        <Button onClick={() => file.current?.click()}>Choose a file</Button>
        <input
          ref={file}
          type="file"
          accept=".proto,.avsc,.json"
          aria-label="Schema file"
          tabIndex={-1}
          className="sr-only"
          onChange={(event) => void take(event.target.files?.[0])}
        />
      </div>
      <Field label="Schema" error={errorOf('text')}>
        {(control) => (
          <Textarea
            {...control}
            rows={7}
            spellCheck={false}
            className="font-mono text-sm"
            value={text}
            maxLength={MAX_SCHEMA_CHARACTERS}
            onChange={(event) => setText(event.target.value)}
          />
        )}
      </Field>
      {kind === 'protobuf' && (
        <Field
          label="Message"
          aside="optional"
          hint="The message that records are; by default the file’s first."
          error={errorOf('message')}
        >
          {(control) => (
            <Input {...control} mono value={message} onChange={(event) => setMessage(event.target.value)} />
          )}
        </Field>
      )}
      {add.error &&
        (failure?.field === undefined || !['name', 'text', 'message'].includes(failure.field)) && (
          <Problem error={add.error} />
        )}
      <Button
        type="submit"
        variant="primary"
        className="self-start"
        pending={add.isPending}
        disabled={text.trim() === ''}
      >
        Add and use for values
      </Button>
    </form>
  )
}

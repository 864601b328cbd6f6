'use client'

import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { Trash2 } from 'lucide-react'
import { type SubmitEvent, useId, useState } from 'react'
import { Button } from '#components/ui/button.tsx'
import { Dialog } from '#components/ui/dialog.tsx'
import { Field } from '#components/ui/field.tsx'
import { Input } from '#components/ui/input.tsx'
import { Notice } from '#components/ui/notice.tsx'
import { apiErrorOf } from '#lib/client/api.ts'
import { addWebhook, deleteWebhook, webhooksKey, webhooksQuery } from '#lib/client/queries/job-notices.ts'
import { newSigningKey } from './new-signing-key.ts'

export interface WebhooksDialogProps {
  team: string
  profile: string
  onAdded: (id: string) => void
  onDeleted: (id: string) => void
  onClose: () => void
}

/** WebhooksDialog adds and deletes the places that a profile's jobs may tell of their end, or send records to. */
export function WebhooksDialog({ team, profile, onAdded, onDeleted, onClose }: WebhooksDialogProps) {
  const webhooks = useQuery(webhooksQuery(team, profile))
  const client = useQueryClient()
  const settled = () => client.invalidateQueries({ queryKey: webhooksKey(team, profile) })
  const remove = useMutation({
    mutationFn: (id: string) => deleteWebhook(team, profile, id),
    onSuccess: (_, id) => onDeleted(id),
    onSettled: settled,
  })
  return (
    <Dialog
      open
      onOpenChange={(open) => {
        if (!open) onClose()
      }}
      title="Webhooks of this profile"
      description="Each is told of jobs’ ends, or gets the records that one consumes, by a signed POST (standardwebhooks.com). Address and key are sealed."
      width="md"
      footer={<Button onClick={onClose}>Done</Button>}
    >
      <div className="flex flex-col gap-4">
        {webhooks.isError && <Notice tone="bad" title={apiErrorOf(webhooks.error).message} />}
        {webhooks.data?.length === 0 && <p className="text-muted">None yet. Add the first below.</p>}
        {webhooks.data && webhooks.data.length > 0 && (
          <ul aria-label="Webhooks" className="flex flex-col">
            {webhooks.data.map(({ id, name, origin }) => (
              <li key={id} className="flex items-center gap-2 border-b border-line py-1 last:border-b-0">
                <span className="min-w-0 flex-1">
                  <span className="block truncate font-medium">{name}</span>
                  <span className="block truncate font-mono text-xs text-muted">{origin}</span>
                </span>
                <Button
                  variant="ghost"
                  size="icon-sm"
                  aria-label={`Delete ${name}`}
                  pending={remove.isPending && remove.variables === id}
                  onClick={() => remove.mutate(id)}
                >
                  <Trash2 />
                </Button>
              </li>
            ))}
          </ul>
        )}
        <div aria-live="polite">
          {remove.error && <Notice tone="bad" title={apiErrorOf(remove.error).message} />}
        </div>
        <AddForm team={team} profile={profile} onAdded={onAdded} onSettled={settled} />
      </div>
    </Dialog>
  )
}

const empty = { name: '', url: '', secret: '' }

function AddForm(props: {
  team: string
  profile: string
  onAdded: (id: string) => void
  onSettled: () => Promise<void>
}) {
  const [input, setInput] = useState(empty)
  const title = useId()
  const add = useMutation({
    mutationFn: () => addWebhook(props.team, props.profile, input),
    onSuccess: ({ id }) => {
      setInput(empty)
      props.onAdded(id)
    },
    onSettled: props.onSettled,
  })
  const failure = add.error ? apiErrorOf(add.error) : null
  const errorAt = (field: string) =>
    failure?.field === field ? [failure.message, failure.advice].filter(Boolean).join(' ') : undefined
  function submit(event: SubmitEvent) {
    event.preventDefault()
    // The dialog may stand inside of another form.
    event.stopPropagation()
    add.mutate()
  }
  return (
    <form aria-labelledby={title} onSubmit={submit} className="flex flex-col gap-3 border-t border-line pt-3">
      <h3 id={title} className="font-semibold">
        Add a webhook
      </h3>
      <Field label="Name" error={errorAt('name')}>
        {(control) => (
          <Input
            {...control}
            value={input.name}
            maxLength={80}
            onChange={(event) => setInput({ ...input, name: event.target.value })}
          />
        )}
      </Field>
      <Field label="Address" error={errorAt('url')}>
        {(control) => (
          <Input
            {...control}
            mono
            type="url"
            value={input.url}
            placeholder="https://hooks.example.com/keystream"
            onChange={(event) => setInput({ ...input, url: event.target.value })}
          />
        )}
      </Field>
      <div className="flex items-end gap-2">
        <Field
          label="Signing key"
          className="flex-1"
          error={errorAt('secret')}
          aside="16 characters or more, not shown again"
        >
          {(control) => (
            <Input
              {...control}
              mono
              value={input.secret}
              onChange={(event) => setInput({ ...input, secret: event.target.value })}
            />
          )}
        </Field>
        <Button onClick={() => setInput({ ...input, secret: newSigningKey() })}>Generate</Button>
      </div>
      {failure !== null && failure.field === undefined && <Notice tone="bad" title={failure.message} />}
      <Button
        type="submit"
        variant="primary"
        className="self-start"
        pending={add.isPending}
        disabled={input.name.trim() === '' || input.url.trim() === '' || input.secret === ''}
      >
        Add
      </Button>
    </form>
  )
}

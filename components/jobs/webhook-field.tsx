'use client'

import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { useTeam } from '#components/shell/team-context.tsx'
import { Button } from '#components/ui/button.tsx'
import { Field } from '#components/ui/field.tsx'
import { Select } from '#components/ui/select.tsx'
import { webhooksQuery } from '#lib/client/queries/job-notices.ts'
import { WebhooksDialog } from './webhooks-dialog.tsx'

export interface WebhookFieldProps {
  team: string
  profile: string
  /** The webhook's id; empty for none. */
  value: string
  onValueChange: (id: string) => void
  /** What the choice shows when none is chosen. */
  none: string
  error?: string | undefined
  hint?: string | undefined
}

/** WebhookField chooses one of a profile's webhooks, and opens what adds and deletes them. */
export function WebhookField({ team, profile, value, onValueChange, none, error, hint }: WebhookFieldProps) {
  const webhooks = useQuery(webhooksQuery(team, profile))
  const [managing, setManaging] = useState(false)
  const { may } = useTeam()
  const known = webhooks.data ?? []
  const gone = value !== '' && webhooks.isSuccess && !known.some(({ id }) => id === value)
  const empty = webhooks.isSuccess && known.length === 0 ? 'None yet' : none
  return (
    <>
      <Field
        label="Webhook"
        error={error ?? (webhooks.isError ? 'The webhooks could not be loaded.' : undefined)}
        hint={hint}
      >
        {(control) => (
          <div className="flex gap-2">
            <Select
              {...control}
              className="min-w-0 flex-1"
              value={value}
              disabled={webhooks.isPending}
              options={[
                { value: '', label: webhooks.isPending ? 'Loading…' : empty },
                ...(gone ? [{ value, label: 'One that was deleted' }] : []),
                ...known.map(({ id, name, origin }) => ({ value: id, label: `${name} (${origin})` })),
              ]}
              onValueChange={onValueChange}
            />
            {may('webhook.write') && <Button onClick={() => setManaging(true)}>Webhooks…</Button>}
          </div>
        )}
      </Field>
      {managing && (
        <WebhooksDialog
          team={team}
          profile={profile}
          onAdded={onValueChange}
          onDeleted={(id) => {
            if (id === value) onValueChange('')
          }}
          onClose={() => setManaging(false)}
        />
      )}
    </>
  )
}

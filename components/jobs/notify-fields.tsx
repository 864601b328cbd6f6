'use client'

import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { useTeam } from '#components/shell/team-context.tsx'
import { Button } from '#components/ui/button.tsx'
import { Checkbox } from '#components/ui/checkbox.tsx'
import { Field } from '#components/ui/field.tsx'
import { Segmented } from '#components/ui/segmented.tsx'
import { Select } from '#components/ui/select.tsx'
import { webhooksQuery } from '#lib/client/queries/job-notices.ts'
import type { JobNotify } from '#lib/shared/job-notify.ts'
import { WebhooksDialog } from './webhooks-dialog.tsx'

export interface NotifyFieldsProps {
  team: string
  profile: string
  /** Who gets the mail, in words: "you", "Ada". */
  mailTo: string
  value: JobNotify | null
  onChange: (value: JobNotify | null) => void
}

const nobody: JobNotify = { on: 'failure', email: false, webhook: null }

/** NotifyFields chooses who is told of a job's end: a mail, a webhook of the profile, always or unless it succeeds. */
export function NotifyFields({ team, profile, mailTo, value, onChange }: NotifyFieldsProps) {
  const webhooks = useQuery(webhooksQuery(team, profile))
  const [managing, setManaging] = useState(false)
  const { may } = useTeam()
  const { on, email, webhook } = value ?? nobody
  const set = (part: Partial<JobNotify>) => {
    const next = { on, email, webhook, ...part }
    onChange(next.email || next.webhook !== null ? next : null)
  }
  const known = webhooks.data ?? []
  return (
    <div className="flex flex-col gap-3">
      <Checkbox
        label={`Send a mail to ${mailTo}`}
        checked={email}
        onCheckedChange={(checked) => set({ email: checked })}
      />
      <div className="flex items-end gap-2">
        <Field label="Webhook" className="flex-1">
          {(control) => (
            <Select
              {...control}
              value={webhook ?? ''}
              disabled={webhooks.isPending}
              options={[
                {
                  value: '',
                  label: webhooks.isPending ? 'Loading…' : known.length === 0 ? 'None yet' : 'None',
                },
                ...known.map(({ id, name, origin }) => ({ value: id, label: `${name} (${origin})` })),
              ]}
              onValueChange={(id) => set({ webhook: id === '' ? null : id })}
            />
          )}
        </Field>
        {may('webhook.write') && <Button onClick={() => setManaging(true)}>Webhooks…</Button>}
      </div>
      {value !== null && (
        <Segmented
          className="self-start"
          label="When"
          value={on}
          options={[
            { value: 'failure', label: 'Unless it succeeds' },
            { value: 'always', label: 'At any end' },
          ]}
          onValueChange={(next) => set({ on: next })}
        />
      )}
      {managing && (
        <WebhooksDialog
          team={team}
          profile={profile}
          onAdded={(id) => set({ webhook: id })}
          onDeleted={(id) => {
            if (id === webhook) set({ webhook: null })
          }}
          onClose={() => setManaging(false)}
        />
      )}
    </div>
  )
}

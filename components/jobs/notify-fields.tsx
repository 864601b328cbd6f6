'use client'

import { Checkbox } from '#components/ui/checkbox.tsx'
import { Segmented } from '#components/ui/segmented.tsx'
import type { JobNotify } from '#lib/shared/job-notify.ts'
import { WebhookField } from './webhook-field.tsx'

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
  const { on, email, webhook } = value ?? nobody
  const set = (part: Partial<JobNotify>) => {
    const next = { on, email, webhook, ...part }
    onChange(next.email || next.webhook !== null ? next : null)
  }
  return (
    <div className="flex flex-col gap-3">
      <Checkbox
        label={`Send a mail to ${mailTo}`}
        checked={email}
        onCheckedChange={(checked) => set({ email: checked })}
      />
      <WebhookField
        team={team}
        profile={profile}
        none="None"
        value={webhook ?? ''}
        onValueChange={(id) => set({ webhook: id === '' ? null : id })}
      />
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
    </div>
  )
}

'use client'

import { useState } from 'react'
import { Problem } from '#components/shell/problem.tsx'
import { Button } from '#components/ui/button.tsx'
import { Dialog } from '#components/ui/dialog.tsx'
import { Field } from '#components/ui/field.tsx'
import { Select } from '#components/ui/select.tsx'

export interface ProfileDialogProps {
  profiles: readonly { readonly id: string; readonly name: string }[]
  pending: boolean
  error: Error | null
  onProfile: (profile: string) => void
  onClose: () => void
}

/** ProfileDialog asks which profile a template for any is run with. */
export function ProfileDialog({ profiles, pending, error, onProfile, onClose }: ProfileDialogProps) {
  const [profile, setProfile] = useState(profiles[0]?.id ?? '')
  return (
    <Dialog
      open
      onOpenChange={(open) => {
        if (!open) onClose()
      }}
      title="Run with which profile?"
      footer={
        <>
          <Button onClick={onClose}>Cancel</Button>
          <Button
            variant="primary"
            pending={pending}
            disabled={profile === ''}
            onClick={() => onProfile(profile)}
          >
            Run
          </Button>
        </>
      }
    >
      {profiles.length === 0 ? (
        <p className="text-muted">The team has no Kafka profile that you may see.</p>
      ) : (
        <Field label="Profile">
          {(control) => (
            <Select
              {...control}
              value={profile}
              options={profiles.map(({ id, name }) => ({ value: id, label: name }))}
              onValueChange={setProfile}
            />
          )}
        </Field>
      )}
      {error && <Problem error={error} />}
    </Dialog>
  )
}

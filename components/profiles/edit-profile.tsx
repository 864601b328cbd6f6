'use client'

import { useMutation, useQueryClient } from '@tanstack/react-query'
import { type SubmitEvent, useId, useState } from 'react'
import { toast } from 'sonner'
import { Problem } from '#components/shell/problem.tsx'
import { useTeam } from '#components/shell/team-context.tsx'
import { Button } from '#components/ui/button.tsx'
import { Dialog } from '#components/ui/dialog.tsx'
import { Field } from '#components/ui/field.tsx'
import { Input } from '#components/ui/input.tsx'
import { profileQuery, profilesKey, updateProfile } from '#lib/client/queries/profiles.ts'
import { type Profile, type UpdateProfile, UpdateProfileSchema } from '#lib/shared/profile.ts'
import { LabelsInput } from './labels-input.tsx'
import { VerifyHostname } from './verify-hostname.tsx'

/** EditProfile changes what a person said. What the paste said is changed by pasting again, never by hand. */
export function EditProfile({ profile, onClose }: { profile: Profile; onClose: () => void }) {
  const { team, may } = useTeam()
  const client = useQueryClient()
  const formId = useId()
  const [name, setName] = useState(profile.name)
  const [labels, setLabels] = useState<string[]>(profile.labels)
  const [verifyHostname, setVerifyHostname] = useState(profile.verifyHostname)
  const { facts } = profile
  const hasTls = facts.product === 'kafka' && facts.securityProtocol.endsWith('SSL')
  const [nameError, setNameError] = useState<string>()
  const [labelsError, setLabelsError] = useState<string>()
  const save = useMutation({
    mutationFn: (change: UpdateProfile) => updateProfile(team.id, profile.id, change),
    onSuccess: (next) => {
      client.setQueryData(profileQuery(team.id, profile.id).queryKey, next)
      void client.invalidateQueries({ queryKey: profilesKey(team.id) })
      toast.success('Saved')
      onClose()
    },
  })

  function onSubmit(event: SubmitEvent) {
    event.preventDefault()
    const parsed = UpdateProfileSchema.safeParse({
      name,
      labels,
      // Only a change of it: it is sealed anew and audited.
      ...(verifyHostname === profile.verifyHostname ? {} : { verifyHostname }),
    })
    const issues = parsed.error?.issues ?? []
    setNameError(issues.find((issue) => issue.path[0] === 'name')?.message)
    setLabelsError(issues.find((issue) => issue.path[0] === 'labels')?.message)
    if (parsed.success) save.mutate(parsed.data)
  }

  return (
    <Dialog
      open
      onOpenChange={(open) => !open && onClose()}
      title="Edit profile"
      footer={
        <>
          <Button onClick={onClose}>Cancel</Button>
          <Button type="submit" form={formId} variant="primary" pending={save.isPending}>
            Save
          </Button>
        </>
      }
    >
      <form id={formId} onSubmit={onSubmit} noValidate className="flex flex-col gap-3">
        <Field label="Name" error={nameError}>
          {(control) => <Input {...control} value={name} onChange={(event) => setName(event.target.value)} />}
        </Field>
        <Field label="Labels" aside="optional" error={labelsError} hint="Enter or a comma ends a label.">
          {(control) => <LabelsInput control={control} labels={labels} onLabelsChange={setLabels} />}
        </Field>
        {hasTls && may('profile.trust') && (
          <VerifyHostname checked={verifyHostname} onCheckedChange={setVerifyHostname} />
        )}
        {save.error && <Problem error={save.error} />}
      </form>
    </Dialog>
  )
}

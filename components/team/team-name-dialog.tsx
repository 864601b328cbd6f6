'use client'

import { useMutation } from '@tanstack/react-query'
import { type SubmitEvent, useId, useState } from 'react'
import { Problem } from '#components/shell/problem.tsx'
import { Button } from '#components/ui/button.tsx'
import { Dialog } from '#components/ui/dialog.tsx'
import { Field } from '#components/ui/field.tsx'
import { Input } from '#components/ui/input.tsx'
import { TeamNameSchema } from '#lib/shared/member.ts'

export interface TeamNameDialogProps {
  title: string
  action: string
  name: string
  onSave: (name: string) => Promise<void>
  onClose: () => void
}

export function TeamNameDialog({ title, action, name: former, onSave, onClose }: TeamNameDialogProps) {
  const formId = useId()
  const [name, setName] = useState(former)
  const [wrong, setWrong] = useState<string>()
  const save = useMutation({ mutationFn: onSave, onSuccess: onClose })
  function onSubmit(event: SubmitEvent) {
    event.preventDefault()
    const parsed = TeamNameSchema.safeParse(name)
    setWrong(parsed.error?.issues[0]?.message)
    if (parsed.success) save.mutate(parsed.data)
  }
  return (
    <Dialog
      open
      onOpenChange={(open) => !open && onClose()}
      title={title}
      footer={
        <>
          <Button onClick={onClose}>Cancel</Button>
          <Button type="submit" form={formId} variant="primary" pending={save.isPending}>
            {action}
          </Button>
        </>
      }
    >
      <form id={formId} onSubmit={onSubmit} noValidate className="flex flex-col gap-3">
        <Field label="Name" error={wrong}>
          {(control) => (
            <Input {...control} autoFocus value={name} onChange={(event) => setName(event.target.value)} />
          )}
        </Field>
        {save.error && <Problem error={save.error} />}
      </form>
    </Dialog>
  )
}

'use client'

import { type SubmitEvent, useId, useState } from 'react'
import { Button } from '#components/ui/button.tsx'
import { Dialog } from '#components/ui/dialog.tsx'
import { Field } from '#components/ui/field.tsx'
import { Input } from '#components/ui/input.tsx'
import { apiErrorOf } from '#lib/client/api.ts'

export interface NameDialogProps {
  title: string
  description: string
  initial: string
  button: string
  pending: boolean
  error: Error | null
  onName: (name: string) => void
  onClose: () => void
}

/** NameDialog asks for one name. */
export function NameDialog({ title, description, button, pending, error, ...props }: NameDialogProps) {
  const [name, setName] = useState(props.initial)
  const form = useId()
  function submit(event: SubmitEvent) {
    event.preventDefault()
    if (name.trim() !== '') props.onName(name.trim())
  }
  return (
    <Dialog
      open
      onOpenChange={(open) => {
        if (!open) props.onClose()
      }}
      title={title}
      description={description}
      footer={
        <>
          <Button onClick={props.onClose}>Cancel</Button>
          <Button type="submit" form={form} variant="primary" pending={pending} disabled={name.trim() === ''}>
            {button}
          </Button>
        </>
      }
    >
      <form id={form} onSubmit={submit}>
        <Field label="Name" error={error ? apiErrorOf(error).message : undefined}>
          {(control) => (
            <Input
              {...control}
              value={name}
              maxLength={80}
              onChange={(event) => setName(event.target.value)}
            />
          )}
        </Field>
      </form>
    </Dialog>
  )
}

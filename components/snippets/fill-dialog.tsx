'use client'

import { useMutation } from '@tanstack/react-query'
import { type SubmitEvent, useId, useState } from 'react'
import { Problem } from '#components/shell/problem.tsx'
import { wantsProof } from '#components/team/prove-it-is-you.tsx'
import { Button } from '#components/ui/button.tsx'
import { Dialog } from '#components/ui/dialog.tsx'
import { Field } from '#components/ui/field.tsx'
import { Input } from '#components/ui/input.tsx'
import { MAX_REVEAL_REASON, SHOWN_FOR_SECONDS } from '#lib/shared/reveal.ts'

export interface FillDialogProps {
  /** Names the program in the dialog's title. */
  title: string
  onFill: (reason: string) => Promise<void>
  onClose: () => void
}

/** FillDialog says what will stand in the audit log, takes a reason, and then fills the secrets in. */
export function FillDialog({ title, onFill, onClose }: FillDialogProps) {
  const formId = useId()
  const [reason, setReason] = useState('')
  const act = useMutation({ mutationFn: () => onFill(reason), onSuccess: onClose })

  function onSubmit(event: SubmitEvent) {
    event.preventDefault()
    act.mutate()
  }

  return (
    <Dialog
      open
      onOpenChange={(open) => !open && onClose()}
      title={`${title} with its secrets`}
      description={`They stand in the text for ${SHOWN_FOR_SECONDS} seconds, on this page only. Programs are better given them by the environment.`}
      footer={
        <>
          <Button onClick={onClose}>Cancel</Button>
          <Button type="submit" form={formId} variant="primary" pending={act.isPending}>
            Fill in for {SHOWN_FOR_SECONDS} s
          </Button>
        </>
      }
    >
      <form id={formId} onSubmit={onSubmit} className="flex flex-col gap-3">
        <Field
          label="Reason"
          aside="optional"
          hint="Stands in the audit log with your name, the program and the time."
        >
          {(control) => (
            <Input
              {...control}
              value={reason}
              maxLength={MAX_REVEAL_REASON}
              placeholder="configuring the billing service"
              onChange={(event) => setReason(event.target.value)}
            />
          )}
        </Field>
        {act.error && !wantsProof(act.error) && <Problem error={act.error} />}
      </form>
    </Dialog>
  )
}

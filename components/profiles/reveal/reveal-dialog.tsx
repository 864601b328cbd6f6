'use client'

import { useMutation } from '@tanstack/react-query'
import { type SubmitEvent, useId, useState } from 'react'
import { Problem } from '#components/shell/problem.tsx'
import { wantsProof } from '#components/team/prove-it-is-you.tsx'
import { Button } from '#components/ui/button.tsx'
import { Dialog } from '#components/ui/dialog.tsx'
import { Field } from '#components/ui/field.tsx'
import { Input } from '#components/ui/input.tsx'
import { Notice } from '#components/ui/notice.tsx'
import { MAX_REVEAL_REASON, SHOWN_FOR_SECONDS } from '#lib/shared/reveal.ts'
import type { RevealControl } from './use-reveal.ts'

export interface RevealDialogProps {
  field: string
  purpose: 'show' | 'copy'
  reveal: RevealControl
  onClose: () => void
}

/** RevealDialog says what will stand in the audit log, takes a reason, and then shows or copies the secret. */
export function RevealDialog({ field, purpose, reveal, onClose }: RevealDialogProps) {
  const formId = useId()
  const [reason, setReason] = useState('')
  const copies = purpose === 'copy'
  const act = useMutation({
    mutationFn: async () => {
      if (!copies) {
        await reveal.show(field, reason)
        return true
      }
      return reveal.copy(field, reason)
    },
    onSuccess: (done) => {
      if (done) onClose()
    },
  })

  function onSubmit(event: SubmitEvent) {
    event.preventDefault()
    act.mutate()
  }

  return (
    <Dialog
      open
      onOpenChange={(open) => !open && onClose()}
      title={copies ? `Copy ${field}` : `Show ${field}`}
      description={
        copies
          ? 'It goes to the clipboard and is not shown. What else can read the clipboard, can read it there.'
          : `It is shown for ${SHOWN_FOR_SECONDS} seconds, on this page only.`
      }
      footer={
        <>
          <Button onClick={onClose}>Cancel</Button>
          <Button type="submit" form={formId} variant="primary" pending={act.isPending}>
            {copies ? 'Copy without showing' : `Show for ${SHOWN_FOR_SECONDS} s`}
          </Button>
        </>
      }
    >
      <form id={formId} onSubmit={onSubmit} className="flex flex-col gap-3">
        <Field
          label="Reason"
          aside="optional"
          hint="Stands in the audit log with your name, the field and the time."
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
        {act.data === false && (
          <Notice
            tone="warn"
            role="alert"
            title="The browser did not let it be copied."
            advice="Allow this page to use the clipboard, or show the secret and copy it from there."
          />
        )}
      </form>
    </Dialog>
  )
}

'use client'

import { useMutation } from '@tanstack/react-query'
import { type SubmitEvent, useId, useMemo, useState } from 'react'
import { encode } from 'uqr'
import { Problem } from '#components/shell/problem.tsx'
import { Button } from '#components/ui/button.tsx'
import { CommandLine } from '#components/ui/command-line.tsx'
import { Dialog } from '#components/ui/dialog.tsx'
import { Field } from '#components/ui/field.tsx'
import { Input } from '#components/ui/input.tsx'
import { ApiFailure } from '#lib/client/api.ts'
import { confirmTotp } from '#lib/client/queries/account.ts'
import { CodeSchema, type TotpSetup } from '#lib/shared/account.ts'
import { useRecentProof, wantsProof } from './prove-it-is-you.tsx'

export interface TotpDialogProps {
  setup: TotpSetup
  onClose: () => void
  /** Gets the recovery codes. */
  onDone: (recoveryCodes: string[]) => void
}

/** TotpDialog shows the secret to scan or to type, and asks for the first code. */
export function TotpDialog({ setup, onClose, onDone }: TotpDialogProps) {
  const formId = useId()
  const proof = useRecentProof()
  const [code, setCode] = useState('')
  const [wrong, setWrong] = useState<string>()
  const confirm = useMutation({
    mutationFn: (digits: string) => proof.run(() => confirmTotp(digits)),
    onSuccess: ({ recoveryCodes }) => onDone(recoveryCodes),
    onError: () => setCode(''),
  })
  const refused = confirm.error instanceof ApiFailure ? confirm.error.error : null
  const ofField = refused?.field === 'code' ? refused.message : undefined
  function onSubmit(event: SubmitEvent) {
    event.preventDefault()
    const parsed = CodeSchema.safeParse(code)
    setWrong(parsed.error?.issues[0]?.message)
    if (parsed.success) confirm.mutate(parsed.data)
  }
  return (
    <Dialog
      open
      onOpenChange={(open) => !open && onClose()}
      title="Set up an authenticator app"
      description="Scan this with the app, or type the text into it. Then give the code that it shows."
      footer={
        <>
          <Button onClick={onClose}>Cancel</Button>
          <Button type="submit" form={formId} variant="primary" pending={confirm.isPending}>
            Turn on
          </Button>
        </>
      }
    >
      <form id={formId} onSubmit={onSubmit} noValidate className="flex flex-col gap-3">
        <QrCode text={setup.uri} />
        <CommandLine command={setup.secret} />
        <Field label="Code" error={wrong ?? ofField} hint="Six digits.">
          {(control) => (
            <Input
              {...control}
              mono
              inputMode="numeric"
              autoComplete="one-time-code"
              className="max-w-40"
              value={code}
              onChange={(event) => setCode(event.target.value)}
            />
          )}
        </Field>
        {confirm.error && ofField === undefined && !wantsProof(confirm.error) && (
          <Problem error={confirm.error} />
        )}
      </form>
    </Dialog>
  )
}

/** Drawn black on white in either theme: phones read it best so. */
function QrCode({ text }: { text: string }) {
  const { path, size } = useMemo(() => {
    const { data, size } = encode(text, { border: 3 })
    const squares = data.flatMap((row, y) => row.flatMap((dark, x) => (dark ? [`M${x} ${y}h1v1h-1z`] : [])))
    return { path: squares.join(''), size }
  }, [text])
  return (
    <svg
      role="img"
      aria-label="The secret as a picture; the text below says the same"
      viewBox={`0 0 ${size} ${size}`}
      className="size-44 self-center rounded-md border border-line"
      shapeRendering="crispEdges"
    >
      <rect width={size} height={size} fill="#fff" />
      <path d={path} fill="#000" />
    </svg>
  )
}

'use client'

import { useMutation } from '@tanstack/react-query'
import { type SubmitEvent, useState } from 'react'
import { Problem } from '#components/shell/problem.tsx'
import { Button } from '#components/ui/button.tsx'
import { Field } from '#components/ui/field.tsx'
import { Input } from '#components/ui/input.tsx'
import { ApiFailure } from '#lib/client/api.ts'
import { answerCode } from '#lib/client/session.ts'

export interface CodeStepProps {
  challenge: string
  onSignedIn: () => void
  onBack: () => void
}

/** CodeStep asks for the code of the second factor, or for a recovery code where the phone is lost. */
export function CodeStep({ challenge, onSignedIn, onBack }: CodeStepProps) {
  const [code, setCode] = useState('')
  const [recovery, setRecovery] = useState(false)
  const [missing, setMissing] = useState<string>()
  const answer = useMutation({
    mutationFn: answerCode,
    onSuccess: onSignedIn,
    onError: () => setCode(''),
  })
  const refused = answer.error instanceof ApiFailure ? answer.error.error : null
  const ofField = refused?.field === 'code' ? refused.message : undefined

  function onSubmit(event: SubmitEvent) {
    event.preventDefault()
    setMissing(code.trim() === '' ? 'The code is missing.' : undefined)
    if (code.trim() !== '') answer.mutate({ challenge, code })
  }

  return (
    <form onSubmit={onSubmit} noValidate className="flex flex-col gap-3.5">
      <Field
        label={recovery ? 'Recovery code' : 'Code'}
        error={missing ?? ofField}
        hint={
          recovery
            ? 'One of the ten that you kept, such as abcde-fghjk. Each serves once.'
            : 'Six digits, from your authenticator app.'
        }
      >
        {(control) => (
          <Input
            {...control}
            key={String(recovery)}
            mono
            autoFocus
            name="code"
            inputMode={recovery ? 'text' : 'numeric'}
            autoComplete={recovery ? 'off' : 'one-time-code'}
            value={code}
            onChange={(event) => setCode(event.target.value)}
          />
        )}
      </Field>
      {answer.error && ofField === undefined && <Problem error={answer.error} />}
      <Button type="submit" variant="primary" pending={answer.isPending} className="mt-1">
        Sign in
      </Button>
      <div className="flex flex-wrap justify-between gap-2">
        <Button variant="ghost" size="sm" onClick={onBack}>
          Back
        </Button>
        <Button
          variant="ghost"
          size="sm"
          onClick={() => {
            setRecovery(!recovery)
            setCode('')
            setMissing(undefined)
          }}
        >
          {recovery ? 'Use the app' : 'Use a recovery code'}
        </Button>
      </div>
    </form>
  )
}

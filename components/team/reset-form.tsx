'use client'

import { useMutation } from '@tanstack/react-query'
import Link from 'next/link'
import { type SubmitEvent, useState } from 'react'
import { Problem } from '#components/shell/problem.tsx'
import { Button, buttonClass } from '#components/ui/button.tsx'
import { Field } from '#components/ui/field.tsx'
import { Input } from '#components/ui/input.tsx'
import { Notice } from '#components/ui/notice.tsx'
import { Loading, Skeleton } from '#components/ui/skeleton.tsx'
import { ApiFailure } from '#lib/client/api.ts'
import { completeReset, lookAtReset } from '#lib/client/queries/password-reset.ts'
import type { Reset } from '#lib/shared/password-reset.ts'
import { MIN_PASSWORD, PasswordSchema, weakPassword } from '#lib/shared/password-rules.ts'
import { AuthFrame } from './auth-frame.tsx'
import { useLinkToken } from './use-link-token.ts'

/** ResetForm is where a reset link leads: it sets a new password, and sends on to the sign-in page. */
export function ResetForm() {
  const [token, setToken] = useState<string>()
  const look = useMutation({ mutationFn: lookAtReset })
  useLinkToken('/reset', (found) => {
    setToken(found)
    look.mutate(found)
  })
  return (
    <AuthFrame
      title="Set a new password"
      lead={look.data ? `For ${look.data.email}.` : 'A reset link leads here.'}
    >
      {look.isPending && (
        <Loading label="Looking at the link" className="flex flex-col gap-2">
          <Skeleton className="h-5" />
          <Skeleton className="h-8" />
        </Loading>
      )}
      {look.error && (
        <div className="flex flex-col gap-3.5">
          <Problem error={look.error} />
          <Link href="/forgot" className={buttonClass('secondary')}>
            Ask for a new link
          </Link>
        </div>
      )}
      {look.isIdle && <p>Open the whole link that you were given; it ends with a long token.</p>}
      {token !== undefined && look.data && <NewPassword key={token} token={token} reset={look.data} />}
    </AuthFrame>
  )
}

function NewPassword({ token, reset }: { token: string; reset: Reset }) {
  const [password, setPassword] = useState('')
  const [wrong, setWrong] = useState<string>()
  const save = useMutation({ mutationFn: completeReset, onSuccess: () => setPassword('') })
  const refused = save.error instanceof ApiFailure ? save.error.error : null
  const ofField = refused?.field === 'password' ? refused.message : undefined

  function onSubmit(event: SubmitEvent) {
    event.preventDefault()
    const found =
      PasswordSchema.safeParse(password).error?.issues[0]?.message ??
      weakPassword(password, [reset.name, reset.email]) ??
      undefined
    setWrong(found)
    if (found === undefined) save.mutate({ token, password })
  }

  if (save.isSuccess) {
    return (
      <div className="flex flex-col gap-3.5">
        <Notice
          tone="ok"
          role="status"
          title="The new password is set"
          advice={`Every session of the account ended.${reset.secondFactor ? ' Signing in asks for a code, as before.' : ''}`}
        />
        <Link href="/sign-in" className={buttonClass('primary')}>
          Sign in
        </Link>
      </div>
    )
  }
  return (
    <form onSubmit={onSubmit} noValidate className="flex flex-col gap-3.5">
      {/* For password managers: whose password this is. */}
      <input type="hidden" name="username" autoComplete="username" value={reset.email} readOnly />
      <Field
        label="New password"
        error={wrong ?? ofField}
        hint={`At least ${MIN_PASSWORD} characters; a sentence is fine. Every session ends.`}
      >
        {(control) => (
          <Input
            {...control}
            type="password"
            name="password"
            autoComplete="new-password"
            autoFocus
            value={password}
            onChange={(event) => setPassword(event.target.value)}
          />
        )}
      </Field>
      {save.error && ofField === undefined && <Problem error={save.error} />}
      <Button type="submit" variant="primary" pending={save.isPending} className="mt-1">
        Set the password
      </Button>
    </form>
  )
}

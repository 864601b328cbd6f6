'use client'

import { useMutation } from '@tanstack/react-query'
import Link from 'next/link'
import { type SubmitEvent, useState } from 'react'
import { Problem } from '#components/shell/problem.tsx'
import { Button, buttonClass } from '#components/ui/button.tsx'
import { CommandLine } from '#components/ui/command-line.tsx'
import { Field } from '#components/ui/field.tsx'
import { Input } from '#components/ui/input.tsx'
import { Notice } from '#components/ui/notice.tsx'
import { askReset } from '#lib/client/queries/password-reset.ts'
import { RESET_MINUTES } from '#lib/shared/password-reset.ts'
import { AuthFrame } from './auth-frame.tsx'

export interface ForgotFormProps {
  /** Whether a link can go out by e-mail; else somebody else has to make it. */
  byMail: boolean
  /** The name of the single sign-on's provider, where one is configured. */
  provider: string | null
}

/** ForgotForm is the way back for who forgot the password. */
export function ForgotForm({ byMail, provider }: ForgotFormProps) {
  return (
    <AuthFrame
      title="Forgot your password?"
      lead={
        byMail ? 'A link to set a new one comes by e-mail.' : 'Somebody can make you a link to set a new one.'
      }
    >
      <div className="flex flex-col gap-3.5">
        {byMail ? <AskForLink /> : <WhoCanHelp />}
        {provider !== null && (
          <p className="text-sm text-muted">
            An account that only signs in with {provider} has no password here: ask there, where it is kept.
          </p>
        )}
        <Link href="/sign-in" className={buttonClass('ghost', 'sm', 'self-start')}>
          Back to sign-in
        </Link>
      </div>
    </AuthFrame>
  )
}

function AskForLink() {
  const [email, setEmail] = useState('')
  const [missing, setMissing] = useState(false)
  const ask = useMutation({ mutationFn: askReset })

  function onSubmit(event: SubmitEvent) {
    event.preventDefault()
    setMissing(email.trim() === '')
    if (email.trim() !== '') ask.mutate(email.trim())
  }

  if (ask.isSuccess) {
    return (
      <Notice
        tone="ok"
        role="status"
        title="Look into your mailbox"
        advice={`If ${ask.variables} has an account here, a link is on its way. It works once, within ${RESET_MINUTES} minutes.`}
      />
    )
  }
  return (
    <form onSubmit={onSubmit} noValidate className="flex flex-col gap-3.5">
      <Field label="E-mail" error={missing ? 'Your e-mail address is missing.' : undefined}>
        {(control) => (
          <Input
            {...control}
            type="email"
            name="email"
            autoComplete="username"
            autoFocus
            value={email}
            onChange={(event) => setEmail(event.target.value)}
          />
        )}
      </Field>
      {ask.error && <Problem error={ask.error} />}
      <Button type="submit" variant="primary" pending={ask.isPending} className="mt-1">
        Send the link
      </Button>
    </form>
  )
}

function WhoCanHelp() {
  return (
    <div className="flex flex-col gap-3">
      <p>
        This Keystream sends no e-mail. An owner or admin of your team makes the link on the team’s page, with
        “Make a reset link” beside your name, and gives it to you.
      </p>
      <p>When no owner is left, whoever runs this Keystream makes one on its host:</p>
      <CommandLine command="keystream owner reset --email you@example.com" />
    </div>
  )
}

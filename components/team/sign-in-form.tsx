'use client'

import { useMutation } from '@tanstack/react-query'
import { type SubmitEvent, useState } from 'react'
import { Problem } from '#components/shell/problem.tsx'
import { Button } from '#components/ui/button.tsx'
import { Field } from '#components/ui/field.tsx'
import { Input } from '#components/ui/input.tsx'
import { signIn } from '#lib/client/session.ts'
import { AuthFrame } from './auth-frame.tsx'

/** SignInForm begins a session and goes on to where one wanted to go. */
export function SignInForm({ next }: { next: string }) {
  const [email, setEmail] = useState('')
  const [password, setPassword] = useState('')
  const [missing, setMissing] = useState<{ email?: string; password?: string }>({})
  const enter = useMutation({
    mutationFn: signIn,
    onSuccess: () => window.location.assign(next),
    onError: () => setPassword(''),
  })

  function onSubmit(event: SubmitEvent) {
    event.preventDefault()
    const found = {
      ...(email.trim() === '' ? { email: 'Your e-mail address is missing.' } : {}),
      ...(password === '' ? { password: 'Your password is missing.' } : {}),
    }
    setMissing(found)
    if (Object.keys(found).length === 0) enter.mutate({ email: email.trim(), password })
  }

  return (
    <AuthFrame title="Sign in" lead="Credentials and live records of Charmed Apache Kafka.">
      <form onSubmit={onSubmit} noValidate className="flex flex-col gap-3.5">
        <Field label="E-mail" error={missing.email}>
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
        <Field label="Password" error={missing.password}>
          {(control) => (
            <Input
              {...control}
              type="password"
              name="password"
              autoComplete="current-password"
              value={password}
              onChange={(event) => setPassword(event.target.value)}
            />
          )}
        </Field>
        {enter.error && <Problem error={enter.error} />}
        <Button type="submit" variant="primary" pending={enter.isPending} className="mt-1">
          Sign in
        </Button>
      </form>
    </AuthFrame>
  )
}

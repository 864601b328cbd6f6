'use client'

import { useMutation } from '@tanstack/react-query'
import { type SubmitEvent, useState } from 'react'
import { Problem } from '#components/shell/problem.tsx'
import { Button } from '#components/ui/button.tsx'
import { Field } from '#components/ui/field.tsx'
import { Input } from '#components/ui/input.tsx'
import { checkAccount } from '#lib/client/account-rules.ts'
import { ApiFailure } from '#lib/client/api.ts'
import { type FirstOwner, setUp } from '#lib/client/session.ts'
import { MIN_PASSWORD } from '#lib/shared/password-rules.ts'
import { AuthFrame } from './auth-frame.tsx'
import { useLinkToken } from './use-link-token.ts'

type OwnerField = keyof FirstOwner

const empty: FirstOwner = { token: '', name: '', email: '', password: '', team: '' }

/** SetupForm creates the first owner. The token comes with the link; only without one is it asked for. */
export function SetupForm() {
  const [owner, setOwner] = useState(empty)
  const [linked, setLinked] = useState(false)
  const [errors, setErrors] = useState<Partial<Record<OwnerField, string>>>({})
  const create = useMutation({
    mutationFn: setUp,
    // A full load, so that the server sees the session from the first page on.
    onSuccess: () => window.location.assign('/'),
  })

  useLinkToken('/setup', (token) => {
    setOwner((before) => ({ ...before, token }))
    setLinked(true)
  })

  function change(field: OwnerField, value: string) {
    setOwner((before) => ({ ...before, [field]: value }))
    setErrors((before) => ({ ...before, [field]: '' }))
  }

  function onSubmit(event: SubmitEvent) {
    event.preventDefault()
    const found = checkAccount(owner)
    setErrors(found)
    if (Object.values(found).every((message) => !message)) create.mutate(owner)
  }

  const refused = create.error instanceof ApiFailure ? create.error.error : null
  const errorOf = (field: OwnerField) =>
    errors[field] || (refused?.field === field ? refused.message : undefined) || undefined
  const tokenRefused = refused?.field === 'token'

  return (
    <AuthFrame
      title="Create the first account"
      lead="It owns this Keystream: it can invite others and see everything."
    >
      <form onSubmit={onSubmit} noValidate className="flex flex-col gap-3.5">
        {(!linked || tokenRefused) && (
          <Field
            label="Set-up token"
            error={errorOf('token')}
            hint="Printed when the server started, and kept in the file setup-token of its data folder."
          >
            {(control) => (
              <Input
                {...control}
                mono
                value={owner.token}
                onChange={(event) => change('token', event.target.value.trim())}
              />
            )}
          </Field>
        )}
        <Field label="Your name" error={errorOf('name')}>
          {(control) => (
            <Input
              {...control}
              name="name"
              autoComplete="name"
              value={owner.name}
              onChange={(event) => change('name', event.target.value)}
            />
          )}
        </Field>
        <Field label="E-mail" error={errorOf('email')}>
          {(control) => (
            <Input
              {...control}
              type="email"
              name="email"
              autoComplete="username"
              value={owner.email}
              onChange={(event) => change('email', event.target.value)}
            />
          )}
        </Field>
        <Field
          label="Password"
          error={errorOf('password')}
          hint={`At least ${MIN_PASSWORD} characters; a sentence is fine.`}
        >
          {(control) => (
            <Input
              {...control}
              type="password"
              name="password"
              autoComplete="new-password"
              value={owner.password}
              onChange={(event) => change('password', event.target.value)}
            />
          )}
        </Field>
        <Field
          label="Team"
          error={errorOf('team')}
          hint="Profiles belong to a team. Its name can be changed later."
        >
          {(control) => (
            <Input
              {...control}
              name="team"
              placeholder="Platform"
              value={owner.team}
              onChange={(event) => change('team', event.target.value)}
            />
          )}
        </Field>
        {create.error && !errorOf((refused?.field ?? 'none') as OwnerField) && (
          <Problem error={create.error} />
        )}
        <Button type="submit" variant="primary" pending={create.isPending} className="mt-1">
          Create account
        </Button>
      </form>
    </AuthFrame>
  )
}

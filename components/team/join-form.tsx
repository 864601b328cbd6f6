'use client'

import { useMutation } from '@tanstack/react-query'
import { type SubmitEvent, useState } from 'react'
import { Problem } from '#components/shell/problem.tsx'
import { leave } from '#components/shell/user-menu.tsx'
import { Button } from '#components/ui/button.tsx'
import { Field } from '#components/ui/field.tsx'
import { Input } from '#components/ui/input.tsx'
import { Loading, Skeleton } from '#components/ui/skeleton.tsx'
import { ApiFailure } from '#lib/client/api.ts'
import { acceptOffer, lookAtOffer } from '#lib/client/queries/members.ts'
import { PersonNameSchema } from '#lib/shared/account.ts'
import type { Offer } from '#lib/shared/member.ts'
import { MIN_PASSWORD, PasswordSchema, weakPassword } from '#lib/shared/password-rules.ts'
import { AuthFrame } from './auth-frame.tsx'
import { SignInSteps } from './sign-in-form.tsx'
import { useLinkToken } from './use-link-token.ts'

/** JoinForm is where an invitation's link leads: it says what is offered, and takes it. */
export function JoinForm() {
  const [token, setToken] = useState<string>()
  const look = useMutation({ mutationFn: lookAtOffer })
  const { mutate } = look
  useLinkToken('/join', (found) => {
    setToken(found)
    mutate(found)
  })

  if (token !== undefined && look.data) {
    return <OfferView token={token} offer={look.data} onSignedIn={() => mutate(token)} />
  }
  return (
    <AuthFrame title="Join a team" lead="An invitation’s link leads here.">
      {look.isPending && (
        <Loading label="Looking at the invitation" className="flex flex-col gap-2">
          <Skeleton className="h-5" />
          <Skeleton className="h-8" />
        </Loading>
      )}
      {look.error && <Problem error={look.error} />}
      {look.isIdle && <p>Open the whole link that you were given; it ends with a long token.</p>}
    </AuthFrame>
  )
}

interface OfferProps {
  token: string
  offer: Offer
  onSignedIn: () => void
}

function OfferView({ token, offer, onSignedIn }: OfferProps) {
  const lead = `${offer.invitedBy} invites ${offer.email} as ${offer.role}.`
  const isOther = offer.signedInAs !== null && offer.signedInAs !== offer.email
  return (
    <AuthFrame title={`Join ${offer.team}`} lead={lead}>
      {isOther ? (
        <div className="flex flex-col items-start gap-3">
          <p>You are signed in as {offer.signedInAs}. Sign out, then open the link again.</p>
          <Button onClick={() => void leave()}>Sign out</Button>
        </div>
      ) : offer.signedInAs !== null ? (
        <Join token={token} />
      ) : offer.hasAccount ? (
        <div className="flex flex-col gap-3">
          <p>There is an account with this address: sign in to join.</p>
          <SignInSteps email={offer.email} onSignedIn={onSignedIn} />
        </div>
      ) : (
        <NewAccount token={token} offer={offer} />
      )}
    </AuthFrame>
  )
}

/** A full load, so that the server sees the new team from the first page on. */
const enter = ({ team }: { team: string }) => window.location.assign(`/teams/${team}/profiles`)

function Join({ token }: { token: string }) {
  const join = useMutation({ mutationFn: () => acceptOffer({ token }), onSuccess: enter })
  return (
    <div className="flex flex-col gap-3">
      {join.error && <Problem error={join.error} />}
      <Button variant="primary" pending={join.isPending} onClick={() => join.mutate()}>
        Join the team
      </Button>
    </div>
  )
}

function NewAccount({ token, offer }: { token: string; offer: Offer }) {
  const [name, setName] = useState('')
  const [password, setPassword] = useState('')
  const [wrong, setWrong] = useState<{ name?: string | undefined; password?: string | undefined }>({})
  const join = useMutation({ mutationFn: acceptOffer, onSuccess: enter })
  const refused = join.error instanceof ApiFailure ? join.error.error : null
  const ofPassword = refused?.field?.endsWith('password') ? refused.message : undefined

  function onSubmit(event: SubmitEvent) {
    event.preventDefault()
    const found = {
      name: PersonNameSchema.safeParse(name).error?.issues[0]?.message,
      password:
        PasswordSchema.safeParse(password).error?.issues[0]?.message ??
        weakPassword(password, [name, offer.email]) ??
        undefined,
    }
    setWrong(found)
    if (!found.name && !found.password) join.mutate({ token, account: { name: name.trim(), password } })
  }

  return (
    <form onSubmit={onSubmit} noValidate className="flex flex-col gap-3.5">
      <Field label="E-mail">
        {(control) => (
          <Input
            {...control}
            type="email"
            name="email"
            autoComplete="username"
            readOnly
            value={offer.email}
          />
        )}
      </Field>
      <Field label="Your name" error={wrong.name}>
        {(control) => (
          <Input
            {...control}
            name="name"
            autoComplete="name"
            autoFocus
            value={name}
            onChange={(event) => setName(event.target.value)}
          />
        )}
      </Field>
      <Field
        label="Password"
        error={wrong.password ?? ofPassword}
        hint={`At least ${MIN_PASSWORD} characters; a sentence is fine.`}
      >
        {(control) => (
          <Input
            {...control}
            type="password"
            name="password"
            autoComplete="new-password"
            value={password}
            onChange={(event) => setPassword(event.target.value)}
          />
        )}
      </Field>
      {join.error && ofPassword === undefined && <Problem error={join.error} />}
      <Button type="submit" variant="primary" pending={join.isPending} className="mt-1">
        Create account and join
      </Button>
    </form>
  )
}

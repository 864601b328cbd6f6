'use client'

import { useMutation } from '@tanstack/react-query'
import { KeyRound } from 'lucide-react'
import Link from 'next/link'
import { type ReactNode, type SubmitEvent, useState, useSyncExternalStore } from 'react'
import { Problem } from '#components/shell/problem.tsx'
import { Button, buttonClass } from '#components/ui/button.tsx'
import { Field } from '#components/ui/field.tsx'
import { Input } from '#components/ui/input.tsx'
import { Notice } from '#components/ui/notice.tsx'
import { canUsePasskeys } from '#lib/client/passkey.ts'
import { signInWithPasskey } from '#lib/client/queries/account.ts'
import { signIn } from '#lib/client/session.ts'
import { AuthFrame } from './auth-frame.tsx'
import { CodeStep } from './code-step.tsx'

export interface SignInFormProps {
  /** The page to go to afterwards. */
  next: string
  /** The name of the single sign-on's provider, where one is configured. */
  provider: string | null
  /** What a way back from the provider has to say. */
  problem?: string | undefined
}

/** SignInForm begins a session and goes on to where one wanted to go. */
export function SignInForm({ next, provider, problem }: SignInFormProps) {
  return (
    <AuthFrame title="Sign in" lead="Credentials and live records of Charmed Apache Kafka.">
      {problem && <Notice tone="bad" role="alert" title={problem} className="mb-4" />}
      <SignInSteps onSignedIn={() => window.location.assign(next)}>
        {provider !== null && (
          <a
            href={`/api/auth/oidc/start?next=${encodeURIComponent(next)}`}
            className={buttonClass('secondary')}
          >
            Continue with {provider}
          </a>
        )}
      </SignInSteps>
    </AuthFrame>
  )
}

export interface SignInStepsProps {
  onSignedIn: () => void
  /** The address when it is known already, as at an invitation. */
  email?: string
  /** Further ways to sign in. */
  children?: ReactNode
}

/** SignInSteps asks for address and password, then for a code where the account has a second factor. */
export function SignInSteps({ onSignedIn, email: known, children }: SignInStepsProps) {
  const [email, setEmail] = useState(known ?? '')
  const [password, setPassword] = useState('')
  const [challenge, setChallenge] = useState<string>()
  const [missing, setMissing] = useState<{ email?: string; password?: string }>({})
  const enter = useMutation({
    mutationFn: signIn,
    onSuccess: (step) => {
      setPassword('')
      if (step.signedIn) onSignedIn()
      else setChallenge(step.challenge)
    },
    onError: () => setPassword(''),
  })
  const withPasskey = useMutation({ mutationFn: signInWithPasskey, onSuccess: onSignedIn })
  // Known in the browser only: the server's page has no button, and gets it when it comes to life.
  const passkeys = useSyncExternalStore(noChange, canUsePasskeys, () => false)

  function onSubmit(event: SubmitEvent) {
    event.preventDefault()
    const found = {
      ...(email.trim() === '' ? { email: 'Your e-mail address is missing.' } : {}),
      ...(password === '' ? { password: 'Your password is missing.' } : {}),
    }
    setMissing(found)
    withPasskey.reset()
    if (Object.keys(found).length === 0) enter.mutate({ email: email.trim(), password })
  }

  if (challenge !== undefined) {
    return <CodeStep challenge={challenge} onSignedIn={onSignedIn} onBack={() => setChallenge(undefined)} />
  }
  return (
    <form onSubmit={onSubmit} noValidate className="flex flex-col gap-3.5">
      <Field label="E-mail" error={missing.email}>
        {(control) => (
          <Input
            {...control}
            type="email"
            name="email"
            autoComplete="username"
            autoFocus={known === undefined}
            readOnly={known !== undefined}
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
            autoFocus={known !== undefined}
            value={password}
            onChange={(event) => setPassword(event.target.value)}
          />
        )}
      </Field>
      <Link href="/forgot" className="-mt-1 self-start text-sm text-muted underline hover:text-ink">
        Forgot your password?
      </Link>
      {enter.error && <Problem error={enter.error} />}
      {withPasskey.error && <Problem error={withPasskey.error} />}
      <Button type="submit" variant="primary" pending={enter.isPending} className="mt-1">
        Sign in
      </Button>
      {children}
      {passkeys && (
        <Button pending={withPasskey.isPending} onClick={() => withPasskey.mutate()}>
          <KeyRound />
          Use a passkey
        </Button>
      )}
    </form>
  )
}

const noChange = () => () => {}

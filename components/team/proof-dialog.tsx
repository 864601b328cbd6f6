'use client'

import { useMutation, useQuery } from '@tanstack/react-query'
import { KeyRound } from 'lucide-react'
import { type SubmitEvent, useId, useState } from 'react'
import { Problem } from '#components/shell/problem.tsx'
import { Button, buttonClass } from '#components/ui/button.tsx'
import { Dialog } from '#components/ui/dialog.tsx'
import { Field } from '#components/ui/field.tsx'
import { Input } from '#components/ui/input.tsx'
import { Segmented } from '#components/ui/segmented.tsx'
import { ApiFailure } from '#lib/client/api.ts'
import { proofWaysQuery, provePasskey } from '#lib/client/queries/account.ts'
import { proveItIsYou } from '#lib/client/session.ts'

const ways = [
  { value: 'password', label: 'Password' },
  { value: 'code', label: 'Code' },
] as const

/** ProofDialog asks for a proof in the ways that this account has. What waits for it goes on by itself. */
export function ProofDialog({ onProven, onClose }: { onProven: () => void; onClose: () => void }) {
  const formId = useId()
  const { data: known } = useQuery(proofWaysQuery())
  const [chosen, setChosen] = useState<'password' | 'code'>('password')
  const [text, setText] = useState('')
  const [missing, setMissing] = useState<string>()
  const prove = useMutation({ mutationFn: proveItIsYou, onSuccess: onProven, onError: () => setText('') })
  const passkey = useMutation({ mutationFn: provePasskey, onSuccess: onProven })
  const refused = prove.error instanceof ApiFailure ? prove.error.error : null
  const way = known?.password === false && known.code ? 'code' : chosen
  const ofField = refused?.field === way ? refused.message : undefined
  const hasText = known === undefined || known.password || known.code

  function onSubmit(event: SubmitEvent) {
    // The dialog may stand inside another form, as React sees it.
    event.stopPropagation()
    event.preventDefault()
    const isMissing = text.trim() === ''
    setMissing(isMissing ? `Your ${way} is missing.` : undefined)
    if (!isMissing) prove.mutate(way === 'password' ? { password: text } : { code: text })
  }

  return (
    <Dialog
      open
      onOpenChange={(open) => !open && onClose()}
      title="Is it you?"
      description="This step asks who is there. The answer is good for five minutes."
      footer={
        <>
          <Button onClick={onClose}>Cancel</Button>
          {hasText && (
            <Button type="submit" form={formId} variant="primary" pending={prove.isPending}>
              Go on
            </Button>
          )}
        </>
      }
    >
      <div className="flex flex-col gap-3">
        {hasText && (
          <form id={formId} onSubmit={onSubmit} noValidate className="flex flex-col gap-3">
            {known?.password && known.code && (
              <Segmented
                label="Prove it by"
                value={way}
                options={ways}
                onValueChange={(next) => {
                  setChosen(next)
                  setText('')
                  setMissing(undefined)
                  prove.reset()
                }}
              />
            )}
            <Field
              label={way === 'password' ? 'Password' : 'Code'}
              error={missing ?? ofField}
              hint={way === 'code' ? 'Six digits, from your authenticator app.' : undefined}
            >
              {(control) => (
                <Input
                  {...control}
                  key={way}
                  type={way === 'password' ? 'password' : 'text'}
                  name={way}
                  mono={way === 'code'}
                  inputMode={way === 'code' ? 'numeric' : undefined}
                  autoComplete={way === 'password' ? 'current-password' : 'one-time-code'}
                  autoFocus
                  value={text}
                  onChange={(event) => setText(event.target.value)}
                />
              )}
            </Field>
            {prove.error && ofField === undefined && <Problem error={prove.error} />}
          </form>
        )}
        {known?.passkey && (
          <Button pending={passkey.isPending} onClick={() => passkey.mutate()}>
            <KeyRound />
            Use a passkey
          </Button>
        )}
        {passkey.error && <Problem error={passkey.error} />}
        {known?.singleSignOn && <SignOnAgain provider={known.singleSignOn} />}
      </div>
    </Dialog>
  )
}

/** The provider's page replaces this one: what was begun here has to be begun again afterwards. */
function SignOnAgain({ provider }: { provider: string }) {
  const here = typeof window === 'undefined' ? '/' : window.location.pathname + window.location.search
  const query = new URLSearchParams({ purpose: 'proof', next: here })
  return (
    <div className="flex flex-col gap-1">
      <a href={`/api/auth/oidc/start?${query}`} className={buttonClass('secondary')}>
        Sign in with {provider} again
      </a>
      <p className="text-xs text-muted">It leads back to this page; then do this step once more.</p>
    </div>
  )
}

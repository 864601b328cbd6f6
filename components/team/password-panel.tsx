'use client'

import { useMutation, useQueryClient } from '@tanstack/react-query'
import { type SubmitEvent, useState } from 'react'
import { toast } from 'sonner'
import { Problem } from '#components/shell/problem.tsx'
import { Button } from '#components/ui/button.tsx'
import { Field } from '#components/ui/field.tsx'
import { Input } from '#components/ui/input.tsx'
import { Panel } from '#components/ui/panel.tsx'
import { ApiFailure } from '#lib/client/api.ts'
import { accountKey, changePassword } from '#lib/client/queries/account.ts'
import type { Account } from '#lib/shared/account.ts'
import { MIN_PASSWORD, PasswordSchema, weakPassword } from '#lib/shared/password-rules.ts'
import { useRecentProof, wantsProof } from './prove-it-is-you.tsx'

/** PasswordPanel changes the password, or gives a first one to an account that signs in another way. */
export function PasswordPanel({ account }: { account: Account }) {
  const client = useQueryClient()
  const proof = useRecentProof()
  const [current, setCurrent] = useState('')
  const [password, setPassword] = useState('')
  const [wrong, setWrong] = useState<{ current?: string | undefined; password?: string | undefined }>({})
  const save = useMutation({
    mutationFn: (change: { current?: string; password: string }) => proof.run(() => changePassword(change)),
    onSuccess: async ({ sessionsEnded }) => {
      setCurrent('')
      setPassword('')
      toast.success(
        sessionsEnded === 0
          ? 'The password is changed'
          : `The password is changed; ${sessionsEnded} other ${sessionsEnded === 1 ? 'session' : 'sessions'} ended`,
      )
      await client.invalidateQueries({ queryKey: accountKey })
    },
  })
  const refused = save.error instanceof ApiFailure ? save.error.error : null
  const errorOf = (field: 'current' | 'password') =>
    wrong[field] ?? (refused?.field === field ? refused.message : undefined)

  function onSubmit(event: SubmitEvent) {
    event.preventDefault()
    const found = {
      current: account.hasPassword && current === '' ? 'Your current password is missing.' : undefined,
      password:
        PasswordSchema.safeParse(password).error?.issues[0]?.message ??
        weakPassword(password, [account.name, account.email]) ??
        undefined,
    }
    setWrong(found)
    if (found.current || found.password) return
    save.mutate({ password, ...(account.hasPassword ? { current } : {}) })
  }

  return (
    <Panel title="Password">
      <form onSubmit={onSubmit} noValidate className="flex flex-col gap-3">
        {/* For password managers: whose password this is. */}
        <input type="hidden" name="username" autoComplete="username" value={account.email} readOnly />
        {account.hasPassword && (
          <Field label="Current password" error={errorOf('current')}>
            {(control) => (
              <Input
                {...control}
                type="password"
                autoComplete="current-password"
                className="max-w-sm"
                value={current}
                onChange={(event) => setCurrent(event.target.value)}
              />
            )}
          </Field>
        )}
        <Field
          label="New password"
          error={errorOf('password')}
          hint={`At least ${MIN_PASSWORD} characters; a sentence is fine. Every other session ends.`}
        >
          {(control) => (
            <Input
              {...control}
              type="password"
              autoComplete="new-password"
              className="max-w-sm"
              value={password}
              onChange={(event) => setPassword(event.target.value)}
            />
          )}
        </Field>
        {save.error && !wantsProof(save.error) && refused?.field === undefined && (
          <Problem error={save.error} />
        )}
        <div>
          <Button type="submit" pending={save.isPending}>
            {account.hasPassword ? 'Change password' : 'Set a password'}
          </Button>
        </div>
      </form>
    </Panel>
  )
}

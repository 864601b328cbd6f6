'use client'

import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { toast } from 'sonner'
import { Problem } from '#components/shell/problem.tsx'
import { Badge } from '#components/ui/badge.tsx'
import { Button } from '#components/ui/button.tsx'
import { Panel } from '#components/ui/panel.tsx'
import { RelativeTime } from '#components/ui/relative-time.tsx'
import { revokeOtherSessions, revokeSession, sessionsQuery } from '#lib/client/queries/account.ts'
import type { SignInMethod } from '#lib/shared/account.ts'
import { describeBrowser } from './describe-browser.ts'

const methodWords: Readonly<Record<SignInMethod, string>> = {
  'set-up': 'set-up',
  invitation: 'an invitation',
  password: 'a password',
  'password-and-code': 'a password and a code',
  'recovery-code': 'a recovery code',
  passkey: 'a passkey',
  'single-sign-on': 'single sign-on',
}

/** SessionsPanel lists where one is signed in, and ends sessions. */
export function SessionsPanel() {
  const client = useQueryClient()
  const { data, error, refetch } = useQuery(sessionsQuery())
  const changed = () => client.invalidateQueries({ queryKey: sessionsQuery().queryKey })
  const revoke = useMutation({
    mutationFn: revokeSession,
    onSuccess: async () => {
      toast.success('The session is ended')
      await changed()
    },
  })
  const revokeOthers = useMutation({
    mutationFn: revokeOtherSessions,
    onSuccess: async ({ sessionsEnded }) => {
      toast.success(`${sessionsEnded} ${sessionsEnded === 1 ? 'session' : 'sessions'} ended`)
      await changed()
    },
  })
  const failed = revoke.error ?? revokeOthers.error
  return (
    <Panel
      title="Sessions"
      aside={
        data !== undefined &&
        data.items.length > 1 && (
          <Button size="sm" pending={revokeOthers.isPending} onClick={() => revokeOthers.mutate()}>
            End all others
          </Button>
        )
      }
    >
      <p className="text-sm text-muted">
        Where you are signed in. A session ends after 30 minutes without use, and after 12 hours at the
        latest.
      </p>
      {error && <Problem error={error} onRetry={() => void refetch()} />}
      {failed && <Problem error={failed} />}
      <ul className="flex flex-col pt-2">
        {data?.items.map((each) => (
          <li key={each.id} className="flex items-center gap-3 border-t border-line py-2 text-sm">
            <span className="min-w-0 flex-1">
              <span className="flex flex-wrap items-center gap-1.5 font-medium">
                {describeBrowser(each.userAgent)}
                {each.here && <Badge tone="ok">this one</Badge>}
              </span>
              <span className="text-muted">
                used <RelativeTime at={each.lastSeenAt} />, began <RelativeTime at={each.createdAt} />
                {each.method && <> with {methodWords[each.method]}</>}
                {each.address !== null && <> from {each.address}</>}
              </span>
            </span>
            {!each.here && (
              <Button
                size="sm"
                aria-label={`End the session of ${describeBrowser(each.userAgent)}`}
                pending={revoke.isPending && revoke.variables === each.id}
                onClick={() => revoke.mutate(each.id)}
              >
                End
              </Button>
            )}
          </li>
        ))}
      </ul>
    </Panel>
  )
}

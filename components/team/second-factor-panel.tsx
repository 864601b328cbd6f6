'use client'

import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { toast } from 'sonner'
import { Problem } from '#components/shell/problem.tsx'
import { Badge } from '#components/ui/badge.tsx'
import { Button } from '#components/ui/button.tsx'
import { ConfirmDialog } from '#components/ui/confirm-dialog.tsx'
import { Panel } from '#components/ui/panel.tsx'
import { RelativeTime } from '#components/ui/relative-time.tsx'
import { accountKey, beginTotp, removeTotp, renewRecoveryCodes } from '#lib/client/queries/account.ts'
import type { Account } from '#lib/shared/account.ts'
import { useRecentProof, wantsProof } from './prove-it-is-you.tsx'
import { RecoveryCodes } from './recovery-codes.tsx'
import { TotpDialog } from './totp-dialog.tsx'

/** SecondFactorPanel turns codes of an authenticator app on and off, and renews the recovery codes. */
export function SecondFactorPanel({ account }: { account: Account }) {
  const client = useQueryClient()
  const proof = useRecentProof()
  const [asking, setAsking] = useState(false)
  const [codes, setCodes] = useState<readonly string[]>()
  const changed = () => client.invalidateQueries({ queryKey: accountKey })
  const begin = useMutation({ mutationFn: () => proof.run(beginTotp) })
  const renew = useMutation({
    mutationFn: () => proof.run(renewRecoveryCodes),
    onSuccess: async ({ recoveryCodes }) => {
      setCodes(recoveryCodes)
      await changed()
    },
  })
  const remove = useMutation({
    mutationFn: () => proof.run(removeTotp),
    onSuccess: async () => {
      setAsking(false)
      toast.success('No code is asked for any more')
      await changed()
    },
  })
  const since = account.secondFactorSince
  const failed = [begin.error, renew.error].find((error) => error && !wantsProof(error))
  return (
    <Panel title="Second factor" aside={since === null ? <Badge>off</Badge> : <Badge tone="ok">on</Badge>}>
      <div className="flex flex-col gap-3">
        {since === null ? (
          <p className="text-sm text-muted">
            A password alone can be stolen. With an authenticator app, signing in also asks for a code that
            only your phone knows.
          </p>
        ) : (
          <p className="text-sm text-muted">
            Codes of an authenticator app are asked for since <RelativeTime at={since} />.{' '}
            {account.recoveryCodesLeft} of 10 recovery codes are left.
          </p>
        )}
        {failed && <Problem error={failed} />}
        <div className="flex flex-wrap gap-2">
          {since === null ? (
            <Button pending={begin.isPending} onClick={() => begin.mutate()}>
              Set up an authenticator app
            </Button>
          ) : (
            <>
              <Button pending={renew.isPending} onClick={() => renew.mutate()}>
                New recovery codes
              </Button>
              <Button onClick={() => setAsking(true)}>Turn off</Button>
            </>
          )}
        </div>
      </div>
      {begin.data && (
        <TotpDialog
          setup={begin.data}
          onClose={() => begin.reset()}
          onDone={(made) => {
            begin.reset()
            setCodes(made)
            void changed()
          }}
        />
      )}
      {codes && <RecoveryCodes codes={codes} onClose={() => setCodes(undefined)} />}
      <ConfirmDialog
        open={asking}
        onOpenChange={setAsking}
        title="Turn the second factor off?"
        confirm="Turn off"
        pending={remove.isPending}
        onConfirm={() => remove.mutate()}
      >
        <p>Your password alone signs in then, and the recovery codes are worth nothing any more.</p>
        {remove.error && !wantsProof(remove.error) && <Problem error={remove.error} />}
      </ConfirmDialog>
    </Panel>
  )
}

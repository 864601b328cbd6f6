'use client'

import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { KeyRound } from 'lucide-react'
import { type SubmitEvent, useId, useState, useSyncExternalStore } from 'react'
import { toast } from 'sonner'
import { Problem } from '#components/shell/problem.tsx'
import { Button } from '#components/ui/button.tsx'
import { Dialog } from '#components/ui/dialog.tsx'
import { Field } from '#components/ui/field.tsx'
import { Input } from '#components/ui/input.tsx'
import { Panel } from '#components/ui/panel.tsx'
import { RelativeTime } from '#components/ui/relative-time.tsx'
import { canUsePasskeys } from '#lib/client/passkey.ts'
import { accountKey, addPasskey, passkeysQuery, removePasskey } from '#lib/client/queries/account.ts'
import { PasskeyNameSchema } from '#lib/shared/account.ts'
import { useRecentProof, wantsProof } from './prove-it-is-you.tsx'

/** PasskeysPanel lists the account's passkeys, adds and removes them. */
export function PasskeysPanel() {
  const client = useQueryClient()
  const proof = useRecentProof()
  const { data, error, refetch } = useQuery(passkeysQuery())
  const [adding, setAdding] = useState(false)
  const usable = useSyncExternalStore(noChange, canUsePasskeys, () => true)
  const remove = useMutation({
    mutationFn: (id: string) => proof.run(() => removePasskey(id)),
    onSuccess: async () => {
      toast.success('The passkey is removed')
      await client.invalidateQueries({ queryKey: accountKey })
    },
  })
  return (
    <Panel
      title="Passkeys"
      aside={
        usable && (
          <Button size="sm" onClick={() => setAdding(true)}>
            <KeyRound />
            Add a passkey
          </Button>
        )
      }
    >
      <div className="flex flex-col gap-2">
        <p className="text-sm text-muted">
          A passkey signs in without a password: this device, a phone or a security key vouches for you. It
          can’t be given to a page that only looks like this one.
        </p>
        {!usable && <p className="text-sm">This browser does not know passkeys.</p>}
        {error && <Problem error={error} onRetry={() => void refetch()} />}
        {remove.error && !wantsProof(remove.error) && <Problem error={remove.error} />}
        <ul className="flex flex-col">
          {data?.items.map((each) => (
            <li key={each.id} className="flex items-center gap-3 border-t border-line py-2 text-sm">
              <span className="min-w-0 flex-1">
                <span className="block font-medium break-words">{each.name}</span>
                <span className="text-muted">
                  added <RelativeTime at={each.createdAt} />
                  {each.lastUsedAt !== null && (
                    <>
                      , used <RelativeTime at={each.lastUsedAt} />
                    </>
                  )}
                </span>
              </span>
              <Button
                size="sm"
                aria-label={`Remove ${each.name}`}
                pending={remove.isPending && remove.variables === each.id}
                onClick={() => remove.mutate(each.id)}
              >
                Remove
              </Button>
            </li>
          ))}
        </ul>
      </div>
      {adding && <AddPasskey onClose={() => setAdding(false)} />}
    </Panel>
  )
}

function AddPasskey({ onClose }: { onClose: () => void }) {
  const client = useQueryClient()
  const proof = useRecentProof()
  const formId = useId()
  const [name, setName] = useState('')
  const [wrong, setWrong] = useState<string>()
  const add = useMutation({
    mutationFn: (named: string) => proof.run(() => addPasskey(named)),
    onSuccess: async () => {
      toast.success('The passkey is added')
      onClose()
      await client.invalidateQueries({ queryKey: accountKey })
    },
  })
  function onSubmit(event: SubmitEvent) {
    event.preventDefault()
    const parsed = PasskeyNameSchema.safeParse(name)
    setWrong(parsed.error?.issues[0]?.message)
    if (parsed.success) add.mutate(parsed.data)
  }
  return (
    <Dialog
      open
      onOpenChange={(open) => !open && onClose()}
      title="Add a passkey"
      footer={
        <>
          <Button onClick={onClose}>Cancel</Button>
          <Button type="submit" form={formId} variant="primary" pending={add.isPending}>
            Go on
          </Button>
        </>
      }
    >
      <form id={formId} onSubmit={onSubmit} noValidate className="flex flex-col gap-3">
        <Field
          label="Name"
          error={wrong}
          hint="Such as “Laptop” or “Blue security key”. The browser asks for the rest."
        >
          {(control) => (
            <Input {...control} autoFocus value={name} onChange={(event) => setName(event.target.value)} />
          )}
        </Field>
        {add.error && !wantsProof(add.error) && <Problem error={add.error} />}
      </form>
    </Dialog>
  )
}

const noChange = () => () => {}

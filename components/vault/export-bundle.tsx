'use client'

import { useMutation } from '@tanstack/react-query'
import { useId, useState } from 'react'
import { toast } from 'sonner'
import { Problem } from '#components/shell/problem.tsx'
import { useTeam } from '#components/shell/team-context.tsx'
import { useRecentProof, wantsProof } from '#components/team/prove-it-is-you.tsx'
import { Button } from '#components/ui/button.tsx'
import { Dialog } from '#components/ui/dialog.tsx'
import { Field } from '#components/ui/field.tsx'
import { formatCount } from '#components/ui/format.ts'
import { Input } from '#components/ui/input.tsx'
import { exportBundle } from '#lib/client/queries/vault.ts'
import { PassphraseSchema } from '#lib/shared/bundle.ts'
import { LeftOut } from './left-out.tsx'
import { saveFile } from './save-file.ts'

export interface ExportBundleProps {
  profiles: number
  onClose: () => void
}

/** ExportBundle asks for a passphrase, twice, saves the team's profiles as one sealed file, and says what is not in it. */
export function ExportBundle({ profiles, onClose }: ExportBundleProps) {
  const { team } = useTeam()
  const proof = useRecentProof()
  const form = useId()
  const [passphrase, setPassphrase] = useState('')
  const [again, setAgain] = useState('')
  const [tried, setTried] = useState(false)
  const problem = PassphraseSchema.safeParse(passphrase).error?.issues[0]?.message
  const differs = passphrase === again ? undefined : 'The two are not the same.'
  const run = useMutation({
    mutationFn: () => proof.run(() => exportBundle(team.id, { passphrase })),
    onSuccess: ({ bundle, leftOut }) => {
      const day = bundle.createdAt.slice(0, 10)
      saveFile(`keystream-${fileName(team.name)}-${day}.json`, JSON.stringify(bundle), 'application/json')
      toast.success(`Exported ${bundle.profiles} ${bundle.profiles === 1 ? 'profile' : 'profiles'}`)
      if (leftOut.length === 0) onClose()
    },
  })
  const done = run.data
  if (done)
    return (
      <Dialog
        open
        onOpenChange={(open) => !open && onClose()}
        title={`Exported ${done.bundle.profiles} of ${formatCount(done.bundle.profiles + done.leftOut.length)} profiles`}
        width="md"
        footer={
          <Button variant="primary" onClick={onClose}>
            Done
          </Button>
        }
      >
        <LeftOut {...done} />
      </Dialog>
    )

  return (
    <Dialog
      open
      onOpenChange={(open) => !open && onClose()}
      title="Export a sealed bundle"
      description={`Of the ${formatCount(profiles)} profiles of ${team.name}, those whose secrets you may see, in one file that only the passphrase opens.`}
      width="md"
      footer={
        <>
          <Button onClick={onClose}>Cancel</Button>
          <Button variant="primary" type="submit" form={form} pending={run.isPending}>
            Export
          </Button>
        </>
      }
    >
      <form
        id={form}
        noValidate
        className="flex flex-col gap-3"
        onSubmit={(event) => {
          event.preventDefault()
          setTried(true)
          if (!problem && !differs) run.mutate()
        }}
      >
        <Field
          label="Passphrase"
          error={tried ? problem : undefined}
          hint="At least 16 characters. Nobody can open the file without it, and nobody can tell it to you again."
        >
          {(control) => (
            <Input
              {...control}
              type="password"
              autoComplete="new-password"
              value={passphrase}
              onChange={(event) => setPassphrase(event.target.value)}
            />
          )}
        </Field>
        <Field label="Once more" error={tried && !problem ? differs : undefined}>
          {(control) => (
            <Input
              {...control}
              type="password"
              autoComplete="new-password"
              value={again}
              onChange={(event) => setAgain(event.target.value)}
            />
          )}
        </Field>
        <p className="text-sm text-muted">
          Current versions only; no grants, jobs or audit events. Every profile’s export stands in the audit
          log.
        </p>
        {run.error && !wantsProof(run.error) && <Problem error={run.error} />}
      </form>
    </Dialog>
  )
}

/** Letters and digits of a team's name, for the file's. */
function fileName(name: string): string {
  return (
    name
      .toLowerCase()
      .replace(/[^a-z0-9]+/g, '-')
      .replace(/^-|-$/g, '') || 'team'
  )
}

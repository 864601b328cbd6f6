'use client'

import { useMutation } from '@tanstack/react-query'
import { useState } from 'react'
import { Problem } from '#components/shell/problem.tsx'
import { useTeam } from '#components/shell/team-context.tsx'
import { Button } from '#components/ui/button.tsx'
import { Field } from '#components/ui/field.tsx'
import { Input } from '#components/ui/input.tsx'
import { Panel } from '#components/ui/panel.tsx'
import { ApiFailure } from '#lib/client/api.ts'
import { importBundle } from '#lib/client/queries/vault.ts'
import type { ImportFile } from '#lib/client/read-import-file.ts'
import type { ImportResult } from '#lib/shared/import.ts'

export interface ImportBundleFormProps {
  file: Extract<ImportFile, { kind: 'bundle' }>
  onDone: (result: ImportResult) => void
}

/** ImportBundleForm asks for the passphrase of a bundle and imports it. */
export function ImportBundleForm({ file, onDone }: ImportBundleFormProps) {
  const { team } = useTeam()
  const [passphrase, setPassphrase] = useState('')
  const run = useMutation({
    mutationFn: () => importBundle(team.id, { bundle: file.bundle, passphrase }),
    onSuccess: onDone,
  })
  const { profiles, createdAt } = file.bundle
  const wrong =
    run.error instanceof ApiFailure && run.error.error.field === 'passphrase'
      ? run.error.error.message
      : undefined
  return (
    <Panel title={`A sealed bundle of ${profiles} ${profiles === 1 ? 'profile' : 'profiles'}`}>
      <form
        className="flex flex-col gap-3"
        onSubmit={(event) => {
          event.preventDefault()
          if (passphrase !== '') run.mutate()
        }}
      >
        <p className="text-sm text-muted">
          <span className="font-mono break-all text-ink">{file.name}</span>, made on {createdAt.slice(0, 10)}.
        </p>
        <div className="flex flex-col items-start gap-3">
          <Field label="Passphrase of the bundle" error={wrong} className="w-full sm:w-96">
            {(control) => (
              <Input
                {...control}
                type="password"
                autoComplete="off"
                value={passphrase}
                onChange={(event) => setPassphrase(event.target.value)}
              />
            )}
          </Field>
          <Button type="submit" variant="primary" disabled={passphrase === ''} pending={run.isPending}>
            Open and import
          </Button>
        </div>
        {run.error && !wrong && <Problem error={run.error} />}
      </form>
    </Panel>
  )
}

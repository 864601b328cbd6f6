'use client'

import { useMutation, useQueryClient } from '@tanstack/react-query'
import Link from 'next/link'
import { useState } from 'react'
import { LabelsInput } from '#components/profiles/labels-input.tsx'
import { NotAllowed } from '#components/shell/not-allowed.tsx'
import { Problem } from '#components/shell/problem.tsx'
import { useTeam } from '#components/shell/team-context.tsx'
import { Button, buttonClass } from '#components/ui/button.tsx'
import { Field } from '#components/ui/field.tsx'
import { Notice } from '#components/ui/notice.tsx'
import { PageHeader } from '#components/ui/page-header.tsx'
import { profilesKey } from '#lib/client/queries/profiles.ts'
import { importFiles } from '#lib/client/queries/vault.ts'
import type { ImportFile } from '#lib/client/read-import-file.ts'
import type { ImportResult } from '#lib/shared/import.ts'
import { FilePicker } from './file-picker.tsx'
import { ImportBundleForm } from './import-bundle-form.tsx'
import { ImportPreview } from './import-preview.tsx'
import { ImportResults } from './import-results.tsx'
import { useImportFiles } from './use-import-files.ts'

/** ImportScreen makes profiles of many pastes, or of a bundle, at once, and says of each what became of it. */
export function ImportScreen() {
  const { team, may } = useTeam()
  const client = useQueryClient()
  const { choice, take, clear } = useImportFiles()
  const [result, setResult] = useState<ImportResult | null>(null)
  if (!may('profile.import')) return <NotAllowed action="profile.import" what="import profiles" />

  function finish(answer: ImportResult) {
    setResult(answer)
    clear()
    void client.invalidateQueries({ queryKey: profilesKey(team.id) })
  }

  const bundle = choice.files.find((file) => file.kind === 'bundle')
  const pastes = choice.files.filter((file) => file.kind === 'pastes')
  return (
    <div className="mx-auto flex max-w-[1000px] flex-col gap-4 px-3 py-5 sm:px-6">
      <PageHeader
        title="Import many"
        actions={
          <Link href={`/teams/${team.id}/profiles`} className={buttonClass()}>
            All profiles
          </Link>
        }
      >
        Each credential becomes a profile of its own. One that is here already is left as it is.
      </PageHeader>
      {result ? (
        <ImportResults result={result} onAgain={() => setResult(null)} />
      ) : (
        <>
          <FilePicker onFiles={(files) => void take(files)} />
          {choice.refused && <Notice tone="warn" role="status" title={choice.refused} />}
          {bundle && <ImportBundleForm file={bundle} onDone={finish} />}
          {!bundle && pastes.length > 0 && <PastesForm files={pastes} onDone={finish} />}
        </>
      )}
    </div>
  )
}

interface PastesFormProps {
  files: Extract<ImportFile, { kind: 'pastes' }>[]
  onDone: (result: ImportResult) => void
}

function PastesForm({ files, onDone }: PastesFormProps) {
  const { team } = useTeam()
  const [labels, setLabels] = useState<string[]>([])
  const run = useMutation({
    mutationFn: () =>
      importFiles(team.id, {
        files: files.map(({ name, text }) => ({ name, text })),
        ...(labels.length > 0 && { labels }),
      }),
    onSuccess: onDone,
  })
  const found = files.reduce((sum, file) => sum + file.found.length, 0)
  return (
    <>
      <ImportPreview files={files} />
      {found > 0 && (
        <div className="flex flex-wrap items-end gap-3">
          <Field label="Labels for all of them" aside="optional" className="w-full sm:w-96">
            {(control) => <LabelsInput control={control} labels={labels} onLabelsChange={setLabels} />}
          </Field>
          <Button variant="primary" pending={run.isPending} onClick={() => run.mutate()}>
            Import {found} {found === 1 ? 'credential' : 'credentials'}
          </Button>
        </div>
      )}
      {run.error && <Problem error={run.error} />}
    </>
  )
}

'use client'

import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { toast } from 'sonner'
import { Problem } from '#components/shell/problem.tsx'
import { Button } from '#components/ui/button.tsx'
import { Dialog } from '#components/ui/dialog.tsx'
import { formatCount } from '#components/ui/format.ts'
import { Notice } from '#components/ui/notice.tsx'
import { groupsKey, resetGroup } from '#lib/client/queries/groups.ts'
import type { GroupFacts, ResetResult } from '#lib/shared/group.ts'
import type { GroupPlace } from './group-view.tsx'
import { ResetFields } from './reset-fields.tsx'
import { emptyResetForm, type ResetForm, type ResetIssues, readResetForm } from './reset-form-state.ts'
import { ResetPlan } from './reset-plan.tsx'

export interface ResetDialogProps {
  place: GroupPlace
  facts: GroupFacts
  /** The one that the credentials name: what a group without commits is reset on. */
  topic: string | null
  onOpenChange: (open: boolean) => void
}

/**
 * ResetDialog moves a group's offsets: what to, a dry run that shows each partition, then the reset itself. A plan
 * stands only for the fields that it was made of.
 */
export function ResetDialog({ place, facts, topic, onOpenChange }: ResetDialogProps) {
  const topics = [...new Set(facts.partitions.map((each) => each.topic))]
  const known = topics.length > 0 ? topics : topic === null ? [] : [topic]
  const [form, setForm] = useState<ResetForm>({
    ...emptyResetForm,
    topic: known.length === 1 ? (known[0] ?? '') : '',
  })
  const [issues, setIssues] = useState<ResetIssues>({})
  const client = useQueryClient()
  const reset = useMutation({
    mutationFn: (dryRun: boolean) => {
      const read = readResetForm(form)
      if ('issues' in read) throw new TypeError('The form was checked before.')
      return resetGroup(place, { ...read.request, dryRun })
    },
    onSuccess: async (result) => {
      if (!result.dryRun) {
        toast.success(movedWords(result))
        await client.invalidateQueries({ queryKey: groupsKey(place.team, place.profile) })
      }
    },
  })
  const result = reset.data
  const movable = result?.partitions.some(({ status }) => status === 'planned') ?? false
  const ready = result?.dryRun === true && movable && !result.active

  function change(next: Partial<ResetForm>) {
    setForm((before) => ({ ...before, ...next }))
    setIssues({})
    reset.reset()
  }

  function run(dryRun: boolean) {
    const read = readResetForm(form)
    if ('issues' in read) setIssues(read.issues)
    else reset.mutate(dryRun)
  }

  return (
    <Dialog
      open
      onOpenChange={onOpenChange}
      width="lg"
      title="Reset offsets"
      description={
        <>
          Of <span className="font-mono break-all">{place.group}</span>. A dry run writes nothing.
        </>
      }
      footer={
        result?.dryRun === false ? (
          <Button variant="primary" onClick={() => onOpenChange(false)}>
            Done
          </Button>
        ) : (
          <>
            <Button onClick={() => onOpenChange(false)}>Cancel</Button>
            <Button
              variant={ready ? 'secondary' : 'primary'}
              pending={reset.isPending && reset.variables}
              onClick={() => run(true)}
            >
              Dry run
            </Button>
            <Button
              variant="danger"
              disabled={!ready && !reset.isPending}
              pending={reset.isPending && !reset.variables}
              onClick={() => run(false)}
            >
              Reset offsets
            </Button>
          </>
        )
      }
    >
      <div className="flex flex-col gap-4">
        {result?.dryRun !== false && (
          <ResetFields form={form} issues={issues} topics={known} onChange={change} />
        )}
        {reset.error && <Problem error={reset.error} />}
        {result?.dryRun && result.active && (
          <Notice
            tone="warn"
            role="status"
            title={facts.reset.reason ?? 'The group is in use.'}
            advice="Kafka moves the offsets of a group only while nobody is in it; this is what would happen then."
          />
        )}
        {result && <ResetPlan result={result} />}
      </div>
    </Dialog>
  )
}

function movedWords({ partitions }: ResetResult): string {
  const moved = partitions.filter(({ status }) => status === 'committed').length
  const refused = partitions.filter(({ status }) => status === 'failed').length
  const words = `Moved ${formatCount(moved)} ${moved === 1 ? 'partition' : 'partitions'}`
  return refused > 0 ? `${words}; ${formatCount(refused)} were refused` : words
}

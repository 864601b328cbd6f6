'use client'

import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useRouter } from 'next/navigation'
import { toast } from 'sonner'
import { Problem } from '#components/shell/problem.tsx'
import { ConfirmDialog } from '#components/ui/confirm-dialog.tsx'
import { formatCount } from '#components/ui/format.ts'
import { deleteGroup, groupPagesKey } from '#lib/client/queries/groups.ts'
import type { GroupFacts } from '#lib/shared/group.ts'
import type { GroupPlace } from './group-view.tsx'

export interface DeleteGroupProps {
  place: GroupPlace
  facts: GroupFacts
  onOpenChange: (open: boolean) => void
  /** From the start on nobody asks for the group any more, unless it failed. */
  onLeave: (leaves: boolean) => void
}

/** DeleteGroup asks once more, deletes a group, and goes back to the list. */
export function DeleteGroup({ place, facts, onOpenChange, onLeave }: DeleteGroupProps) {
  const client = useQueryClient()
  const router = useRouter()
  const remove = useMutation({
    mutationFn: () => deleteGroup(place),
    onMutate: () => onLeave(true),
    onError: () => onLeave(false),
    onSuccess: async () => {
      toast.success(`Deleted ${place.group}`)
      router.push(`/teams/${place.team}/profiles/${place.profile}/groups`)
      await client.invalidateQueries({ queryKey: groupPagesKey(place.team, place.profile) })
    },
  })
  return (
    <ConfirmDialog
      open
      onOpenChange={onOpenChange}
      title="Delete this group?"
      confirm="Delete the group"
      pending={remove.isPending}
      onConfirm={() => remove.mutate()}
    >
      <p>
        <span className="font-mono break-all text-ink">{place.group}</span> forgets what it has committed on{' '}
        {formatCount(facts.partitions.length)} {facts.partitions.length === 1 ? 'partition' : 'partitions'}.
        Who joins it next begins as its own settings say: at the beginning of the log, or at its end.
      </p>
      {remove.error && <Problem error={remove.error} />}
    </ConfirmDialog>
  )
}

'use client'

import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useRouter } from 'next/navigation'
import { toast } from 'sonner'
import { Problem } from '#components/shell/problem.tsx'
import { useTeam } from '#components/shell/team-context.tsx'
import { ConfirmDialog } from '#components/ui/confirm-dialog.tsx'
import { deleteProfile, profileQuery, profilesQuery } from '#lib/client/queries/profiles.ts'
import type { Profile } from '#lib/shared/profile.ts'

export interface DeleteProfileProps {
  profile: Profile
  open: boolean
  onClose: () => void
}

/** DeleteProfile asks, deletes, and goes back to the list. */
export function DeleteProfile({ profile, open, onClose }: DeleteProfileProps) {
  const { team } = useTeam()
  const client = useQueryClient()
  const router = useRouter()
  const remove = useMutation({
    mutationFn: () => deleteProfile(team.id, profile.id),
    onSuccess: async () => {
      toast.success(`Deleted ${profile.name}`)
      router.push(`/teams/${team.id}/profiles`)
      await client.invalidateQueries({ queryKey: profilesQuery(team.id).queryKey })
      client.removeQueries({ queryKey: profileQuery(team.id, profile.id).queryKey })
    },
  })
  return (
    <ConfirmDialog
      open={open}
      onOpenChange={(next) => !next && onClose()}
      title={`Delete ${profile.name}?`}
      confirm="Delete profile"
      pending={remove.isPending}
      onConfirm={() => remove.mutate()}
    >
      <p>
        Its secrets are destroyed at once and can’t be brought back; jobs that run with it end. The user on
        the cluster stays as it is.
      </p>
      <p>The same output of get-credentials can be pasted again.</p>
      {remove.error && <Problem error={remove.error} />}
    </ConfirmDialog>
  )
}

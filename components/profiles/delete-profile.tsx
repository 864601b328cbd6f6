'use client'

import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useRouter } from 'next/navigation'
import { toast } from 'sonner'
import { Problem } from '#components/shell/problem.tsx'
import { useTeam } from '#components/shell/team-context.tsx'
import { ConfirmDialog } from '#components/ui/confirm-dialog.tsx'
import { Notice } from '#components/ui/notice.tsx'
import { deleteProfile, profileQuery, profilesQuery } from '#lib/client/queries/profiles.ts'
import { usageQuery } from '#lib/client/queries/vault.ts'
import { KEEP_DELETED_DAYS, type ProfileUsage } from '#lib/shared/deleted-profile.ts'
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
  const usage = useQuery({ ...usageQuery(team.id, profile.id), enabled: open }).data
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
      {usage && usage.jobs > 0 && <Usage usage={usage} />}
      <p>
        It leaves every list and every use at once. For {KEEP_DELETED_DAYS} days it can be restored from
        “Recently deleted”; then its secrets are destroyed. The user on the cluster stays as it is.
      </p>
      {remove.error && <Problem error={remove.error} />}
    </ConfirmDialog>
  )
}

function Usage({ usage: { jobs, examples } }: { usage: ProfileUsage }) {
  const more = jobs - examples.length
  return (
    <Notice
      tone="warn"
      title={`Used by ${jobs} running ${jobs === 1 ? 'job' : 'jobs'}, which will end`}
      advice={`${examples.map(({ name, createdBy }) => `${name} (${createdBy})`).join(', ')}${more > 0 ? ` and ${more} more` : ''}`}
    />
  )
}

'use client'

import { useMutation, useQueryClient } from '@tanstack/react-query'
import { toast } from 'sonner'
import { Problem } from '#components/shell/problem.tsx'
import { useTeam } from '#components/shell/team-context.tsx'
import { ConfirmDialog } from '#components/ui/confirm-dialog.tsx'
import { membersKey, removeMember } from '#lib/client/queries/members.ts'
import type { TeamMember } from '#lib/shared/member.ts'
import { useRecentProof, wantsProof } from './prove-it-is-you.tsx'

/** RemoveMember asks, and takes somebody out of the team. */
export function RemoveMember({ member, onClose }: { member: TeamMember; onClose: () => void }) {
  const { team } = useTeam()
  const client = useQueryClient()
  const proof = useRecentProof()
  const remove = useMutation({
    mutationFn: () => proof.run(() => removeMember(team.id, member.userId)),
    onSuccess: async () => {
      toast.success(`${member.name} is out of ${team.name}`)
      onClose()
      await client.invalidateQueries({ queryKey: membersKey(team.id) })
    },
  })
  return (
    <ConfirmDialog
      open
      onOpenChange={(open) => !open && onClose()}
      title={`Remove ${member.name}?`}
      confirm="Remove"
      pending={remove.isPending}
      onConfirm={() => remove.mutate()}
    >
      <p>
        They lose {team.name} and everything in it at once, also what they have open now. The account stays,
        and so does what they did here.
      </p>
      {member.source === 'sign-on' && (
        <p>
          A rule of the single sign-on brought them: as long as it holds, their next sign-in brings them
          again.
        </p>
      )}
      {remove.error && !wantsProof(remove.error) && <Problem error={remove.error} />}
    </ConfirmDialog>
  )
}

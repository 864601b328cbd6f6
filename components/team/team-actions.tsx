'use client'

import { useMutation, useQueryClient } from '@tanstack/react-query'
import { LogOut, MoreHorizontal, Pencil, Plus } from 'lucide-react'
import { useState } from 'react'
import { toast } from 'sonner'
import { Problem } from '#components/shell/problem.tsx'
import { useTeam } from '#components/shell/team-context.tsx'
import { Button } from '#components/ui/button.tsx'
import { ConfirmDialog } from '#components/ui/confirm-dialog.tsx'
import { Menu, MenuItem, MenuSeparator } from '#components/ui/menu.tsx'
import { meQuery } from '#lib/client/queries/me.ts'
import { foundTeam, leaveTeam, renameTeam } from '#lib/client/queries/members.ts'
import { useRecentProof, wantsProof } from './prove-it-is-you.tsx'
import { TeamNameDialog } from './team-name-dialog.tsx'

/** TeamActions is what can be done with a team as a whole: its name, another team, leaving it. */
export function TeamActions() {
  const { team, me, may } = useTeam()
  const client = useQueryClient()
  const [open, setOpen] = useState<'rename' | 'new' | 'leave'>()
  const close = () => setOpen(undefined)
  const mayFound = me.teams.some((each) => each.role === 'owner' || each.role === 'admin')
  return (
    <>
      <Menu
        trigger={
          <Button size="icon" aria-label="More about this team">
            <MoreHorizontal />
          </Button>
        }
      >
        {may('team.update') && (
          <MenuItem onSelect={() => setOpen('rename')}>
            <Pencil aria-hidden />
            Rename the team
          </MenuItem>
        )}
        {mayFound && (
          <MenuItem onSelect={() => setOpen('new')}>
            <Plus aria-hidden />
            New team
          </MenuItem>
        )}
        <MenuSeparator />
        <MenuItem tone="danger" onSelect={() => setOpen('leave')}>
          <LogOut aria-hidden />
          Leave the team
        </MenuItem>
      </Menu>
      {open === 'rename' && (
        <TeamNameDialog
          title="Rename the team"
          action="Save"
          name={team.name}
          onSave={async (name) => {
            await renameTeam(team.id, name)
            await client.invalidateQueries({ queryKey: meQuery().queryKey })
            toast.success('Saved')
          }}
          onClose={close}
        />
      )}
      {open === 'new' && (
        <TeamNameDialog
          title="New team"
          action="Create team"
          name=""
          onSave={async (name) => {
            const made = await foundTeam(name)
            // A full load: the new team is in no page's data yet.
            window.location.assign(`/teams/${made.id}/members`)
          }}
          onClose={close}
        />
      )}
      {open === 'leave' && <LeaveTeam onClose={close} />}
    </>
  )
}

function LeaveTeam({ onClose }: { onClose: () => void }) {
  const { team } = useTeam()
  const proof = useRecentProof()
  const leave = useMutation({
    mutationFn: () => proof.run(() => leaveTeam(team.id)),
    onSuccess: () => window.location.assign('/'),
  })
  return (
    <ConfirmDialog
      open
      onOpenChange={(open) => !open && onClose()}
      title={`Leave ${team.name}?`}
      confirm="Leave"
      pending={leave.isPending}
      onConfirm={() => leave.mutate()}
    >
      <p>You lose its profiles at once. To come back, somebody has to invite you again.</p>
      {leave.error && !wantsProof(leave.error) && <Problem error={leave.error} />}
    </ConfirmDialog>
  )
}

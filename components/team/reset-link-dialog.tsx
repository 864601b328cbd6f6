'use client'

import { useMutation } from '@tanstack/react-query'
import { Problem } from '#components/shell/problem.tsx'
import { useTeam } from '#components/shell/team-context.tsx'
import { Button } from '#components/ui/button.tsx'
import { CommandLine } from '#components/ui/command-line.tsx'
import { Dialog } from '#components/ui/dialog.tsx'
import { Notice } from '#components/ui/notice.tsx'
import { makeResetLink } from '#lib/client/queries/password-reset.ts'
import type { TeamMember } from '#lib/shared/member.ts'
import { RESET_MINUTES, type ResetLink } from '#lib/shared/password-reset.ts'
import { useRecentProof, wantsProof } from './prove-it-is-you.tsx'

/** ResetLinkDialog makes a link for a member who forgot the password; without e-mail it shows the link once. */
export function ResetLinkDialog({ member, onClose }: { member: TeamMember; onClose: () => void }) {
  const { team } = useTeam()
  const proof = useRecentProof()
  const make = useMutation({ mutationFn: () => proof.run(() => makeResetLink(team.id, member.userId)) })
  const made = make.data
  const onOpenChange = (open: boolean) => !open && onClose()
  if (made) {
    return (
      <Dialog
        open
        onOpenChange={onOpenChange}
        title={made.link === null ? 'The link is on its way' : 'Hand this link on'}
        footer={
          <Button variant="primary" onClick={onClose}>
            Done
          </Button>
        }
      >
        <Made made={made} />
      </Dialog>
    )
  }
  return (
    <Dialog
      open
      onOpenChange={onOpenChange}
      title={`A new password for ${member.name}?`}
      footer={
        <>
          <Button onClick={onClose}>Cancel</Button>
          <Button variant="primary" pending={make.isPending} onClick={() => make.mutate()}>
            Make a reset link
          </Button>
        </>
      }
    >
      <div className="flex flex-col gap-3">
        <p>
          The link sets a new password for {member.email}, once within {RESET_MINUTES} minutes, and ends every
          session of the account. Until it is used nothing changes. It stands in the audit log that you made
          it.
        </p>
        {member.secondFactor === true && <p>Their second factor stays, and is asked for as before.</p>}
        {make.error && !wantsProof(make.error) && <Problem error={make.error} />}
      </div>
    </Dialog>
  )
}

function Made({ made }: { made: ResetLink }) {
  return (
    <div className="flex flex-col gap-3">
      {made.mailProblem !== null && (
        <Notice tone="warn" role="alert" title="No e-mail went out" advice={made.mailProblem} />
      )}
      <p>
        With it, {made.email} sets a new password, once within {RESET_MINUTES} minutes.{' '}
        {made.link === null
          ? 'The link is in the e-mail alone.'
          : 'The link is shown this once: give it to nobody else.'}
      </p>
      {made.link !== null && <CommandLine command={made.link} />}
    </div>
  )
}
